#include <gtest/gtest.h>

#include <set>
#include <string>

#include "sim/pages.h"
#include "support/await.h"

namespace hm::test {
namespace {

using nlohmann::json;

json Window(const std::string& cursor, long long low, long long high, const std::string& above, int limit) {
  return {{"filterGroups",
           {{{"filters",
              {{{"propertyName", cursor},
                {"operator", "BETWEEN"},
                {"value", std::to_string(low)},
                {"highValue", std::to_string(high)}},
               {{"propertyName", "hs_object_id"}, {"operator", "GT"}, {"value", above}}}}}}},
          {"sorts", {{{"propertyName", "hs_object_id"}, {"direction", "ASCENDING"}}}},
          {"properties", {"hs_object_id"}},
          {"limit", limit}};
}

constexpr long long kEver = 4'000'000'000'000;

TEST(SimSearch, KeysetFindsEveryRecordOnce) {
  const Simulator sim(BINARY_DIR, {"--companies", "900", "--no-limits", "--profile", "small"});
  std::vector<std::string> ids;
  std::string above = "0";
  while (true) {
    const json page = Search(sim, "companies", Window("hs_lastmodifieddate", 1000, kEver, above, 200)).Json();
    if (page["results"].empty()) break;
    EXPECT_EQ(page["total"], 900 - ids.size());
    for (const json& row : page["results"]) ids.push_back(row["id"]);
    above = ids.back();
  }
  const auto truth = sim.Truth("companies");
  ASSERT_EQ(ids.size(), truth.size());
  for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], truth[i]["id"]);
}

TEST(SimSearch, OffsetsEndAtTenThousand) {
  const Simulator sim(BINARY_DIR, {"--contacts", "10500", "--no-limits", "--profile", "small"});
  const auto at = [&](int after) {
    return Search(sim, "contacts", {{"limit", 200}, {"after", std::to_string(after)}});
  };
  const json last = at(9800).Json();
  EXPECT_EQ(last["total"], 10500);
  EXPECT_EQ(last["paging"]["next"]["after"], "10000");
  const HttpAnswer beyond = at(10000);
  EXPECT_EQ(beyond.status, 400);
  EXPECT_EQ(beyond.Json()["category"], "VALIDATION_ERROR");
}

TEST(SimSearch, ContactsByTheOtherLastModifiedFindNothing) {
  const Simulator sim(BINARY_DIR, {"--contacts", "20"});
  EXPECT_EQ(Search(sim, "contacts", Window("hs_lastmodifieddate", 1000, kEver, "0", 10)).body,
            R"({"total":0,"results":[]})");
  EXPECT_EQ(Search(sim, "contacts", Window("lastmodifieddate", 1000, kEver, "0", 10)).Json()["total"], 20);
}

TEST(SimSearch, TheIndexLagsBehindTheStore) {
  const Simulator sim(BINARY_DIR, {"--deals", "0", "--no-limits", "--index-lag-ms", "3600000"});
  const json record{{"object", "deals"}, {"properties", {{"dealname", "x"}}}};
  sim.Post("/_sim/records", record);
  const auto found = [&] {
    return Search(sim, "deals", Window("hs_lastmodifieddate", 1000, kEver, "0", 10)).Json()["results"];
  };
  EXPECT_EQ(found(), json::array());
  EXPECT_EQ(sim.Api("/crm/v3/objects/deals").Json()["results"].size(), 1U);
  sim.Post("/_sim/settings", {{"indexLagMs", 100}});
  const json sooner = sim.Post("/_sim/records", record);
  ASSERT_TRUE(Await([&] { return !found().empty(); }));
  EXPECT_EQ(found().size(), 1U);
  EXPECT_EQ(found()[0]["id"], sooner["id"]);
}

TEST(SimSearch, ASilentChangeIsNotFound) {
  const Simulator sim(BINARY_DIR, {"--deals", "5"});
  const json before = sim.Truth("deals")[0];
  sim.Post("/_sim/records", {{"object", "deals"},
                             {"id", before["id"]},
                             {"keepLastModified", true},
                             {"properties", {{"amount", "42"}}}});
  const json after = sim.Truth("deals")[0];
  EXPECT_EQ(after["properties"]["amount"], "42");
  EXPECT_EQ(after["updatedAt"], before["updatedAt"]);
}

TEST(SimSearch, RefusesWhatHubSpotRefuses) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1", "--no-limits"});
  EXPECT_EQ(Search(sim, "contacts", {{"query", std::string(3000, 'x')}}).status, 400);
  EXPECT_EQ(Search(sim, "contacts", {{"limit", 201}}).status, 400);
  EXPECT_EQ(Search(sim, "contacts", Window("lastmodifieddate", 0, kEver, "0", 10)).status, 500);
  const json filter{{"propertyName", "city"}, {"operator", "HAS_PROPERTY"}};
  const json group{{"filters", {filter}}};
  EXPECT_EQ(Search(sim, "contacts", {{"filterGroups", json(6, group)}}).status, 400);
  EXPECT_EQ(Search(sim, "contacts", {{"filters", json(7, filter)}}).status, 400);
  EXPECT_EQ(
      Search(sim, "contacts", {{"filters", {{{"propertyName", "nope"}, {"operator", "EQ"}, {"value", "1"}}}}})
          .status,
      400);
}

TEST(SimSearch, ShortPagesStillLeadToEveryRow) {
  const Simulator sim(BINARY_DIR, {"--contacts", "500", "--no-limits", "--profile", "small"});
  sim.Post("/_sim/settings", {{"shortPages", true}});
  std::set<std::string> ids;
  bool empty_page = false;
  std::string after = "0";
  while (!after.empty()) {
    json query = Window("lastmodifieddate", 1000, kEver, "0", 100);
    query["after"] = after;
    const json page = Search(sim, "contacts", query).Json();
    for (const json& row : page["results"]) ids.insert(row["id"].get<std::string>());
    after = page.contains("paging") ? page["paging"]["next"]["after"].get<std::string>() : "";
    empty_page |= page["results"].empty() && !after.empty();
  }
  EXPECT_EQ(ids.size(), 500U);
  EXPECT_TRUE(empty_page);
}

TEST(SimSearch, OperatorsCompareByType) {
  const Simulator sim(BINARY_DIR, {"--companies", "0", "--no-limits"});
  for (const char* value : {"9", "10", "100"}) {
    sim.Post("/_sim/records",
             {{"object", "companies"}, {"properties", {{"annualrevenue", value}, {"name", "Acme"}}}});
  }
  const auto count = [&](const json& filter) {
    return Search(sim, "companies", {{"filters", {filter}}}).Json()["total"].get<int>();
  };
  EXPECT_EQ(count({{"propertyName", "annualrevenue"}, {"operator", "GT"}, {"value", "9"}}), 2);
  EXPECT_EQ(count({{"propertyName", "name"}, {"operator", "EQ"}, {"value", "ACME"}}), 3);
  EXPECT_EQ(count({{"propertyName", "name"}, {"operator", "IN"}, {"values", {"acme"}}}), 3);
  EXPECT_EQ(count({{"propertyName", "city"}, {"operator", "NOT_HAS_PROPERTY"}}), 3);
}

}  // namespace
}  // namespace hm::test
