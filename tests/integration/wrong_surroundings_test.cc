// Settings that are right, in surroundings that are not: what HubSpot, the database or another connector does
// is named with its cure in at most three lines, wrong_surroundings_*.golden. After a change run
// `HM_UPDATE_DOCS=1 integration_tests --gtest_filter='WrongSurroundings.*'` once, and read the difference.
#include <fmt/format.h>
#include <stdlib.h>

#include <filesystem>

#include "support/account.h"
#include "support/golden_words.h"
#include "support/loopback.h"
#include "support/statement_proxy.h"

namespace hm::test {
namespace {

class WrongSurroundings : public SmallAccount {
 protected:
  // What one command meets.
  void Meets(const char* name, int exit_code, const std::vector<std::string>& args, Environment env = {}) {
    env.emplace("LOG_FORMAT", "json");
    env.emplace("DB_USER", kUser);
    met_ += MetWords(name, connector_->Run(args, env), exit_code,
                     {{connector_->database(), "DATABASE"}, {socket_, "SOCKET"}});
  }
  // While HubSpot has this fault or setting.
  void MeetsFault(const char* name, int exit_code, nlohmann::json rule,
                  const std::vector<std::string>& args) {
    rule["times"] = -1;
    Fault(rule);
    Meets(name, exit_code, args);
    Heal();
  }
  void MeetsSetting(const char* name, int exit_code, const nlohmann::json& setting,
                    const std::vector<std::string>& args) {
    nlohmann::json before;
    for (const auto& [key, value] : setting.items()) {
      before[key] = hubspot_->Get("/_sim/settings").at(key);
    }
    hubspot_->Post("/_sim/settings", setting);
    Meets(name, exit_code, args);
    hubspot_->Post("/_sim/settings", before);
  }
  // A user with rights that are just enough, over the socket.
  void MakeUser(const std::string& server_socket) {
    socket_ = server_socket;
    connector_->Execute("ALTER DATABASE CHARACTER SET utf8mb4");
    connector_->Execute(fmt::format("CREATE OR REPLACE USER {}@localhost", kUser));
    connector_->Execute(fmt::format("GRANT ALL ON {}.* TO {}@localhost", connector_->database(), kUser));
  }

  static constexpr const char* kUser = "surrounded";
  std::string socket_;
  std::string met_;
};

TEST_F(WrongSurroundings, OfHubSpot) {
  Load({"--contacts", "250", "--deals", "5"});
  MakeUser(SharedServer().socket());
  MeetsFault("token revoked", 3,
             {{"match", "account-info"},
              {"status", 401},
              {"body", {{"message", "The token was revoked"}, {"category", "INVALID_AUTHENTICATION"}}}},
             {"check"});
  MeetsSetting("another account's token", 2, {{"portalId", 7}}, {"sync"});
  const nlohmann::json contacts_only{
      {"scopes", {"crm.objects.contacts.read", "crm.schemas.contacts.read", "oauth"}}};
  MeetsSetting("no scope for an object", 1, contacts_only, {"sync", "--objects", "contacts,deals"});
  MeetsSetting("no scope for any object", 3, contacts_only, {"sync", "--objects", "deals,pipelines"});
  MeetsSetting("misspelt object, and no scope to look it up", 3, contacts_only,
               {"sync", "--objects", "contcts"});
  Meets("misspelt object", 2, {"sync", "--objects", "contcts"});
  Meets("misspelt object of a history", 2, {"sync"}, {{"HISTORY", "pipelines"}});
  Meets("misspelt object of a view", 2, {"views", "sql", "contcts"});
  MeetsSetting("requests of the day used up", 1,
               {{"noLimits", false}, {"dailyLimit", 100'000}, {"dailyUsed", 100'000}}, {"check"});
  MeetsFault("HubSpot is down", 1, {{"match", "account-info"}, {"status", 503}}, {"check"});
  MeetsFault("a proxy's page", 1,
             {{"match", "account-info"}, {"status", 200}, {"body", "<p>"}, {"contentType", "text/html"}},
             {"check"});
  MeetsFault("a hotel's login", 1,
             {{"match", "account-info"}, {"kind", "redirect"}, {"location", "http://login.test/"}},
             {"check"});
  MeetsFault("a request that HubSpot does not take", 1,
             {{"route", "properties/contacts"},
              {"status", 400},
              {"body", {{"message", "no"}, {"category", "VALIDATION_ERROR"}}}},
             {"check"});
  MeetsFault(
      "no properties", 1,
      {{"route", "properties/contacts"}, {"status", 200}, {"body", {{"results", nlohmann::json::array()}}}},
      {"sync", "--objects", "contacts"});
  MeetsSetting("a clock that is an hour late", 0, {{"dateOffsetMs", 3'600'000}}, {"check"});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 200}});
  Meets("most records gone", 1, {"sync", "--objects", "contacts"});
  Meets("verify of what was never synced", 1, {"verify", "--objects", "companies"});
  ExpectGolden("wrong_surroundings_hubspot.golden", met_);
}

TEST_F(WrongSurroundings, OfTheMachine) {
  Load({"--contacts", "5", "--deals", "5"});
  MakeUser(SharedServer().socket());
  Meets("a port that is taken", 2, {"run"}, {{"STATUS_LISTEN", hubspot_->url().substr(7)}});
  Meets("an address of another machine", 2, {"run"}, {{"STATUS_LISTEN", "192.0.2.1:9464"}});
  {
    const auto first = connector_->Start({"run"});
    ASSERT_TRUE(connector_->Await("SELECT COUNT(*) FROM hubspot_lease WHERE holder IS NOT NULL", "1",
                                  std::chrono::seconds{30}));
    Meets("a second connector", 5, {"sync"});
  }
  ExpectGolden("wrong_surroundings_machine.golden", met_);
}

TEST_F(WrongSurroundings, OfTheDatabase) {
  MariadbServer server({"--max-allowed-packet=1M"});
  Load({"--contacts", "5", "--deals", "5"}, server);
  MakeUser(server.socket());
  {
    const MariadbServer old({"--version=10.4.34-MariaDB"});
    socket_ = old.socket();
    Meets("a server that is too old", 5, {"check"},
          {{"DB_SOCKET", socket_}, {"DB_USER", "root"}, {"DB_NAME", "mysql"}});
    socket_ = server.socket();
  }
  Meets("a small packet", 0, {"check"});
  connector_->Execute("SET GLOBAL max_allowed_packet = 67108864");
  connector_->Execute("ALTER DATABASE CHARACTER SET latin1");
  Meets("latin1", 0, {"check"});
  connector_->Execute("ALTER DATABASE CHARACTER SET utf8mb4");
  connector_->Execute("SET GLOBAL read_only = 1");
  Meets("a replica, or a failover", 5, {"sync"});
  Meets("the same to check", 5, {"check"});
  connector_->Execute("SET GLOBAL read_only = 0");
  connector_->Execute(fmt::format("ALTER USER {}@localhost WITH MAX_USER_CONNECTIONS 1", kUser));
  {
    mariadb::ConnectionOptions options = connector_->options();
    options.user = kUser;
    const mariadb::Connection other(options);
    Meets("no connection left", 5, {"migrate"});
  }
  connector_->Execute(fmt::format("ALTER USER {}@localhost WITH MAX_USER_CONNECTIONS 0", kUser));
  connector_->Execute(fmt::format("REVOKE UPDATE ON {}.* FROM {}@localhost", connector_->database(), kUser));
  Meets("a right that was taken away", 5, {"sync"});
  connector_->Execute(fmt::format("GRANT UPDATE ON {}.* TO {}@localhost", connector_->database(), kUser));
  const auto refuses = [&](const char* name, std::uint16_t code, const std::string& words) {
    StatementProxy proxy(server.port());
    const std::string error = fmt::format("\xff{}{}#HY000{}", static_cast<char>(code & 0xffU),
                                          static_cast<char>(code >> 8U), words);
    proxy.Arm(1, Meddling::kAnswer, "hubspot_meta",
              fmt::format("{}{}{}\x01", static_cast<char>(error.size()), '\0', '\0') + error);
    Meets(name, 5, {"migrate"},
          {{"DB_SOCKET", ""},
           {"DB_HOST", "127.0.0.1"},
           {"DB_PORT", std::to_string(proxy.port())},
           {"DB_TLS", "off"},
           {"DB_USER", "root"},
           {"DB_PASSWORD", ""}});
  };
  refuses("a full disk", 1021, "Disk full (/tmp/#sql); waiting for someone to free some space...");
  refuses("a Galera node that is cut off", 1047, "WSREP has not yet prepared node for application use");
  ExpectGolden("wrong_surroundings_database.golden", met_);
}

}  // namespace
}  // namespace hm::test
