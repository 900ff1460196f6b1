// What the search index knows and when.
#include <gtest/gtest.h>

#include "sim/pages.h"

namespace hm::test {
namespace {

using nlohmann::json;

constexpr long long kHour = 3'600'000;

class SimIndex : public ::testing::Test {
 protected:
  json Change(const std::string& id, json more) const {
    more["object"] = "deals";
    more["id"] = id;
    return sim_.Post("/_sim/records", more);
  }
  std::vector<std::string> ChangedFrom(long long at) const {
    const json filter{
        {"propertyName", "hs_lastmodifieddate"}, {"operator", "GTE"}, {"value", std::to_string(at)}};
    return Ids(Search(sim_, "deals", {{"filters", {filter}}, {"sorts", {"hs_object_id"}}}).Json()["results"]);
  }
  Simulator sim_{BINARY_DIR, {"--deals", "4", "--no-limits", "--profile", "small"}};
  std::vector<std::string> ids_ = Ids(sim_.Truth("deals"));
  long long start_ = sim_.Get("/_sim/now")["nowMs"];
};

TEST_F(SimIndex, OneRecordMayLagByAnHour) {
  Change(ids_[0], {{"indexLagMs", kHour}});
  Change(ids_[1], json::object());
  EXPECT_EQ(ChangedFrom(start_), std::vector<std::string>{ids_[1]}) << "out of order";
  sim_.Post("/_sim/index", {{"object", "deals"}, {"id", ids_[0]}});
  EXPECT_EQ(ChangedFrom(start_), (std::vector<std::string>{ids_[0], ids_[1]}));
}

TEST_F(SimIndex, ALaterChangeOvertakesOneThatLags) {
  Change(ids_[0], {{"indexLagMs", kHour}, {"lastModified", start_ + 1}});
  Change(ids_[0], {{"lastModified", start_ + 1000}});
  EXPECT_EQ(ChangedFrom(start_ + 500), std::vector<std::string>{ids_[0]});
  sim_.Post("/_sim/index", {{"object", "deals"}});
  EXPECT_EQ(ChangedFrom(start_ + 500), std::vector<std::string>{ids_[0]});
}

TEST_F(SimIndex, TheWholeIndexMayLagByAnHour) {
  sim_.Post("/_sim/settings", {{"indexLagMs", kHour}});
  sim_.Post("/_sim/bulk", {{"object", "deals"}, {"touch", 2}});
  EXPECT_TRUE(ChangedFrom(start_).empty());
  sim_.Post("/_sim/index", {{"object", "deals"}});
  EXPECT_EQ(ChangedFrom(start_).size(), 2U);
}

TEST_F(SimIndex, ANewPropertyFillsOldRecordsSilently) {
  sim_.Post("/_sim/properties",
            {{"object", "deals"}, {"name", "fresh"}, {"type", "number"}, {"fieldType", "number"}});
  sim_.Post("/_sim/bulk",
            {{"object", "deals"}, {"touch", 3}, {"keepLastModified", true}, {"properties", {{"fresh", 7}}}});
  EXPECT_TRUE(ChangedFrom(start_).empty());
  const json has{{"propertyName", "fresh"}, {"operator", "HAS_PROPERTY"}};
  EXPECT_EQ(Search(sim_, "deals", {{"filters", {has}}}).Json()["total"], 3);
  EXPECT_EQ(sim_.Truth("deals")[0]["properties"]["fresh"], "7");
}

TEST_F(SimIndex, FiftyThousandRecordsShareAMillisecond) {
  sim_.Post("/_sim/bulk", {{"object", "deals"}, {"count", 50'000}, {"lastModified", start_}});
  const json at{
      {"propertyName", "hs_lastmodifieddate"}, {"operator", "EQ"}, {"value", std::to_string(start_)}};
  EXPECT_EQ(Search(sim_, "deals", {{"filters", {at}}}).Json()["total"], 50'000);
  EXPECT_EQ(sim_.Truth("deals").size(), 50'004U);
}

TEST_F(SimIndex, TheDateHeaderMayBeSkewed) {
  const std::string before = sim_.Api("/crm/v3/owners").headers.at("date");
  sim_.Post("/_sim/settings", {{"dateOffsetMs", -400 * 24 * kHour}});
  EXPECT_NE(sim_.Api("/crm/v3/owners").headers.at("date").substr(12, 4), before.substr(12, 4));
  EXPECT_GE(sim_.Get("/_sim/now")["nowMs"].get<long long>(), start_) << "the account's clock stays";
}

}  // namespace
}  // namespace hm::test
