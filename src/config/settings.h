// Every setting of the program: one row each (Rows()), from which flags, the environment, the .env file, the
// reference page (docs/configuration.md) and .env.example are all served.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/secret.h"
#include "config/parse.h"

namespace hm::config {

enum class Tls { kOff, kPreferred, kRequired, kVerify };
enum class DeleteMode { kSoft, kHard };
enum class LogFormat { kAuto, kText, kJson, kJournald };

struct Settings {
  Secret hubspot_token;
  std::string hubspot_base_url;
  std::string hubspot_api_version;

  std::string db_host;
  std::uint16_t db_port = 0;
  std::vector<HostPort> db_hosts;  // db_host and db_port together
  std::string db_socket;
  std::string db_user;
  std::optional<Secret> db_password;
  std::string db_name;
  std::string db_views_name;     // "" for db_name
  std::string db_fivetran_name;  // "" for none
  Tls db_tls = Tls::kPreferred;
  std::string db_tls_ca;
  std::string db_tls_cert;
  std::string db_tls_key;

  std::vector<std::string> sync_objects;
  Millis sync_interval{};
  Millis sync_buffer{};
  std::optional<int> rate_limit_requests;  // unset: follows what HubSpot allows
  double verify_interval_hours = 0;
  Millis associations_interval{};       // 0: associations are not mirrored
  std::vector<std::string> history;     // empty: of none
  std::vector<ObjectProperty> promote;  // that get a column of their own
  DeleteMode delete_mode = DeleteMode::kSoft;
  std::string status_listen;

  log::Level log_level = log::Level::kInfo;
  LogFormat log_format = LogFormat::kAuto;
};

struct Row {
  std::string_view name;
  std::string_view alias;          // another name with the same meaning; empty for none
  std::string_view default_value;  // as text; empty for none
  std::string_view required_for;   // "HubSpot", "the database" or empty
  std::string_view meaning;
  bool secret;  // never shown, no flag, also read from NAME_FILE
  std::function<void(Settings&, std::string_view name, const std::string& value)> apply;
  std::vector<std::string_view> choices = {};  // all that it takes; empty: more than can be listed
};

const std::vector<Row>& Rows();

// Where values come from, strongest first.
struct Sources {
  std::map<std::string, std::string> flags;  // by setting name
  std::function<std::optional<std::string>(const std::string&)> environment;
  std::optional<std::string> env_file;  // given by --env-file: must exist; else ./.env when there is one
};

struct Loaded {
  Settings settings;
  std::vector<std::string> warnings;  // for the log, once it is configured
};

// Throws Error(kConfig) naming the setting, its value (never a secret's) and what it takes.
Loaded Load(const Sources& sources);

// Throw Error(kConfig) when a setting that the command needs is missing.
void RequireHubSpot(const Settings& settings);
void RequireDatabase(const Settings& settings);

}  // namespace hm::config
