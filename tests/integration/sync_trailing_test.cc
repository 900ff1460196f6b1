// Changes that HubSpot's index shows late: caught by windows that reach back an hour or a day, at a bounded
// cost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kHour = 60 * kMinute;

class Trailing : public SmallAccount {
 protected:
  void SyncAfter(std::int64_t ms) {
    clock_ms_ += ms;
    hubspot_->Post("/_sim/settings", {{"clockOffsetMs", clock_ms_}});
    hubspot_->Delete("/_sim/counters");
    logged_ = hubspot_->Get("/_sim/log").size();
    const RunResult run = Sync();
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  std::string ChangeLate(const std::string& id, const std::string& name) const {
    json body{{"object", "contacts"}, {"properties", {{"firstname", name}}}, {"indexLagMs", 1'000'000'000}};
    if (!id.empty()) body["id"] = id;
    return hubspot_->Post("/_sim/records", body).at("id");
  }
  bool Arrived(const std::string& name) const {
    return Value("SELECT COUNT(*) FROM hubspot_contacts WHERE firstname = '" + name + "'") == "1";
  }
  json Contacts() const { return json::parse(connector_->Run({"status", "--json"}).out).at("objects").at(0); }
  // How far back the last sync's searches of contacts reached over what was complete before, in minutes.
  std::vector<std::int64_t> Reaches(std::int64_t complete_until) const {
    std::vector<std::int64_t> reaches;
    const json log = hubspot_->Get("/_sim/log");
    for (std::size_t i = logged_; i < log.size(); ++i) {
      const json& request = log.at(i);
      if (request.at("route") == "search/contacts") {
        const json body = json::parse(request.at("body").get<std::string>());
        const std::string from = body.at("filterGroups").at(0).at("filters").at(0).at("value");
        reaches.push_back((complete_until - std::stoll(from)) / kMinute);
      }
    }
    return reaches;
  }

  std::int64_t clock_ms_ = 0;
  std::size_t logged_ = 0;  // requests before the last sync
};

TEST_F(Trailing, HalfAnHourLateIsCaughtByTheHour) {
  Load();
  ChangeLate(AnId("contacts", 7), "late");
  SyncAfter(6 * kMinute);
  SyncAfter(10 * kMinute);
  EXPECT_FALSE(Arrived("late"));
  EXPECT_EQ(Contacts().at("index_lag_ms"), 0);
  hubspot_->Post("/_sim/index", {{"object", "contacts"}});
  SyncAfter(16 * kMinute);
  EXPECT_TRUE(Arrived("late"));
  EXPECT_NEAR(Contacts().at("index_lag_ms").get<double>(), 16 * kMinute, 10'000);
  EXPECT_THAT(connector_->Run({"status"}).out, HasSubstr("contacts: index lag seen: 1 records"));
  ExpectConverges();
}

TEST_F(Trailing, HoursLateAreCaughtByTheDayAndRestoredRecordsAreNoLag) {
  Load();
  const std::string restored = AnId("contacts", 50);
  SetRecord("contacts", restored, {{"firstname", "was archived"}});
  ChangeLate(AnId("contacts", 7), "late");
  ChangeLate("", "new and late");
  SyncAfter(kMinute);
  hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", restored}});
  SyncAfter(2 * kHour);
  hubspot_->Post("/_sim/index", {{"object", "contacts"}});
  hubspot_->Post("/_sim/restore", {{"object", "contacts"}, {"id", restored}, {"keepLastModified", true}});
  SyncAfter(2 * kHour + 5 * kMinute);
  EXPECT_TRUE(Arrived("late"));
  EXPECT_TRUE(Arrived("new and late"));
  EXPECT_EQ(Contacts().at("late_records"), 2);
  EXPECT_NEAR(Contacts().at("index_lag_ms").get<double>(), 2 * kHour + kMinute, 10'000);
  ExpectConverges();
}

TEST_F(Trailing, CostsAnIdleAccountNothing) {
  Load();
  for (const std::int64_t pause : {kMinute, 16 * kMinute, 5 * kHour, 16 * kMinute}) {
    SyncAfter(pause);
    EXPECT_LE(hubspot_->Counters().at("total"), 8) << pause;
    EXPECT_EQ(hubspot_->Counters().at("byRoute").at("search/contacts"), 1) << pause;
  }
}

TEST_F(Trailing, IsBounded) {
  Load({"--contacts", "30", "--deals", "5"});
  const std::int64_t first = std::stoll(State("contacts", "last_sync_timestamp"));
  Fault({{"route", "search/contacts"}, {"kind", "page"}, {"total", 100'001}, {"times", 2}});
  SyncAfter(5 * kHour);
  EXPECT_THAT(Reaches(first), ElementsAre(24 * 60, 60, 5));
  // What was not looked at is still due.
  const std::int64_t second = std::stoll(State("contacts", "last_sync_timestamp"));
  SyncAfter(kMinute);
  EXPECT_THAT(Reaches(second), ElementsAre(24 * 60));
}

}  // namespace
}  // namespace hm::test
