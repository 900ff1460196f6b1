#include "cli/services.h"

#include <unistd.h>

#include "base/log.h"

namespace hm::cli {
namespace {

log::Format FormatFor(config::LogFormat format) {
  if (format == config::LogFormat::kJournald) {
    return log::Format::kJournald;
  }
  const bool text = format == config::LogFormat::kText ||
                    (format == config::LogFormat::kAuto && isatty(STDERR_FILENO) != 0);
  return text ? log::Format::kText : log::Format::kJson;
}

mariadb::TlsMode TlsFor(config::Tls tls) {
  switch (tls) {
    case config::Tls::kOff:
      return mariadb::TlsMode::kOff;
    case config::Tls::kPreferred:
      return mariadb::TlsMode::kPreferred;
    case config::Tls::kRequired:
      return mariadb::TlsMode::kRequired;
    case config::Tls::kVerify:
      return mariadb::TlsMode::kVerify;
  }
  return mariadb::TlsMode::kVerify;
}

}  // namespace

config::Settings LoadSettings(const config::Sources& sources) {
  config::Loaded loaded = config::Load(sources);
  log::Configure(loaded.settings.log_level, FormatFor(loaded.settings.log_format));
  for (const std::string& warning : loaded.warnings) {
    log::Warn(warning);
  }
  return std::move(loaded.settings);
}

mariadb::ConnectionOptions DatabaseOptions(const config::Settings& settings) {
  mariadb::ConnectionOptions options;
  for (const config::HostPort& host : settings.db_hosts) {
    options.hosts.push_back({host.host, host.port});
  }
  options.socket = settings.db_socket;
  options.user = settings.db_user;
  options.password = settings.db_password.value_or(Secret{});
  options.database = settings.db_name;
  options.tls = TlsFor(settings.db_tls);
  options.tls_ca = settings.db_tls_ca;
  options.tls_cert = settings.db_tls_cert;
  options.tls_key = settings.db_tls_key;
  return options;
}

sync::SyncOptions OptionsFor(const config::Settings& settings) {
  sync::SyncOptions how;
  how.buffer = settings.sync_buffer;
  how.views = {settings.db_views_name, settings.db_fivetran_name};
  how.hard_delete = settings.delete_mode == config::DeleteMode::kHard;
  for (const config::ObjectProperty& one : settings.promote) {
    how.promote.wanted.push_back({one.object, one.property});
  }
  how.associated = {ObjectsWanted(settings), settings.associations_interval};
  how.history = {settings.history, "HISTORY"};
  return how;
}

sync::WantedObjects ObjectsWanted(const config::Settings& settings, const std::vector<std::string>& flag) {
  return flag.empty() ? sync::WantedObjects{settings.sync_objects, "SYNC_OBJECTS"}
                      : sync::WantedObjects{flag, "--objects"};
}

HubSpot::HubSpot(const config::Settings& settings, int max_tries)
    : transport([&] {
        http::CurlOptions options;
        options.allow_plain_http = settings.hubspot_base_url.starts_with("http://");
        return options;
      }()),
      client(
          [&] {
            hubspot::ClientOptions options;
            options.base_url = settings.hubspot_base_url;
            options.version = settings.hubspot_api_version;
            options.token = settings.hubspot_token;
            options.max_tries = max_tries;
            options.fixed_rate_limit = settings.rate_limit_requests;
            return options;
          }(),
          transport) {}

std::optional<double> HubSpot::DayLeft() const {
  const hubspot::Stats stats = client.stats();
  if (!stats.daily_limit || !stats.daily_remaining || *stats.daily_limit <= 0) {
    return std::nullopt;
  }
  return static_cast<double>(*stats.daily_remaining) / static_cast<double>(*stats.daily_limit);
}

}  // namespace hm::cli
