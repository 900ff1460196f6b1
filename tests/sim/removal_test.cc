// Archived, restored, erased and purged records.
#include <gtest/gtest.h>

#include <set>

#include "sim/pages.h"

namespace hm::test {
namespace {

using nlohmann::json;

constexpr long long kDay = 86'400'000;
const char* const kDeals = "/crm/objects/2026-09/deals";

class SimRemoval : public ::testing::Test {
 protected:
  json Control(const std::string& what, json body) const {
    body["object"] = "deals";
    return sim_.Post("/_sim/" + what, body);
  }
  std::vector<std::string> Live() const { return Ids(ListAll(sim_, kDeals, "")); }
  std::vector<std::string> Archived() const { return Ids(ListAll(sim_, kDeals, "&archived=true")); }
  std::string State(const std::string& id) const { return States(sim_, "deals").at(id)["state"]; }
  long long Now() const { return sim_.Get("/_sim/now")["nowMs"]; }

  Simulator sim_{BINARY_DIR, {"--deals", "10", "--no-limits", "--profile", "small"}};
  std::string id_ = Live().at(4);
};

TEST_F(SimRemoval, ArchivedAndRestoredAtOnceIsLiveAndChanged) {
  const json before = sim_.Api(std::string(kDeals) + "/" + id_).Json();
  Control("archive", {{"id", id_}});
  EXPECT_EQ(State(id_), "archived");
  Control("restore", {{"id", id_}});
  EXPECT_EQ(State(id_), "live");
  EXPECT_TRUE(Archived().empty());
  EXPECT_EQ(Live().size(), 10U);
  EXPECT_GT(sim_.Api(std::string(kDeals) + "/" + id_).Json()["updatedAt"], before["updatedAt"]);
}

TEST_F(SimRemoval, ErasedRecordsAreInNoListAndCannotComeBack) {
  for (const bool archived_first : {false, true}) {
    const std::string id = Live().at(2);
    if (archived_first) Control("archive", {{"id", id}});
    Control("erase", {{"id", id}});
    EXPECT_EQ(States(sim_, "deals").at(id), json({{"id", id}, {"state", "erased"}}));
    EXPECT_TRUE(Archived().empty());
    EXPECT_THROW(Control("restore", {{"id", id}}), std::runtime_error);
    EXPECT_EQ(BatchRead(sim_, "deals", {id}).Json()["errors"][0]["context"]["ids"], json({id}));
    EXPECT_EQ(BatchRead(sim_, "deals", {id}, "?archived=true").Json()["results"].size(), 0U);
  }
}

TEST_F(SimRemoval, TheRecycleBinKeepsNinetyDays) {
  Control("archive", {{"id", id_}, {"archivedAt", Now() - 89 * kDay}});
  EXPECT_EQ(Archived(), std::vector<std::string>{id_});
  sim_.Post("/_sim/settings", {{"clockOffsetMs", 2 * kDay}});
  EXPECT_TRUE(Archived().empty());
  EXPECT_EQ(State(id_), "purged");
  sim_.Post("/_sim/settings", {{"clockOffsetMs", 0}});
  EXPECT_TRUE(Archived().empty()) << "what is gone is gone";
  EXPECT_THROW(Control("restore", {{"id", id_}}), std::runtime_error);
}

TEST_F(SimRemoval, PurgeEmptiesTheBinOrTakesOne) {
  const std::string other = Live().at(7);
  for (const std::string& id : {id_, other}) Control("archive", {{"id", id}});
  EXPECT_EQ(Control("purge", {{"id", id_}})["purged"], 1);
  EXPECT_EQ(Archived(), std::vector<std::string>{other});
  EXPECT_EQ(Control("purge", json::object())["purged"], 1);
  EXPECT_TRUE(Archived().empty());
  EXPECT_EQ(Live().size(), 8U);
}

TEST_F(SimRemoval, TheArchivedListMayLag) {
  sim_.Post("/_sim/settings", {{"archivedLagMs", 3'600'000}});
  Control("archive", {{"id", id_}});
  const std::string old = Live().at(0);
  Control("archive", {{"id", old}, {"archivedAt", Now() - kDay}});
  EXPECT_EQ(Archived(), std::vector<std::string>{old});
  EXPECT_EQ(Live().size(), 8U) << "gone from the live list already";
  sim_.Post("/_sim/settings", {{"clockOffsetMs", 3'700'000}});
  EXPECT_EQ(Archived().size(), 2U);
}

TEST(SimArchivedList, PagesThroughAHundredThousand) {
  const Simulator sim(BINARY_DIR, {"--contacts", "100100", "--no-limits", "--profile", "small"});
  const json done = sim.Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 100'000}, {"from", 50}});
  EXPECT_EQ(done["archived"], 100'000);
  const auto ids = Ids(ListAll(sim, "/crm/v3/objects/contacts", "&archived=true&properties=hs_object_id"));
  EXPECT_EQ(ids.size(), 100'000U);
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_EQ(ListAll(sim, "/crm/v3/objects/contacts", "").size(), 100U);
  EXPECT_EQ(sim.Counters()["byRoute"]["listArchived/contacts"], 1000);
}

TEST_F(SimRemoval, FaultsCanBeAimedAtTheArchivedListAlone) {
  Control("archive", {{"id", id_}});
  sim_.Post("/_sim/faults", {{"route", "listArchived/deals"}, {"status", 500}, {"nth", 2}});
  EXPECT_EQ(sim_.Api(kDeals).status, 200);
  EXPECT_EQ(sim_.Api("/crm/v3/objects/contacts?archived=true").status, 200);
  EXPECT_EQ(BatchRead(sim_, "deals", {id_}, "?archived=true").status, 200);
  EXPECT_EQ(sim_.Api(std::string(kDeals) + "?archived=true").status, 200);
  EXPECT_EQ(sim_.Api("/crm/v3/objects/0-3?archived=true").status, 500) << "however the type is written";
  EXPECT_EQ(sim_.Api(std::string(kDeals) + "?archived=true").status, 200);
}

}  // namespace
}  // namespace hm::test
