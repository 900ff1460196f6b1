#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "config/settings.h"

namespace hm::config {
namespace {

using Values = std::map<std::string, std::string>;
using std::chrono::minutes;

// A directory that goes with the test; the working directory has no .env to disturb it.
class ConfigSettings : public testing::Test {
 protected:
  ConfigSettings() {
    std::string name = testing::TempDir() + "/settings.XXXXXX";
    dir_ = mkdtemp(name.data());
    before_ = std::filesystem::current_path();
    std::filesystem::current_path(dir_);
  }
  ~ConfigSettings() override {
    std::filesystem::current_path(before_);
    std::filesystem::remove_all(dir_);
  }

  std::string File(const std::string& name, const std::string& text, mode_t mode = 0600) const {
    const std::string path = (dir_ / name).string();
    std::ofstream(path, std::ios::binary) << text;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  static Loaded LoadAll(const Values& flags, const Values& environment,
                        std::optional<std::string> file = {}) {
    return Load({flags,
                 [environment](const std::string& name) -> std::optional<std::string> {
                   const auto found = environment.find(name);
                   return found == environment.end() ? std::nullopt : std::optional(found->second);
                 },
                 std::move(file)});
  }
  static Settings FromEnvironment(const Values& environment) { return LoadAll({}, environment).settings; }
  Settings FromFile(const std::string& text) const { return LoadAll({}, {}, File("a.env", text)).settings; }

  // The error as the user sees it.
  static std::string ErrorOf(const std::function<void()>& load) {
    try {
      load();
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kConfig);
      EXPECT_FALSE(e.hint().empty()) << e.what();
      return std::string(e.what()) + " | " + e.hint();
    }
    ADD_FAILURE() << "not refused";
    return "";
  }

  std::filesystem::path dir_;
  std::filesystem::path before_;
};

bool Has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The contract's table, section 3, and the settings added since.
TEST_F(ConfigSettings, RowsAndDefaultsAreTheContracts) {
  const std::vector<std::pair<std::string, std::string>> contract{
      {"HUBSPOT_API_KEY", ""},
      {"HUBSPOT_BASE_URL", "https://api.hubapi.com"},
      {"HUBSPOT_API_VERSION", "2026-09"},
      {"DB_HOST", "localhost"},
      {"DB_PORT", "3306"},
      {"DB_SOCKET", ""},
      {"DB_USER", ""},
      {"DB_PASSWORD", ""},
      {"DB_NAME", "cascade_portal"},
      {"DB_VIEWS_NAME", ""},
      {"DB_FIVETRAN_NAME", ""},
      {"DB_TLS", "preferred"},
      {"DB_TLS_CA", ""},
      {"DB_TLS_CERT", ""},
      {"DB_TLS_KEY", ""},
      {"SYNC_OBJECTS", "contacts,deals,pipelines"},
      {"SYNC_INTERVAL_MINUTES", "15"},
      {"SYNC_BUFFER_MINUTES", "5"},
      {"RATE_LIMIT_REQUESTS", ""},
      {"VERIFY_INTERVAL_HOURS", "24"},
      {"ASSOCIATIONS_INTERVAL_HOURS", "6"},
      {"HISTORY", ""},
      {"PROMOTE", ""},
      {"DELETE_MODE", "soft"},
      {"STATUS_LISTEN", ""},
      {"LOG_LEVEL", "info"},
      {"LOG_FORMAT", "auto"},
  };
  std::vector<std::pair<std::string, std::string>> rows;
  std::vector<std::string> secrets;
  std::vector<std::string> required;
  for (const Row& row : Rows()) {
    rows.emplace_back(row.name, row.default_value);
    EXPECT_EQ(row.alias, row.name == "HUBSPOT_API_KEY" ? "HUBSPOT_ACCESS_TOKEN" : "") << row.name;
    EXPECT_FALSE(row.meaning.empty()) << row.name;
    if (row.secret) {
      secrets.emplace_back(row.name);
    }
    if (!row.required_for.empty()) {
      required.emplace_back(row.name);
    }
  }
  EXPECT_EQ(rows, contract);
  EXPECT_EQ(secrets, (std::vector<std::string>{"HUBSPOT_API_KEY", "DB_PASSWORD"}));
  EXPECT_EQ(required, (std::vector<std::string>{"HUBSPOT_API_KEY", "DB_USER", "DB_PASSWORD"}));
}

TEST_F(ConfigSettings, StartWithTheDefaults) {
  const Loaded loaded = LoadAll({}, {});
  const Settings& s = loaded.settings;
  EXPECT_TRUE(loaded.warnings.empty());
  EXPECT_TRUE(s.hubspot_token.empty());
  EXPECT_EQ(s.hubspot_base_url, "https://api.hubapi.com");
  EXPECT_EQ(s.hubspot_api_version, "2026-09");
  EXPECT_EQ(s.db_hosts, (std::vector<HostPort>{{"localhost", 3306}}));
  EXPECT_EQ(s.db_socket, "");
  EXPECT_EQ(s.db_user, "");
  EXPECT_FALSE(s.db_password.has_value());
  EXPECT_EQ(s.db_name, "cascade_portal");
  EXPECT_EQ(s.db_tls, Tls::kPreferred);
  EXPECT_EQ(s.db_tls_ca + s.db_tls_cert + s.db_tls_key, "");
  EXPECT_EQ(s.sync_objects, (std::vector<std::string>{"contacts", "deals", "pipelines"}));
  EXPECT_EQ(s.sync_interval, minutes(15));
  EXPECT_EQ(s.sync_buffer, minutes(5));
  EXPECT_EQ(s.rate_limit_requests, std::nullopt);
  EXPECT_EQ(s.verify_interval_hours, 24);
  EXPECT_EQ(s.delete_mode, DeleteMode::kSoft);
  EXPECT_EQ(s.status_listen, "");
  EXPECT_EQ(s.log_level, log::Level::kInfo);
  EXPECT_EQ(s.log_format, LogFormat::kAuto);
}

TEST_F(ConfigSettings, TakeEverySetting) {
  const Settings s = FromFile(
      "HUBSPOT_API_KEY=pat-1\nHUBSPOT_BASE_URL=http://127.0.0.1:81/\nHUBSPOT_API_VERSION=v3\n"
      "DB_HOST=a:3307,b\nDB_PORT=3308\nDB_SOCKET=/run/s\nDB_USER=u\nDB_PASSWORD=p\nDB_NAME=n\nDB_TLS=verify\n"
      "DB_TLS_CA=ca\nDB_TLS_CERT=cert\nDB_TLS_KEY=key\nSYNC_OBJECTS=deals, "
      "contacts\nSYNC_INTERVAL_MINUTES=0.5\n"
      "SYNC_BUFFER_MINUTES=0.29\nRATE_LIMIT_REQUESTS=42\nVERIFY_INTERVAL_HOURS=0\nDELETE_MODE=hard\n"
      "STATUS_LISTEN=127.0.0.1:9464\nLOG_LEVEL=debug\nLOG_FORMAT=json\n");
  EXPECT_EQ(s.hubspot_token.Reveal(), "pat-1");
  EXPECT_EQ(s.hubspot_base_url, "http://127.0.0.1:81");
  EXPECT_EQ(s.hubspot_api_version, "v3");
  EXPECT_EQ(s.db_hosts, (std::vector<HostPort>{{"a", 3307}, {"b", 3308}}));
  EXPECT_EQ(s.db_socket, "/run/s");
  EXPECT_EQ(s.db_user, "u");
  ASSERT_TRUE(s.db_password);
  EXPECT_EQ(s.db_password->Reveal(), "p");
  EXPECT_EQ(s.db_name, "n");
  EXPECT_EQ(s.db_tls, Tls::kVerify);
  EXPECT_EQ(s.db_tls_ca, "ca");
  EXPECT_EQ(s.db_tls_cert, "cert");
  EXPECT_EQ(s.db_tls_key, "key");
  EXPECT_EQ(s.sync_objects, (std::vector<std::string>{"deals", "contacts"}));
  EXPECT_EQ(s.sync_interval, std::chrono::seconds(30));
  EXPECT_EQ(s.sync_buffer, Millis(17'400));  // 0.29 * 60000 is a hair less in binary
  EXPECT_EQ(s.rate_limit_requests, 42);
  EXPECT_EQ(s.verify_interval_hours, 0);
  EXPECT_EQ(s.delete_mode, DeleteMode::kHard);
  EXPECT_EQ(s.status_listen, "127.0.0.1:9464");
  EXPECT_EQ(s.log_level, log::Level::kDebug);
  EXPECT_EQ(s.log_format, LogFormat::kJson);
}

TEST_F(ConfigSettings, FlagsBeatEnvironmentBeatsFileBeatsDefault) {
  const std::string file = File("a.env", "DB_NAME=file\nDB_USER=file\nDB_SOCKET=file\n");
  const Settings s = LoadAll({{"DB_NAME", "flag"}}, {{"DB_NAME", "env"}, {"DB_USER", "env"}}, file).settings;
  EXPECT_EQ(s.db_name, "flag");
  EXPECT_EQ(s.db_user, "env");
  EXPECT_EQ(s.db_socket, "file");
  EXPECT_EQ(s.hubspot_api_version, "2026-09");
}

TEST_F(ConfigSettings, ReadDotEnvInTheWorkingDirectory) {
  File(".env", "DB_NAME=here\n");
  EXPECT_EQ(FromEnvironment({}).db_name, "here");
  EXPECT_EQ(LoadAll({}, {}, File("b.env", "DB_NAME=there\n")).settings.db_name, "there");
}

TEST_F(ConfigSettings, RefuseAnEnvFileThatCannotBeRead) {
  const std::string missing = (dir_ / "none.env").string();
  EXPECT_TRUE(Has(ErrorOf([&] { LoadAll({}, {}, missing); }), missing));
  EXPECT_TRUE(Has(ErrorOf([&] { LoadAll({}, {}, dir_.string()); }), "cannot read " + dir_.string()));
  const std::string large = File("large.env", std::string(70'000, '\n'));
  EXPECT_TRUE(Has(ErrorOf([&] { LoadAll({}, {}, large); }), large + " is larger than 64 KiB"));
}

TEST_F(ConfigSettings, TakeTheTokenUnderBothNames) {
  EXPECT_EQ(FromEnvironment({{"HUBSPOT_API_KEY", "k"}}).hubspot_token.Reveal(), "k");
  EXPECT_EQ(FromEnvironment({{"HUBSPOT_ACCESS_TOKEN", "t"}}).hubspot_token.Reveal(), "t");
  EXPECT_EQ(FromFile("HUBSPOT_ACCESS_TOKEN=t\n").hubspot_token.Reveal(), "t");
  // The stronger source wins, whichever name it uses.
  const std::string file = File("b.env", "HUBSPOT_API_KEY=file\n");
  EXPECT_EQ(LoadAll({}, {{"HUBSPOT_ACCESS_TOKEN", "env"}}, file).settings.hubspot_token.Reveal(), "env");
}

TEST_F(ConfigSettings, ReadSecretsFromFiles) {
  const std::string key = File("key", "pat-file\n");
  const std::string password = File("password", " pass word \r\n");
  Settings s = FromEnvironment({{"HUBSPOT_API_KEY_FILE", key}, {"DB_PASSWORD_FILE", password}});
  EXPECT_EQ(s.hubspot_token.Reveal(), "pat-file");
  ASSERT_TRUE(s.db_password);
  EXPECT_EQ(s.db_password->Reveal(), " pass word ");
  s = FromFile("HUBSPOT_ACCESS_TOKEN_FILE=" + key + "\n");
  EXPECT_EQ(s.hubspot_token.Reveal(), "pat-file");
  const std::string bare = File("bare", "pat-bare");
  EXPECT_EQ(FromEnvironment({{"HUBSPOT_API_KEY_FILE", bare}}).hubspot_token.Reveal(), "pat-bare");
  const std::string empty = File("empty", "\n");
  s = FromEnvironment({{"DB_PASSWORD_FILE", empty}});
  ASSERT_TRUE(s.db_password);
  EXPECT_EQ(s.db_password->Reveal(), "");
}

TEST_F(ConfigSettings, RefuseASecretAndItsFileTogether) {
  const std::string key = File("key", "CANARY-1\n");
  const std::string error =
      ErrorOf([&] { FromEnvironment({{"DB_PASSWORD", "CANARY-2"}, {"DB_PASSWORD_FILE", key}}); });
  EXPECT_TRUE(Has(error, "both DB_PASSWORD and DB_PASSWORD_FILE are set")) << error;
  EXPECT_FALSE(Has(error, "CANARY")) << error;
  // In sources of different strength the stronger one counts.
  const std::string file = File("b.env", "DB_PASSWORD=file\n");
  EXPECT_EQ(LoadAll({}, {{"DB_PASSWORD_FILE", key}}, file).settings.db_password->Reveal(), "CANARY-1");
}

TEST_F(ConfigSettings, NameASecretFileThatCannotBeRead) {
  for (const std::string& path : {(dir_ / "none").string(), dir_.string()}) {
    const std::string error = ErrorOf([&] { FromEnvironment({{"HUBSPOT_API_KEY_FILE", path}}); });
    EXPECT_TRUE(Has(error, "HUBSPOT_API_KEY_FILE: cannot read " + path)) << error;
  }
}

TEST_F(ConfigSettings, NameAnUnknownSettingOfTheFile) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"DB_HOTS", "did you mean DB_HOST?"},
      {"HUBSPOT_APIKEY", "did you mean HUBSPOT_API_KEY?"},
      {"HUBSPOT_ACCESS_TOKENS", "did you mean HUBSPOT_ACCESS_TOKEN?"},
      {"db_name", "docs/configuration.md lists all settings"},
      {"DB_NAME_FILE", ""},  // only secrets have files
      {"_FILE", ""},
      {"COLOUR", "docs/configuration.md lists all settings"},
  };
  for (const auto& [name, hint] : cases) {
    const std::string error = ErrorOf([&] { FromFile("DB_USER=u\n" + name + "=CANARY\n"); });
    EXPECT_TRUE(Has(error, "a.env, line 2: unknown setting " + name + " | " + hint)) << error;
    EXPECT_FALSE(Has(error, "CANARY")) << error;
  }
}

TEST_F(ConfigSettings, NameAMalformedValueAndWhatItTakes) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"HUBSPOT_BASE_URL", "http://example.com"},
      {"HUBSPOT_API_VERSION", "v4"},
      {"HUBSPOT_API_VERSION", "2026-9"},
      {"HUBSPOT_API_VERSION", "202-609"},
      {"DB_HOST", "a:99999"},
      {"DB_PORT", "0"},
      {"DB_PORT", "3306x"},
      {"DB_TLS", "on"},
      {"SYNC_OBJECTS", "contacts,,deals"},
      {"SYNC_INTERVAL_MINUTES", "0"},
      {"SYNC_INTERVAL_MINUTES", "15m"},
      {"SYNC_BUFFER_MINUTES", "-1"},
      {"RATE_LIMIT_REQUESTS", "0"},
      {"RATE_LIMIT_REQUESTS", "1.5"},
      {"VERIFY_INTERVAL_HOURS", "-1"},
      {"VERIFY_INTERVAL_HOURS", "never"},
      {"DELETE_MODE", "Soft"},
      {"STATUS_LISTEN", "9464"},
      {"STATUS_LISTEN", ":9464"},
      {"STATUS_LISTEN", "127.0.0.1"},
      {"STATUS_LISTEN", "127.0.0.1:"},
      {"STATUS_LISTEN", "127.0.0.1:99999"},
      {"STATUS_LISTEN", "127.0.0.1:1,127.0.0.1:2"},
      {"LOG_LEVEL", "verbose"},
      {"LOG_FORMAT", "xml"},
  };
  for (const auto& [name, value] : cases) {
    for (const std::string& error :
         {ErrorOf([&] { LoadAll({{name, value}}, {}); }), ErrorOf([&] { FromEnvironment({{name, value}}); }),
          ErrorOf([&] { FromFile(name + "=" + value + "\n"); })}) {
      EXPECT_TRUE(Has(error, name + " is \"")) << error;
      EXPECT_TRUE(Has(error, name == "SYNC_OBJECTS" ? "" : value)) << error;
      EXPECT_TRUE(Has(error, " | " + name + " takes ")) << error;
    }
  }
}

TEST_F(ConfigSettings, TakeAStatusAddressOrOff) {
  EXPECT_EQ(FromEnvironment({{"STATUS_LISTEN", "off"}}).status_listen, "");
  EXPECT_EQ(FromEnvironment({{"STATUS_LISTEN", "[::1]:9464"}}).status_listen, "[::1]:9464");
}

TEST_F(ConfigSettings, ShowNoSecretInAnyError) {
  for (const std::string& token : {std::string("CANARY key"), std::string("CANARY\tkey"),
                                   std::string("CANARY\xC3\xA9"), std::string("CANARY\nkey")}) {
    for (const char* name : {"HUBSPOT_API_KEY", "HUBSPOT_ACCESS_TOKEN"}) {
      const std::string error = ErrorOf([&] { FromEnvironment({{name, token}}); });
      EXPECT_TRUE(Has(error, name)) << error;
      EXPECT_FALSE(Has(error, "CANARY")) << error;
    }
    const std::string key = File("key", token);
    const std::string error = ErrorOf([&] { FromEnvironment({{"HUBSPOT_API_KEY_FILE", key}}); });
    EXPECT_TRUE(Has(error, "HUBSPOT_API_KEY_FILE")) << error;
    EXPECT_FALSE(Has(error, "CANARY")) << error;
  }
  // Errors of other settings, while secrets are set.
  const Values secrets{{"HUBSPOT_API_KEY", "CANARY-1"}, {"DB_PASSWORD", "CANARY-2"}};
  for (const Row& row : Rows()) {
    if (row.secret) {
      continue;
    }
    Values values = secrets;
    values[std::string(row.name)] = "\x01 bad,,";
    try {
      const Settings s = FromEnvironment(values);
      RequireDatabase(s);
    } catch (const Error& e) {
      EXPECT_FALSE(Has(e.what() + e.hint(), "CANARY")) << row.name;
    }
  }
  const std::string error =
      ErrorOf([&] { FromFile("HUBSPOT_API_KEY=CANARY-1\nDB_PASSWORD=CANARY-2\nDB_PASSWORD=CANARY-3\n"); });
  EXPECT_TRUE(Has(error, "DB_PASSWORD was already set")) << error;
  EXPECT_FALSE(Has(error, "CANARY")) << error;
}

TEST_F(ConfigSettings, TakeAnEmptyPasswordForAPassword) {
  Settings s = FromFile("DB_USER=u\nDB_PASSWORD=\n");
  ASSERT_TRUE(s.db_password.has_value());
  EXPECT_TRUE(s.db_password->empty());
  EXPECT_NO_THROW(RequireDatabase(s));
  s = FromEnvironment({{"DB_USER", "u"}, {"DB_PASSWORD", ""}});
  EXPECT_NO_THROW(RequireDatabase(s));
}

TEST_F(ConfigSettings, TakeAnEmptyValueForTheDefault) {
  EXPECT_EQ(FromEnvironment({{"DB_PORT", ""}, {"DB_NAME", ""}}).db_port, 3306);
  EXPECT_EQ(FromFile("DB_NAME=\n").db_name, "cascade_portal");
}

TEST_F(ConfigSettings, NameWhatACommandStillNeeds) {
  const auto needs = [](const Values& v, void (*require)(const Settings&)) {
    return ErrorOf([&] { require(FromEnvironment(v)); });
  };
  EXPECT_TRUE(Has(needs({}, RequireHubSpot), "HUBSPOT_API_KEY is not set"));
  EXPECT_TRUE(Has(needs({{"HUBSPOT_API_KEY", ""}}, RequireHubSpot), "HUBSPOT_API_KEY is not set"));
  EXPECT_TRUE(Has(needs({{"DB_PASSWORD", "p"}}, RequireDatabase), "DB_USER is not set"));
  EXPECT_TRUE(Has(needs({{"DB_USER", "u"}}, RequireDatabase), "DB_PASSWORD is not set"));
  EXPECT_NO_THROW(RequireHubSpot(FromEnvironment({{"HUBSPOT_API_KEY", "k"}})));
  EXPECT_NO_THROW(RequireDatabase(FromEnvironment({{"DB_USER", "u"}, {"DB_SOCKET", "/run/s"}})));
}

TEST_F(ConfigSettings, WatchWhoCanTouchTheFile) {
  const std::string writable = File("w.env", "DB_USER=u\n", 0602);
  EXPECT_TRUE(Has(ErrorOf([&] { LoadAll({}, {}, writable); }), writable + " can be written by everyone"));
  EXPECT_TRUE(LoadAll({}, {}, File("p.env", "DB_USER=u\n", 0600)).warnings.empty());
  EXPECT_TRUE(LoadAll({}, {}, File("n.env", "DB_USER=u\n", 0644)).warnings.empty());
  for (const mode_t mode : {0640, 0604}) {
    const Loaded loaded = LoadAll({}, {}, File("r.env", "DB_PASSWORD=u\n", mode));
    ASSERT_EQ(loaded.warnings.size(), 1U) << std::oct << mode;
    EXPECT_TRUE(Has(loaded.warnings[0], "r.env can be read by other users; chmod 600"));
  }
}

}  // namespace
}  // namespace hm::config
