// Wrong set-ups, each with the words that it meets: wrong_setups.golden. Cause and cure in at most three
// lines. After a change run `HM_UPDATE_DOCS=1 integration_tests --gtest_filter='WrongSetups.*'` once, and
// read the difference.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/connector.h"
#include "support/golden_words.h"
#include "support/process.h"

namespace hm::test {
namespace {

class WrongSetups : public testing::Test {
 protected:
  struct Setup {
    const char* name;
    std::vector<std::string> args;
    Environment env;
    int exit_code;
  };

  WrongSetups() {
    char name[] = "/tmp/hm-wrong-XXXXXX";
    dir_ = mkdtemp(name);
    File("unknown.env", "DB_PASWORD=x\n", 0600);
    File("broken.env", "DB_USER\n", 0600);
    File("open.env", "DB_USER=x\n", 0602);
    mariadb::Connection root(SharedServer().OptionsFor(""));
    root.Execute("CREATE OR REPLACE USER wrong_setup IDENTIFIED BY 'right'");
    root.Execute("CREATE OR REPLACE USER reads_only IDENTIFIED BY 'right'");
    root.Execute(fmt::format("GRANT SELECT ON {}.* TO reads_only", connector_.database()));
    root.Execute(fmt::format("ALTER DATABASE {} CHARACTER SET utf8mb4", connector_.database()));
    root.Execute("CREATE OR REPLACE USER right_setup@localhost");
    root.Execute(fmt::format("GRANT ALL ON {}.* TO right_setup@localhost", connector_.database()));
  }
  ~WrongSetups() override { std::filesystem::remove_all(dir_); }

  void File(const std::string& name, const std::string& text, mode_t mode) const {
    const std::string path = dir_ + "/" + name;
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
  }
  std::string EnvFile(const std::string& name) const { return dir_ + "/" + name; }

  std::string Met(const Setup& setup) const {
    Environment env = setup.env;
    env.emplace("LOG_FORMAT", "json");
    return MetWords(
        setup.name, connector_.Run(setup.args, env), setup.exit_code,
        {{dir_, "DIR"}, {connector_.database(), "DATABASE"}, {SharedServer().socket(), "SOCKET"}});
  }

  const Simulator hubspot_{BinaryDir(),
                           {"--profile", "small", "--contacts", "5", "--deals", "2", "--no-limits"}};
  const Connector connector_{hubspot_, SharedServer()};
  std::string dir_;
};

TEST_F(WrongSetups, EachNamesCauseAndCure) {
  const std::string port = std::to_string(SharedServer().port());
  const auto over_tcp = [&](Environment more) {
    Environment env{{"DB_SOCKET", ""}, {"DB_HOST", "127.0.0.1"}, {"DB_PORT", port}, {"DB_PASSWORD", ""}};
    for (const auto& [name, value] : more) env[name] = value;
    return env;
  };
  const std::vector<Setup> plain{
      {"unknown command", {"snyc"}, {}, 2},
      {"unknown flag", {"sync", "--objekts", "deals"}, {}, 2},
      {"a secret as a flag", {"sync", "--hubspot-api-key=pat-na1-secret"}, {}, 2},
      {"a token in a command's place", {"pat-na1-00000000-1111-2222-3333-444444444444"}, {}, 2},
      {"an argument too many", {"migrate", "deals"}, {}, 2},
      {"a flag's value that it does not take", {"completion", "tcsh"}, {}, 2},
      {"no command", {}, {}, 2},
      {"mistyped setting in .env", {"check", "--env-file", EnvFile("unknown.env")}, {}, 2},
      {"line of .env without =", {"check", "--env-file", EnvFile("broken.env")}, {}, 2},
      {".env that everyone can write", {"check", "--env-file", EnvFile("open.env")}, {}, 2},
      {"no such .env", {"check", "--env-file", EnvFile("absent.env")}, {}, 2},
      {"no token", {"check"}, {{"HUBSPOT_API_KEY", ""}}, 2},
      {"token with a blank", {"check"}, {{"HUBSPOT_API_KEY", "pat-na1 x"}}, 2},
      {"token given twice", {"check"}, {{"HUBSPOT_API_KEY_FILE", "/dev/null"}}, 2},
      {"no such secret file", {"check"}, {{"DB_PASSWORD_FILE", EnvFile("absent")}}, 2},
      {"letters in a port", {"check"}, {{"DB_PORT", "33o6"}}, 2},
      {"unknown TLS mode", {"check"}, {{"DB_TLS", "on"}}, 2},
      {"plain http to another host", {"check"}, {{"HUBSPOT_BASE_URL", "http://api.hubapi.com"}}, 2},
      {"unknown API version", {"check"}, {{"HUBSPOT_API_VERSION", "4"}}, 2},
      {"no database user", {"migrate"}, {{"DB_USER", ""}}, 2},
      {"init without a terminal", {"init"}, {}, 2},
      {"no such socket", {"migrate"}, {{"DB_SOCKET", "/run/absent.sock"}}, 5},
      {"no database server there", {"migrate"}, over_tcp({{"DB_PORT", "1"}}), 5},
      {"no such host", {"migrate"}, over_tcp({{"DB_HOST", "absent.invalid"}}), 5},
      {"wrong password", {"migrate"}, over_tcp({{"DB_USER", "wrong_setup"}, {"DB_PASSWORD", "wrong"}}), 5},
      {"no rights in the database",
       {"migrate"},
       over_tcp({{"DB_USER", "wrong_setup"}, {"DB_PASSWORD", "right"}}),
       5},
      {"rights to read only",
       {"migrate"},
       over_tcp({{"DB_USER", "reads_only"}, {"DB_PASSWORD", "right"}}),
       5},
      {"no such database", {"migrate"}, {{"DB_NAME", "absent"}}, 5},
      {"TLS asked of a server without", {"migrate"}, over_tcp({{"DB_TLS", "required"}}), 5},
      {"no tables yet", {"status"}, {}, 5},
      {"mistyped token", {"check"}, {{"HUBSPOT_API_KEY", "pat-na1-mistyped"}, {"DB_USER", "right_setup"}}, 3},
      {"HubSpot out of reach",
       {"check"},
       {{"HUBSPOT_BASE_URL", "http://127.0.0.1:1"}, {"DB_USER", "right_setup"}},
       1},
  };
  std::string met;
  for (const Setup& setup : plain) {
    met += Met(setup);
  }
  connector_.Execute("CREATE VIEW hubspot_contacts AS SELECT 1");
  met += Met({"a view in a table's place", {"migrate"}, {}, 5});
  connector_.Execute("DROP VIEW hubspot_contacts");
  connector_.Execute("CREATE TABLE hubspot_meta (name VARCHAR(100) PRIMARY KEY, value TEXT)");
  connector_.Execute("INSERT INTO hubspot_meta VALUES ('schema_version', '99')");
  met += Met({"tables of a newer version", {"migrate"}, {}, 5});
  ExpectGolden("wrong_setups.golden", met);
}

}  // namespace
}  // namespace hm::test
