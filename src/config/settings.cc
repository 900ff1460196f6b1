#include "config/settings.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/error.h"
#include "base/nearest.h"
#include "config/dotenv.h"

namespace hm::config {
namespace {

constexpr std::size_t kMostFileBytes = std::size_t{64} * 1024;

Millis Minutes(double minutes) { return Millis{std::llround(minutes * 60'000.0)}; }

// It goes into an HTTP header: visible ASCII only. The value itself is never shown.
void CheckToken(std::string_view name, const std::string& value) {
  const auto visible = [](char c) { return c > 0x20 && c < 0x7f; };
  if (value.empty() || !std::all_of(value.begin(), value.end(), visible)) {
    throw Error(ErrorKind::kConfig, ErrorCode::kBadToken,
                fmt::format("{} is empty or holds a character no token has", name),
                "copy the service key again; it starts with pat- and has no blanks or line breaks");
  }
}

void ApplyVersion(Settings& s, std::string_view name, const std::string& value) {
  const bool dated =
      value.size() == 7 && value[4] == '-' &&
      std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }) == 6;
  if (!dated && value != "v3") {
    BadValue(name, value, "a date-based version such as 2026-09, or v3");
  }
  s.hubspot_api_version = value;
}

void ApplyListen(Settings& s, std::string_view name, const std::string& value) {
  constexpr std::string_view kTakes = "an address with a port, such as 127.0.0.1:9464, or off";
  if (value == "off") {
    return;
  }
  const std::size_t colon = value.rfind(':');
  if (colon == std::string::npos || colon == 0 || value.find(',') != std::string::npos) {
    BadValue(name, value, kTakes);
  }
  if (ParseHosts(name, value, 0).front().port == 0) {
    BadValue(name, value, kTakes);
  }
  s.status_listen = value;
}

template <typename Value>
Row Choice(std::string_view name, std::string_view default_value, std::string_view meaning,
           const std::vector<std::string_view>& choices, Value Settings::* member) {
  return {name,
          "",
          default_value,
          "",
          meaning,
          false,
          [choices, member](Settings& s, std::string_view n, const std::string& v) {
            s.*member = static_cast<Value>(ParseChoice(n, v, choices));
          },
          choices};
}

std::vector<Row> MakeRows() {
  using S = Settings&;
  using N = std::string_view;
  using V = const std::string&;
  return {
      {"HUBSPOT_API_KEY", "HUBSPOT_ACCESS_TOKEN", "", "HubSpot",
       "service key or private-app token, sent as `Bearer`", true,
       [](S s, N n, V v) {
         CheckToken(n, v);
         s.hubspot_token = Secret(v);
       }},
      {"HUBSPOT_BASE_URL", "", "https://api.hubapi.com", "",
       "another host, for tests or a proxy; plain http on loopback only", false,
       [](S s, N n, V v) { s.hubspot_base_url = ParseBaseUrl(n, v); }},
      {"HUBSPOT_API_VERSION", "", "2026-09", "", "date-based version, or `v3` for the old paths", false,
       ApplyVersion},
      {"DB_HOST", "", "localhost", "", "database host, or a list `a:3306,b:3306` tried in turn", false,
       [](S s, N, V v) { s.db_host = v; }},
      {"DB_PORT", "", "3306", "", "port of hosts that name none", false,
       [](S s, N n, V v) { s.db_port = static_cast<std::uint16_t>(ParseInteger(n, v, 1, 65535)); }},
      {"DB_SOCKET", "", "", "", "path of the server's socket; wins over a host", false,
       [](S s, N, V v) { s.db_socket = v; }},
      {"DB_USER", "", "", "the database", "database user", false, [](S s, N, V v) { s.db_user = v; }},
      {"DB_PASSWORD", "", "", "the database",
       "its password; an empty one is one; with a socket none is needed", true,
       [](S s, N, V v) { s.db_password = Secret(v); }},
      {"DB_NAME", "", "cascade_portal", "", "database that holds the tables", false,
       [](S s, N, V v) { s.db_name = v; }},
      {"DB_VIEWS_NAME", "", "", "", "database that holds the typed views; unset: that of the tables", false,
       [](S s, N, V v) { s.db_views_name = v; }},
      {"DB_FIVETRAN_NAME", "", "", "",
       "database for views under the names of Fivetran's HubSpot schema; unset: none", false,
       [](S s, N, V v) { s.db_fivetran_name = v; }},
      Choice("DB_TLS", "preferred", "`off`, `preferred`, `required` or `verify`",
             {"off", "preferred", "required", "verify"}, &Settings::db_tls),
      {"DB_TLS_CA", "", "", "", "file with the authority that signed the server's certificate", false,
       [](S s, N, V v) { s.db_tls_ca = v; }},
      {"DB_TLS_CERT", "", "", "", "client certificate", false, [](S s, N, V v) { s.db_tls_cert = v; }},
      {"DB_TLS_KEY", "", "", "", "key of the client certificate", false,
       [](S s, N, V v) { s.db_tls_key = v; }},
      {"SYNC_OBJECTS", "", "contacts,deals,pipelines", "", "what to sync, by plural names; `all` for all",
       false, [](S s, N n, V v) { s.sync_objects = ParseList(n, v); }},
      {"SYNC_INTERVAL_MINUTES", "", "15", "", "how often each object is synced; fractions allowed", false,
       [](S s, N n, V v) { s.sync_interval = Minutes(ParseDecimal(n, v, 0.01, 10080)); }},
      {"SYNC_BUFFER_MINUTES", "", "5", "", "how far each sync reaches back over the last; fractions allowed",
       false, [](S s, N n, V v) { s.sync_buffer = Minutes(ParseDecimal(n, v, 0, 10080)); }},
      {"RATE_LIMIT_REQUESTS", "", "", "",
       "most requests in any 10 seconds; unset, 90 % of what HubSpot allows", false,
       [](S s, N n, V v) { s.rate_limit_requests = static_cast<int>(ParseInteger(n, v, 1, 100'000)); }},
      {"VERIFY_INTERVAL_HOURS", "", "24", "", "how often `run` compares everything with HubSpot; 0 for never",
       false, [](S s, N n, V v) { s.verify_interval_hours = ParseDecimal(n, v, 0, 8760); }},
      {"ASSOCIATIONS_INTERVAL_HOURS", "", "6", "",
       "how often the associations of all records are read; 0: they are not mirrored", false,
       [](S s, N n, V v) {
         s.associations_interval = Millis{std::llround(std::ceil(ParseDecimal(n, v, 0, 8760) * 3'600'000))};
       }},
      {"HISTORY", "", "", "",
       "objects whose property changes are kept, from now on; `all` for all that are synced; unset: none",
       false, [](S s, N n, V v) { s.history = ParseList(n, v); }},
      {"PROMOTE", "", "", "", "properties that get an indexed column of their own, such as `deals.region`",
       false, [](S s, N n, V v) { s.promote = ParseProperties(n, v); }},
      Choice("DELETE_MODE", "soft", "`soft` marks rows archived, `hard` deletes them", {"soft", "hard"},
             &Settings::delete_mode),
      {"STATUS_LISTEN", "", "", "", "address of the status page, such as `127.0.0.1:9464`; unset: off", false,
       ApplyListen},
      Choice("LOG_LEVEL", "info", "`debug`, `info`, `warn` or `error`", {"debug", "info", "warn", "error"},
             &Settings::log_level),
      Choice("LOG_FORMAT", "auto", "`text`, `json`, `journald`, or `auto`: text on a terminal, else json",
             {"auto", "text", "json", "journald"}, &Settings::log_format),
  };
}

std::string ReadFile(const std::string& path, const std::string& what) {
  std::ifstream in(path, std::ios::binary);
  std::string text(kMostFileBytes + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  // A directory can be opened but not read.
  if (!in.is_open() || in.bad()) {
    throw Error(ErrorKind::kConfig, ErrorCode::kUnreadableFile, fmt::format("{}: cannot read {}", what, path),
                "check the path and its permissions");
  }
  if (text.size() > kMostFileBytes) {
    throw Error(ErrorKind::kConfig, ErrorCode::kUnreadableFile,
                fmt::format("{}: {} is larger than 64 KiB", what, path), "is it the right file?");
  }
  return text;
}

std::string ReadSecretFile(const std::string& setting, const std::string& path) {
  std::string text = ReadFile(path, setting);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.pop_back();
  }
  return text;
}

std::vector<std::string_view> KnownNames() {
  std::vector<std::string_view> names;
  for (const Row& row : Rows()) {
    names.push_back(row.name);
    if (!row.alias.empty()) {
      names.push_back(row.alias);
    }
  }
  return names;
}

void CheckKnown(const EnvEntry& entry, const std::string& path) {
  const std::vector<std::string_view> known = KnownNames();
  for (const Row& row : Rows()) {
    const std::string name(row.name);
    const std::string alias(row.alias);
    const bool file_form =
        row.secret && (entry.name == name + "_FILE" || (!alias.empty() && entry.name == alias + "_FILE"));
    if (entry.name == name || entry.name == alias || file_form) {
      return;
    }
  }
  const std::string near = Nearest(entry.name, known);
  throw Error(
      ErrorKind::kConfig, ErrorCode::kUnknownSetting,
      fmt::format("{}, line {}: unknown setting {}", path, entry.line, entry.name),
      near.empty() ? "docs/configuration.md lists all settings" : fmt::format("did you mean {}?", near));
}

bool HoldsSecret(const std::map<std::string, std::string>& values) {
  return std::any_of(Rows().begin(), Rows().end(), [&values](const Row& row) {
    return row.secret && (values.contains(std::string(row.name)) || values.contains(std::string(row.alias)));
  });
}

void RefuseWritableByAll(const std::string& path, mode_t mode) {
  if ((mode & S_IWOTH) != 0) {
    throw Error(ErrorKind::kConfig, ErrorCode::kWritableByAll,
                fmt::format("{} can be written by everyone", path), fmt::format("chmod 600 {}", path));
  }
}

std::map<std::string, std::string> ReadEnvFile(const std::optional<std::string>& given,
                                               std::vector<std::string>& warnings) {
  const std::string path = given.value_or("./.env");
  struct stat info{};
  const bool there = stat(path.c_str(), &info) == 0;
  if (!given && !there) {
    return {};
  }
  RefuseWritableByAll(path, there && S_ISREG(info.st_mode) ? info.st_mode : 0);
  std::map<std::string, std::string> values;
  for (const EnvEntry& entry : ParseDotenv(ReadFile(path, "--env-file"), path)) {
    CheckKnown(entry, path);
    values[entry.name] = entry.value;
  }
  if (there && (info.st_mode & (S_IRGRP | S_IROTH)) != 0 && HoldsSecret(values)) {
    warnings.push_back(fmt::format("{} can be read by other users; chmod 600 {}", path, path));
  }
  return values;
}

using Lookup = std::function<std::optional<std::string>(const std::string&)>;

struct Found {
  std::string name;
  std::string value;
};

// One source's value of a setting: under its name or alias, or in the file that NAME_FILE names.
std::optional<Found> FindIn(const Row& row, const Lookup& source) {
  for (const std::string& name : {std::string(row.name), std::string(row.alias)}) {
    if (name.empty()) {
      continue;
    }
    const auto direct = source(name);
    const auto file = row.secret ? source(name + "_FILE") : std::nullopt;
    if (direct && file) {
      throw Error(ErrorKind::kConfig, ErrorCode::kSetTwice,
                  fmt::format("both {} and {}_FILE are set", name, name), "set one of them");
    }
    if (direct) {
      return Found{name, *direct};
    }
    if (file) {
      return Found{name + "_FILE", ReadSecretFile(name + "_FILE", *file)};
    }
  }
  return std::nullopt;
}

Lookup In(const std::map<std::string, std::string>& values) {
  return [&values](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  };
}

void Require(bool present, std::string_view name, std::string_view hint) {
  if (!present) {
    throw Error(ErrorKind::kConfig, ErrorCode::kNotSet, fmt::format("{} is not set", name),
                std::string(hint));
  }
}

}  // namespace

const std::vector<Row>& Rows() {
  static const std::vector<Row> rows = MakeRows();
  return rows;
}

Loaded Load(const Sources& sources) {
  Loaded loaded;
  const std::map<std::string, std::string> file = ReadEnvFile(sources.env_file, loaded.warnings);
  const std::vector<Lookup> order{In(sources.flags), sources.environment, In(file)};
  for (const Row& row : Rows()) {
    std::optional<Found> found;
    for (const Lookup& source : order) {
      if (!found) {
        found = FindIn(row, source);
      }
    }
    if (found && (!found->value.empty() || row.name == "DB_PASSWORD")) {
      row.apply(loaded.settings, found->name, found->value);
    } else if (!row.default_value.empty()) {
      row.apply(loaded.settings, row.name, std::string(row.default_value));
    }
  }
  Settings& s = loaded.settings;
  s.db_hosts = ParseHosts("DB_HOST", s.db_host, s.db_port);
  return loaded;
}

void RequireHubSpot(const Settings& settings) {
  Require(!settings.hubspot_token.empty(), "HUBSPOT_API_KEY",
          "create a service key in HubSpot (Development > Keys > Service keys) and put it into .env");
}

void RequireDatabase(const Settings& settings) {
  Require(!settings.db_user.empty(), "DB_USER", "name the database user in .env");
  Require(settings.db_password || !settings.db_socket.empty(), "DB_PASSWORD",
          "set it in .env (an empty one is allowed: DB_PASSWORD=), or use DB_SOCKET");
}

}  // namespace hm::config
