// `check`: what it says of a set-up that is right, and of each thing that is not.
#include <fmt/format.h>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Check : public SmallAccount {
 protected:
  void SetUp() override {
    Open({"--contacts", "5", "--deals", "5"});
    connector_->Execute("ALTER DATABASE CHARACTER SET utf8mb4");
  }

  // A user with `rights` on the database and nothing else, which logs in over the socket.
  Environment UserWith(const std::string& name, const std::string& rights) const {
    connector_->Execute(fmt::format("CREATE OR REPLACE USER {}@localhost", name));
    if (!rights.empty()) {
      connector_->Execute(fmt::format("GRANT {} ON `{}`.* TO {}@localhost", rights, Pattern(), name));
    }
    return {{"DB_USER", name}};
  }
  // As hubspot-mariadb init prints it: an underscore in a GRANT is a wildcard.
  std::string Pattern() const {
    std::string out = connector_->database();
    for (std::size_t at = out.find('_'); at != std::string::npos; at = out.find('_', at + 2)) {
      out.insert(at, "\\");
    }
    return out;
  }
  std::string Tells(const Environment& env, int exit_code = 0) const {
    const RunResult run = connector_->Run({"check"}, env);
    EXPECT_EQ(run.exit_code, exit_code) << run.out << run.err;
    return run.out;
  }

  static constexpr const char* kEnough =
      "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, CREATE VIEW, DROP";
};

TEST_F(Check, SaysOkOfASetUpThatIsRight) {
  const std::string out = Tells(UserWith("check_enough", kEnough));
  EXPECT_THAT(out,
              AllOf(HasSubstr("ok       database: "), HasSubstr("ok       encryption: none, and none needed"),
                    HasSubstr("ok       max_allowed_packet: 16 MiB"), HasSubstr("ok       character set: "),
                    HasSubstr("ok       database rights: 'check_enough'@'localhost' has all"),
                    HasSubstr("ok       rights for views: "),
                    HasSubstr("ok       tables: none of this program's yet")));
  EXPECT_THAT(out,
              AllOf(HasSubstr("ok       token: a service key or private-app token"),
                    HasSubstr("ok       account: 4321987 ("), HasSubstr("ok       clock: "),
                    HasSubstr("ok       contacts: readable, "), HasSubstr("ok       requests left today: ")));
  EXPECT_THAT(out, AllOf(Not(HasSubstr("warning")), Not(HasSubstr("failure"))));
}

TEST_F(Check, TellsAsJson) {
  const RunResult run = connector_->Run({"check", "--json"}, UserWith("check_json", "SELECT"));
  EXPECT_EQ(run.exit_code, 5);
  const json out = json::parse(run.out);
  EXPECT_EQ(out.at("exit_code"), 5);
  int failures = 0;
  for (const json& finding : out.at("findings")) {
    failures += finding.at("level") == "failure" ? 1 : 0;
  }
  EXPECT_EQ(failures, 1) << run.out;
}

TEST_F(Check, NamesEveryRightThatIsMissing) {
  EXPECT_THAT(
      Tells(UserWith("check_few", "SELECT, INSERT, UPDATE, DELETE"), 5),
      AllOf(HasSubstr("failure  database rights: 'check_few'@'localhost' may not CREATE, ALTER, INDEX in "),
            HasSubstr("[HM3004]\n         -> GRANT CREATE, ALTER, INDEX ON `" + Pattern() + "`.* TO ")));
  EXPECT_THAT(
      Tells(UserWith("check_noviews", "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX")),
      AllOf(HasSubstr("ok       database rights"),
            HasSubstr("warning  rights for views: 'check_noviews'@'localhost' may not CREATE VIEW, DROP")));
}

TEST_F(Check, ARolesRightsCount) {
  const Environment user = UserWith("check_role_user", "");
  connector_->Execute("CREATE OR REPLACE ROLE check_role");
  connector_->Execute(fmt::format("GRANT {} ON `{}`.* TO check_role", kEnough, Pattern()));
  connector_->Execute("GRANT check_role TO check_role_user@localhost");
  connector_->Execute("SET DEFAULT ROLE check_role FOR check_role_user@localhost");
  EXPECT_THAT(Tells(user), HasSubstr("ok       database rights"));
}

TEST_F(Check, NamesRightsBeyondNeed) {
  EXPECT_THAT(Tells({}), HasSubstr("warning  rights beyond need: 'root'@'localhost' also has "));
  const Environment user = UserWith("check_much", "ALL PRIVILEGES");
  EXPECT_THAT(Tells(user), Not(HasSubstr("rights beyond need"))) << "its own database is its own";
  connector_->Execute("GRANT FILE, SUPER ON *.* TO check_much@localhost");
  connector_->Execute("GRANT SELECT ON mysql.* TO check_much@localhost");
  connector_->Execute(
      fmt::format("GRANT SELECT ON `{}`.* TO check_much@localhost WITH GRANT OPTION", Pattern()));
  EXPECT_THAT(Tells(user), AllOf(HasSubstr("also has FILE, SUPER ON *.*; "), HasSubstr("SELECT ON `mysql`"),
                                 HasSubstr("GRANT OPTION ON ")));
}

TEST_F(Check, LooksAtTheDatabasesForViews) {
  const Environment user = UserWith("check_views", kEnough);
  Environment env = user;
  env["DB_VIEWS_NAME"] = "check_views_db";
  EXPECT_THAT(Tells(env), AllOf(HasSubstr("may not CREATE VIEW, DROP, SELECT in check_views_db"),
                                HasSubstr("warning  database for views: check_views_db does not exist"),
                                HasSubstr("CREATE DATABASE `check_views_db`")));
  env["DB_FIVETRAN_NAME"] = "check_fivetran_db";
  EXPECT_THAT(Tells(env), HasSubstr("may not CREATE VIEW, DROP, SELECT in check_fivetran_db"));
  env.erase("DB_FIVETRAN_NAME");
  connector_->Execute("CREATE DATABASE check_views_db");
  connector_->Execute("GRANT CREATE VIEW, DROP, SELECT ON `check\\_views\\_db`.* TO check_views@localhost");
  EXPECT_THAT(Tells(env), AllOf(HasSubstr("ok       rights for views: all that are needed in check_views_db"),
                                Not(HasSubstr("warning"))));
  connector_->Execute("DROP DATABASE check_views_db");
}

TEST_F(Check, TellsOfTablesWriterAndAccount) {
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_THAT(Tells({}), AllOf(HasSubstr("ok       tables: version "), HasSubstr("ok       writer: nobody")));
  {
    const auto run = connector_->Start({"run"});
    ASSERT_TRUE(connector_->Await("SELECT COUNT(*) FROM hubspot_lease WHERE holder IS NOT NULL", "1",
                                  std::chrono::seconds{30}));
    EXPECT_THAT(Tells({}), HasSubstr("ok       writer: held by pid " + std::to_string(run->pid()) + " on "));
  }
  hubspot_->Post("/_sim/settings", {{"portalId", 7}});
  EXPECT_THAT(Tells({}, 2),
              HasSubstr("failure  account: the token belongs to HubSpot account 7, but the tables "));
  connector_->Execute("UPDATE hubspot_meta SET value = '1' WHERE name = 'schema_version'");
  EXPECT_THAT(Tells({}, 2), HasSubstr("ok       tables: version 1; the next sync upgrades them to "));
  connector_->Execute("UPDATE hubspot_meta SET value = '99' WHERE name = 'schema_version'");
  EXPECT_THAT(Tells({}, 5), AllOf(HasSubstr("failure  tables: "), HasSubstr("[HM3011]")));
}

TEST_F(Check, NamesScopesThatAreMissingAndThoseThatWrite) {
  hubspot_->Post(
      "/_sim/settings",
      {{"scopes",
        {"crm.objects.contacts.read", "crm.objects.contacts.write", "crm.schemas.contacts.read", "oauth"}}});
  const std::string out = Tells({}, 3);
  EXPECT_THAT(out, AllOf(HasSubstr("ok       contacts: readable"), HasSubstr("failure  deals: "),
                         HasSubstr("crm.objects.deals.read")));
  EXPECT_THAT(out,
              HasSubstr("warning  scopes beyond need: the token may also write: crm.objects.contacts.write"));
}

TEST_F(Check, TellsATokenThatIsNoServiceKey) {
  Fault({{"match", "access-token-info"}, {"status", 400}, {"times", -1}, {"body", {{"message", "no"}}}});
  EXPECT_THAT(Tells({}),
              AllOf(HasSubstr("ok       token: of an app, neither"), HasSubstr("warning  scopes: ")));
}

TEST_F(Check, WarnsOfATokenThatEndsAfterHalfAnHour) {
  hubspot_->Post("/_sim/settings", {{"oauth", true}});
  EXPECT_THAT(Tells({}),
              AllOf(HasSubstr("warning  token: accepted, but it looks like an OAuth token, which ends"),
                    HasSubstr("make a service key in its place")));
  EXPECT_EQ(Sync().exit_code, 0);
  ExpectEqual();
}

TEST_F(Check, WarnsWhenTheDaysRequestsAreNearlyUsedUp) {
  hubspot_->Post("/_sim/settings", {{"noLimits", false}, {"dailyLimit", 1000}, {"dailyUsed", 950}});
  EXPECT_THAT(Tells({}), HasSubstr("warning  requests left today: "));
}

TEST_F(Check, WarnsOfACharacterSetAndASmallPacket) {
  MariadbServer server({"--character-set-server=latin1", "--max-allowed-packet=1M"});
  Open({"--contacts", "1", "--deals", "1"}, server);
  EXPECT_THAT(Tells({}), AllOf(HasSubstr("warning  character set: latin1"), HasSubstr("ALTER DATABASE"),
                               HasSubstr("warning  max_allowed_packet: 1048576 bytes")));
}

TEST_F(Check, TellsWhenTheDatabaseIsOutOfReachAndGoesOn) {
  EXPECT_THAT(Tells({{"DB_SOCKET", "/nowhere/db.sock"}}, 5),
              AllOf(HasSubstr("failure  database: "), HasSubstr("ok       contacts: readable")));
}

TEST_F(Check, NamesWhatIsMisspeltInHistoryAndPromote) {
  const std::string out =
      Tells({{"HISTORY", "deals,contcts,cars"}, {"PROMOTE", "deals.amont,deals.closedate,deels.amount"}});
  EXPECT_THAT(out, AllOf(HasSubstr("warning  HISTORY: \"contcts\" is no object with records\n"
                                   "         -> did you mean contacts?"),
                         HasSubstr("warning  PROMOTE: deals has no property \"amont\"\n"
                                   "         -> did you mean amount?"),
                         HasSubstr("warning  PROMOTE: \"deels\" is no object")));
  EXPECT_THAT(out, AllOf(Not(HasSubstr("closedate")), Not(HasSubstr("\"cars\""))));
  EXPECT_THAT(Tells({{"HISTORY", "all"}, {"PROMOTE", "deals.amount"}}), Not(HasSubstr("warning  HISTORY")));
}

}  // namespace
}  // namespace hm::test
