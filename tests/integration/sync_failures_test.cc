// What goes wrong says what, where, why and what to do, and loses nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "support/connector.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Failures : public testing::Test {
 protected:
  const Simulator hubspot_{BinaryDir(),
                           {"--profile", "small", "--contacts", "250", "--deals", "120", "--no-limits"}};
  const Connector connector_{hubspot_, SharedServer()};
};

TEST_F(Failures, AWrongTokenEndsWithThreeAndIsNotShown) {
  const RunResult run = connector_.Run({"sync"}, {{"HUBSPOT_API_KEY", "pat-na1-canary-token"}});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.err, AllOf(HasSubstr("does not know this token"), HasSubstr("HUBSPOT_API_KEY"),
                             Not(HasSubstr("canary"))));
}

TEST_F(Failures, F_H3_AMissingScopeStopsThatObjectOnly) {
  hubspot_.Post("/_sim/settings",
                {{"scopes", {"crm.objects.contacts.read", "crm.schemas.contacts.read", "oauth"}}});
  const RunResult run = connector_.Run({"sync", "--objects", "contacts,deals"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
  EXPECT_EQ(connector_.Value("SELECT status FROM sync_state WHERE object_type = 'deals'"), "failed");
  EXPECT_THAT(connector_.Value("SELECT error_message FROM sync_state WHERE object_type = 'deals'"),
              HasSubstr("crm.objects.deals.read"));
}

TEST_F(Failures, NoScopeAtAllEndsWithThree) {
  hubspot_.Post("/_sim/settings", {{"scopes", {"oauth"}}});
  EXPECT_EQ(connector_.Run({"sync"}).exit_code, 3);
}

TEST_F(Failures, PassingFaultsOfEveryKindAreOutlived) {
  const json faults[] = {{{"kind", "reset"}},   {{"kind", "cut"}},      {{"kind", "cutgzip"}},
                         {{"kind", "badjson"}}, {{"kind", "empty200"}}, {{"status", 502}},
                         {{"status", 423}},     {{"kind", "redirect"}}};
  for (json fault : faults) {
    for (const char* match : {"/contacts", "/deals"}) {
      fault["match"] = match;
      fault["nth"] = 2;
      hubspot_.Post("/_sim/faults", fault);
    }
    const RunResult run = connector_.Run({"sync", "--full"});
    EXPECT_EQ(run.exit_code, 0) << fault << run.err;
    hubspot_.Delete("/_sim/faults");
    EXPECT_THAT(connector_.Differences("contacts"), IsEmpty()) << fault;
    EXPECT_THAT(connector_.Differences("deals"), IsEmpty()) << fault;
    connector_.Execute("DELETE FROM hubspot_contacts");
  }
}

TEST_F(Failures, F_H9_RetryAfterIsObeyed) {
  hubspot_.Post("/_sim/faults", {{"match", "GET /crm/objects"},
                                 {"nth", 1},
                                 {"status", 429},
                                 {"body", {{"status", "error"}, {"policyName", "TEN_SECONDLY_ROLLING"}}},
                                 {"headers", {{"Retry-After", "2"}}}});
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(connector_.Run({"sync"}).exit_code, 0);
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});
}

TEST_F(Failures, F_S19_AnotherAccountsTokenIsRefusedBeforeAnythingIsWritten) {
  ASSERT_EQ(connector_.Run({"sync"}).exit_code, 0);
  hubspot_.Post("/_sim/settings", {{"portalId", 99}});
  const RunResult run = connector_.Run({"sync"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, AllOf(HasSubstr("account 99"), HasSubstr("4321987")));
}

TEST_F(Failures, AnEmptyListOfPipelinesIsNotBelieved) {
  ASSERT_EQ(connector_.Run({"sync"}).exit_code, 0);
  hubspot_.Post("/_sim/pipelines", {{"object", "deals"}, {"replace", json::array()}});
  EXPECT_EQ(connector_.Run({"sync"}).exit_code, 1);
  EXPECT_EQ(connector_.Value("SELECT COUNT(*) FROM hubspot_deal_pipelines WHERE active = 1"), "2");
}

TEST_F(Failures, DatabaseErrorsEndWithFive) {
  const RunResult down = connector_.Run({"sync"}, {{"DB_SOCKET", "/nowhere/db.sock"}});
  EXPECT_EQ(down.exit_code, 5);
  EXPECT_THAT(down.err, HasSubstr("/nowhere/db.sock"));
  const RunResult missing = connector_.Run({"sync"}, {{"DB_NAME", "not_there"}});
  EXPECT_EQ(missing.exit_code, 5);
  EXPECT_THAT(missing.err, HasSubstr("CREATE DATABASE"));
}

TEST_F(Failures, MissingRightsPrintTheGrant) {
  connector_.Execute("CREATE USER IF NOT EXISTS 'weak'@'localhost' IDENTIFIED BY 'canary-password'");
  connector_.Execute("GRANT SELECT ON " + connector_.database() + ".* TO 'weak'@'localhost'");
  const RunResult run = connector_.Run({"sync"}, {{"DB_USER", "weak"}, {"DB_PASSWORD", "canary-password"}});
  EXPECT_EQ(run.exit_code, 5);
  EXPECT_THAT(run.err, AllOf(HasSubstr("GRANT"), HasSubstr("weak"), Not(HasSubstr("canary-password"))));
}

TEST_F(Failures, BadSettingsEndWithTwo) {
  EXPECT_EQ(connector_.Run({"sync"}, {{"SYNC_INTERVAL_MINUTES", "soon"}}).exit_code, 2);
  EXPECT_EQ(connector_.Run({"sync", "--objects", "unicorns"}).exit_code, 2);
  EXPECT_EQ(connector_.Run({"fly"}).exit_code, 2);
  EXPECT_EQ(connector_.Run({"sync", "--env-file", "/nowhere/.env"}).exit_code, 2);
  EXPECT_EQ(connector_.Run({"--help"}).exit_code, 0);
}

TEST(DatabaseFailures, ATooOldServerIsRefusedBeforeAnythingIsWritten) {
  MariadbServer server;
  const Simulator hubspot(BinaryDir(), {"--profile", "small"});
  const Connector connector(hubspot, server);
  const std::pair<const char*, const char*> refused[] = {
      {"5.5.60-MariaDB", "MariaDB 10.5"}, {"10.4.99-MariaDB", "MariaDB 10.5"}, {"5.6.51", "MySQL 5.7"}};
  for (const auto& [version, oldest] : refused) {
    server.Stop();
    server.Start({std::string("--version=") + version});
    for (const char* command : {"sync", "migrate", "check"}) {
      const RunResult run = connector.Run({command});
      EXPECT_EQ(run.exit_code, 5) << version << ' ' << command;
      EXPECT_THAT(run.out + run.err,
                  AllOf(HasSubstr(version), HasSubstr(oldest), HasSubstr("upgrade the server")))
          << command;
    }
  }
  server.Stop();
  server.Start();
  EXPECT_EQ(connector.Value("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"),
            "0");
}

TEST(DatabaseFailures, F_D2_ADatabaseThatDiesInTheMiddleIsWaitedFor) {
  MariadbServer server;
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "3000", "--no-limits", "--latency-ms", "40"});
  const Connector connector(hubspot, server);
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  const auto sync = connector.Start({"sync", "--objects", "contacts"});
  ASSERT_TRUE(connector.Await("SELECT COUNT(*) >= 300 FROM hubspot_contacts", "1", std::chrono::seconds{30}));
  server.Kill9();
  server.Start();
  EXPECT_EQ(sync->Wait(std::chrono::seconds{120}), 0) << sync->Err();
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

}  // namespace
}  // namespace hm::test
