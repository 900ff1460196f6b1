// `run`, `status`, `check`, pipelines and the rate limit, by the real binary.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

#include "mariadb/transaction.h"
#include "support/connector.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Run, SyncsOnItsScheduleAndStopsCleanly) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "150", "--deals", "50", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  const auto run = connector.Start({"run"}, {{"SYNC_INTERVAL_MINUTES", "0.02"}});
  ASSERT_TRUE(connector.Await("SELECT COUNT(*) FROM sync_state WHERE status = 'success'", "3",
                              std::chrono::seconds{30}));
  hubspot.Post("/_sim/records", {{"object", "contacts"}, {"properties", {{"email", "fresh@example.com"}}}});
  EXPECT_TRUE(connector.Await("SELECT COUNT(*) FROM hubspot_contacts WHERE email = 'fresh@example.com'", "1",
                              std::chrono::seconds{20}));
  run->Signal(SIGTERM);
  EXPECT_EQ(run->Wait(std::chrono::seconds{5}), 0) << run->Err();
  EXPECT_EQ(connector.Value("SELECT COUNT(*) FROM sync_state WHERE status = 'running'"), "0");
}

TEST(Run, AHangingHubSpotDoesNotDelayTheStop) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "150", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  hubspot.Post("/_sim/faults", {{"match", "/crm/objects"}, {"times", -1}, {"kind", "hang"}});
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  const auto run = connector.Start({"run"});
  ASSERT_TRUE(connector.Await("SELECT status FROM sync_state WHERE object_type = 'pipelines'", "success",
                              std::chrono::seconds{30}));
  run->Signal(SIGINT);
  EXPECT_EQ(run->Wait(std::chrono::seconds{5}), 0) << run->Err();
}

TEST(Run, ABrokenConfigurationOnReloadIsRefusedAndTheOldOneStays) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "50", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  const std::string env_file = testing::TempDir() + "/reload-" + connector.database() + ".env";
  std::ofstream(env_file) << "SYNC_BUFFER_MINUTES=5\n";
  std::filesystem::permissions(env_file,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  const auto run = connector.Start({"run", "--env-file", env_file});
  ASSERT_TRUE(connector.Await("SELECT COUNT(*) FROM sync_state WHERE status = 'success'", "3",
                              std::chrono::seconds{30}));
  std::ofstream(env_file) << "SYNC_BUFFER_MINUTES=soon\n";
  run->Signal(SIGHUP);
  while (run->Running() && run->Err().find("the old one stays") == std::string::npos) {
    connector.Value("SELECT 1");
  }
  EXPECT_TRUE(run->Running());
  run->Signal(SIGTERM);
  EXPECT_EQ(run->Wait(std::chrono::seconds{5}), 0);
  EXPECT_THAT(run->Err(), AllOf(HasSubstr("SYNC_BUFFER_MINUTES is"), HasSubstr("not valid [HM1001]"),
                                HasSubstr("SYNC_BUFFER_MINUTES takes")));
  std::filesystem::remove(env_file);
}

class SignalledAtWork : public testing::TestWithParam<bool> {};

// The first signal waits for a transaction in hand, for some seconds at most; a second one does not.
TEST_P(SignalledAtWork, EndsInTimeAndASecondSignalEndsItAtOnce) {
  const bool twice = GetParam();
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "50", "--deals", "5", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  mariadb::Connection holder(connector.options());
  std::optional<mariadb::Transaction> hold(std::in_place, holder);
  hold->Execute("UPDATE sync_state SET updated_at = updated_at WHERE object_type = 'contacts'");
  const auto sync = connector.Start({"sync", "--objects", "contacts"});
  ASSERT_TRUE(connector.Await(
      fmt::format("SELECT COUNT(*) > 0 FROM information_schema.processlist WHERE db = '{}' AND time_ms > 300 "
                  "AND info LIKE 'INSERT INTO sync_state%'",
                  connector.database()),
      "1", std::chrono::seconds{30}))
      << sync->Err();
  sync->Signal(SIGINT);
  if (twice) sync->Signal(SIGTERM);  // two of one kind at once would be one
  EXPECT_EQ(sync->Wait(std::chrono::seconds{20}), twice ? 128 + SIGTERM : 1) << sync->Err();
  EXPECT_EQ(sync->Err().find("did not end in time") != std::string::npos, !twice);
}
INSTANTIATE_TEST_SUITE_P(By, SignalledAtWork, testing::Values(true, false));

TEST(CompleteUntil, NeverGoesBackWithHubSpotsClock) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "5", "--deals", "5", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  const std::string moments = "SELECT GROUP_CONCAT(last_sync_timestamp ORDER BY id) FROM sync_state";
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  const std::string before = connector.Value(moments);
  hubspot.Post("/_sim/settings", {{"dateOffsetMs", -60'000}});
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  EXPECT_EQ(connector.Value(moments), before);
  hubspot.Post("/_sim/settings", {{"dateOffsetMs", -2'000}});
  ASSERT_EQ(connector.Run({"sync", "--full"}).exit_code, 0);
  EXPECT_EQ(connector.Value(moments), before) << "after a full sync";
}

TEST(Pipelines, F_S17_EditsArriveAndVanishedOnesBecomeInactive) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "5", "--deals", "5", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  const json pipelines = json::parse(hubspot.Api("/crm/pipelines/2026-09/deals").body).at("results");
  for (const json& pipeline : pipelines) {
    const std::string id = pipeline.at("id");
    EXPECT_EQ(connector.Value("SELECT label FROM hubspot_deal_pipelines WHERE id = '" + id + "'"),
              pipeline.at("label"));
    for (const json& stage : pipeline.at("stages")) {
      const std::string where = " FROM hubspot_deal_stages WHERE pipeline_id = '" + id + "' AND id = '" +
                                stage.at("id").get<std::string>() + "'";
      EXPECT_EQ(connector.Value("SELECT label" + where), stage.at("label"));
      EXPECT_EQ(connector.Value("SELECT is_closed" + where),
                stage.at("metadata").at("isClosed") == "true" ? "1" : "0");
      EXPECT_EQ(connector.Value("SELECT probability = " +
                                stage.at("metadata").at("probability").get<std::string>() + where),
                "1");
      EXPECT_EQ(json::parse(connector.Value("SELECT metadata_json" + where)), stage.at("metadata"));
    }
  }
  const std::string gone = pipelines.back().at("id");
  hubspot.Post("/_sim/pipelines", {{"object", "deals"}, {"delete", gone}});
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  EXPECT_EQ(connector.Value("SELECT active FROM hubspot_deal_pipelines WHERE id = '" + gone + "'"), "0");
  EXPECT_EQ(connector.Value("SELECT MAX(active) FROM hubspot_deal_stages WHERE pipeline_id = '" + gone + "'"),
            "0");
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  EXPECT_EQ(connector.Value("SELECT records_synced FROM sync_state WHERE object_type = 'pipelines'"), "0");
}

TEST(RateLimit, IsNeverExceededInAnyTenSeconds) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "2500", "--deals", "500"});
  const Connector connector(hubspot, SharedServer());
  EXPECT_EQ(connector.Run({"sync"}, {{"RATE_LIMIT_REQUESTS", "20"}}).exit_code, 0);
  const json counters = hubspot.Counters();
  EXPECT_LE(counters.at("maxPer10s"), 20);
  EXPECT_LE(counters.at("maxSearchPerSecond"), 5);
  EXPECT_EQ(counters.at("refused429"), 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

TEST(RateLimit, IsSharedWithTheProcessBefore) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "1200", "--deals", "0", "--rate-limit", "30"});
  const Connector connector(hubspot, SharedServer());
  EXPECT_EQ(connector.Run({"sync", "--objects", "contacts"}).exit_code, 0);
  EXPECT_EQ(connector.Run({"verify", "--objects", "contacts"}).exit_code, 0);
  EXPECT_GT(hubspot.Counters().at("total"), 30);
  EXPECT_EQ(hubspot.Counters().at("refused429"), 0);
}

TEST(Status, TellsStateRowsAndCompletenessAsTextAndJson) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "150", "--deals", "50", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  const RunResult before = connector.Run({"status"});
  EXPECT_EQ(before.exit_code, 5);
  EXPECT_THAT(before.err, HasSubstr("hubspot-mariadb sync"));
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  EXPECT_THAT(connector.Run({"status"}).out,
              AllOf(HasSubstr("contacts"), HasSubstr("success"), HasSubstr("150")));
  const json status = json::parse(connector.Run({"status", "--json"}).out);
  EXPECT_EQ(status.at("objects").at(0).at("object"), "contacts");
  EXPECT_EQ(status.at("objects").at(0).at("rows"), 150);
  EXPECT_EQ(std::to_string(status.at("objects").at(0).at("complete_until_ms").get<std::int64_t>()),
            connector.Value("SELECT last_sync_timestamp FROM sync_state WHERE object_type = 'contacts'"));
}

}  // namespace
}  // namespace hm::test
