// `run` compares by itself: on its rhythm, from where it was stopped, and without believing everything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "support/account.h"
#include "sync/verify/verify_object.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::seconds kSoon{30};

class BackgroundVerify : public SmallAccount {
 protected:
  std::unique_ptr<Process> Run(const std::string& hours, const std::string& minutes = "60") const {
    return connector_->Start(
        {"run"},
        {{"VERIFY_INTERVAL_HOURS", hours}, {"SYNC_INTERVAL_MINUTES", minutes}, {"SYNC_OBJECTS", "contacts"}});
  }
  std::string Details() const {
    return Value(
        "SELECT details FROM hubspot_sync_passes WHERE pass = 'verify' AND object_type = 'contacts'");
  }
  bool AwaitRows(const std::string& condition, const std::string& count) const {
    return connector_->Await("SELECT COUNT(*) FROM " + condition, count, kSoon);
  }
  // Until a comparison that began after this call came to its end.
  bool AwaitComparison() const {
    const std::string now =
        Value("SELECT IFNULL(MAX(finished_ms), 0) FROM hubspot_sync_passes WHERE pass = 'verify'");
    return AwaitRows("hubspot_sync_passes WHERE pass = 'verify' AND started_ms > " + now, "1");
  }
  void StopCleanly(Process& run) const {
    run.Signal(SIGTERM);
    EXPECT_EQ(run.Wait(std::chrono::seconds{5}), 0) << run.Err();
  }
};

TEST_F(BackgroundVerify, FindsAndMendsWhatNoSyncSees) {
  Load();
  const std::string erased = AnId("contacts", 3);
  const std::string silent = AnId("contacts", 200);
  const auto run = Run("0.0003");
  ASSERT_TRUE(AwaitComparison());
  hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", erased}});
  hubspot_->Post("/_sim/records", {{"object", "contacts"},
                                   {"id", silent},
                                   {"properties", {{"jobtitle", "moved in silence"}}},
                                   {"keepLastModified", true}});
  EXPECT_TRUE(AwaitRows("hubspot_contacts WHERE id = '" + erased + "'", "0"));
  EXPECT_TRUE(AwaitRows(
      "hubspot_contacts WHERE JSON_VALUE(properties_json, '$.jobtitle') = 'moved in silence'", "1"));
  StopCleanly(*run);
  EXPECT_THAT(connector_->Differences("contacts"), testing::IsEmpty());
  EXPECT_THAT(connector_->Run({"status"}).out, HasSubstr("equal"));
}

TEST_F(BackgroundVerify, LeavesToTheNextSyncWhatIsForIt) {
  Load();
  const auto run = Run("0.0003");
  ASSERT_TRUE(AwaitComparison());
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 50}});
  hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", AnId("contacts", 100)}});
  SetRecord("contacts", "", {{"email", "new@example.com"}});
  ASSERT_TRUE(AwaitComparison());
  EXPECT_EQ(json::parse(Details()).at("found"), 0) << Details();
  StopCleanly(*run);
  ExpectConverges();
}

TEST_F(BackgroundVerify, ZeroIsNever) {
  Load();
  const auto run = Run("0", "0.02");
  const std::string first = State("contacts", "last_sync_timestamp");
  ASSERT_TRUE(AwaitRows(
      "sync_state WHERE object_type = 'contacts' AND last_sync_timestamp > " + first + " + 2000", "1"));
  StopCleanly(*run);
  EXPECT_THAT(run->Err(), Not(HasSubstr("verify")));
}

class StoppedVerify : public BackgroundVerify, public testing::WithParamInterface<int> {};
INSTANTIATE_TEST_SUITE_P(By, StoppedVerify, testing::Values(SIGTERM, SIGKILL));

TEST_P(StoppedVerify, GoesOnWhereItWasStopped) {
  Load({"--contacts", "1500", "--deals", "5"});
  const std::string erased = AnId("contacts", 3);
  hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", erased}});
  connector_->Execute("DELETE FROM hubspot_contacts WHERE id = '" + AnId("contacts", 150) + "'");
  Fault({{"route", "list/contacts"}, {"nth", 13}, {"times", -1}, {"kind", "hang"}});
  const auto run = Run("24");
  ASSERT_TRUE(AwaitRows("hubspot_sync_passes WHERE pass = 'verify_place'", "1"));
  run->Signal(GetParam());
  ASSERT_TRUE(run->Wait(std::chrono::seconds{5}));
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_contacts WHERE id = '" + erased + "'"), "1");
  Heal();
  hubspot_->Delete("/_sim/counters");
  const auto again = Run("24");
  ASSERT_TRUE(AwaitComparison());
  StopCleanly(*again);
  EXPECT_EQ(hubspot_->Counters().at("byRoute").at("list/contacts"), 5);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_contacts WHERE id = '" + erased + "'"), "0");
  const json details = json::parse(Details());
  EXPECT_EQ(details.at("compared"), 1499);
  EXPECT_EQ(details.at("missing"), 1);
  EXPECT_EQ(details.at("extra"), 1);
  EXPECT_EQ(details.at("repaired"), 2);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_sync_passes WHERE pass = 'verify_place'"), "0");
}

TEST_F(BackgroundVerify, DoesNotBelieveAMassDisappearance) {
  Load();
  const std::vector<json> contacts = hubspot_->Truth("contacts");
  for (std::size_t i = 0; i < 101; ++i) {
    hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", contacts.at(i).at("id")}});
  }
  const auto run = Run("24");
  ASSERT_TRUE(AwaitRows("hubspot_sync_passes WHERE pass = 'verify' AND details LIKE '%not believed%'", "1"));
  StopCleanly(*run);
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 250);
  EXPECT_THAT(connector_->Run({"status"}).out, AllOf(HasSubstr("verify failed"), HasSubstr("never")));
}

TEST_F(BackgroundVerify, OutlivesTheDatabase) {
  MariadbServer server;
  Load({"--contacts", "2500", "--deals", "5"}, server);
  Fault({{"route", "list/contacts"}, {"nth", 13}, {"kind", "delay"}, {"ms", 1500}});
  const auto run = Run("24");
  ASSERT_TRUE(AwaitRows("hubspot_sync_passes WHERE pass = 'verify_place'", "1"));
  server.Kill9();
  server.Start();
  ASSERT_TRUE(AwaitComparison());
  StopCleanly(*run);
  EXPECT_EQ(json::parse(Details()).at("compared"), 2500);
  EXPECT_LE(hubspot_->Counters().at("byRoute").at("list/contacts"), 25 + 25 + 15);
}

TEST_F(BackgroundVerify, IsDueByWhatTheDatabaseSays) {
  Load();
  mariadb::Connection connection(connector_->options());
  const auto due = [&] { return sync::NextVerify(connection, "contacts", std::chrono::hours{24}); };
  EXPECT_EQ(sync::NextVerify(connection, "companies", std::chrono::hours{24}), std::nullopt);
  EXPECT_EQ(due(), 0);
  const auto last = [&](const std::string& started, const std::string& finished) {
    connector_->Execute("REPLACE INTO hubspot_sync_passes VALUES ('contacts', 'verify', " + started + ", " +
                        finished + ", '', 0, '{}', UTC_TIMESTAMP())");
  };
  last("1000", "5000");
  EXPECT_EQ(due(), 5000 + 86'400'000);
  last("6000", "5000");  // the last one failed
  EXPECT_EQ(due(), 6000 + 3'600'000);
}

}  // namespace
}  // namespace hm::test
