#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "support/simulator.h"

namespace hm::test {
namespace {

using nlohmann::json;

TEST(SimCatalogue, IsAsWideAsARealOne) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1"});
  const json list = sim.Api("/crm/properties/2026-09/contacts").Json()["results"];
  EXPECT_EQ(list.size(), 367U);
  std::map<std::string, int> types;
  for (const json& property : list) ++types[property["type"].get<std::string>()];
  const std::map<std::string, int> real{
      {"string", 113}, {"datetime", 79}, {"number", 85},      {"enumeration", 57},
      {"bool", 23},    {"date", 4},      {"phone_number", 4}, {"object_coordinates", 2}};
  EXPECT_EQ(types, real);
}

// MariaDB allows 64 characters for a column.
TEST(SimCatalogue, HasNamesTooLongForAColumnAndAlikeUntilThere) {
  const Simulator sim(BINARY_DIR);
  for (const char* object : {"companies", "deals"}) {
    std::map<std::string, int> starts;
    const json list = sim.Api(std::string("/crm/v3/properties/") + object).Json()["results"];
    for (const json& property : list) {
      const std::string name = property["name"];
      if (name.size() == 75) ++starts[name.substr(0, 64)];
    }
    EXPECT_TRUE(
        std::any_of(starts.begin(), starts.end(), [](const auto& start) { return start.second == 2; }));
  }
}

TEST(SimCatalogue, EveryRecordStandsInAPipeline) {
  const Simulator sim(BINARY_DIR, {"--contacts", "50", "--companies", "50", "--tickets", "50"});
  const std::map<std::string, std::string> pipelines{{"contacts", "contacts-lifecycle-pipeline"},
                                                     {"companies", "companies-lifecycle-pipeline"},
                                                     {"tickets", "0"}};
  for (const auto& [object, pipeline] : pipelines) {
    for (const json& row : sim.Truth(object)) EXPECT_EQ(row["properties"]["hs_pipeline"], pipeline);
  }
}

TEST(SimCatalogue, PropertiesCanBeAddedArchivedAndRevived) {
  const Simulator sim(BINARY_DIR, {"--deals", "1"});
  const json spec{{"object", "deals"}, {"name", "new_one"}, {"type", "number"}, {"fieldType", "number"}};
  sim.Post("/_sim/properties", spec);
  EXPECT_EQ(sim.Api("/crm/v3/properties/deals/new_one").Json()["type"], "number");
  sim.Delete("/_sim/properties", {{"object", "deals"}, {"name", "new_one"}});
  EXPECT_EQ(sim.Api("/crm/v3/properties/deals/new_one").status, 404);
  EXPECT_EQ(sim.Api("/crm/v3/properties/deals?archived=true").Json()["results"].size(), 1U);
  sim.Post("/_sim/properties", spec);
  EXPECT_EQ(sim.Api("/crm/v3/properties/deals/new_one").status, 200);
}

TEST(SimCatalogue, OptionsMayHoldWhatJsonEscapes) {
  const Simulator sim(BINARY_DIR, {"--deals", "5", "--awkward", "0"});
  const std::string odd = "a \"quoted\" \\ one";
  sim.Post("/_sim/properties", {{"object", "deals"},
                                {"name", "odd"},
                                {"type", "enumeration"},
                                {"fieldType", "select"},
                                {"options", {odd}},
                                {"fill", 100}});
  const json rows = sim.Api("/crm/objects/2026-09/deals?properties=odd").Json()["results"];
  ASSERT_EQ(rows.size(), 5U);
  for (const json& row : rows) EXPECT_EQ(row["properties"]["odd"], odd);
}

TEST(SimCatalogue, PipelinesHaveStringMetadataAndCanBeEdited) {
  const Simulator sim(BINARY_DIR);
  const auto pipelines = [&] { return sim.Api("/crm/pipelines/2026-09/deals").Json()["results"]; };
  ASSERT_EQ(pipelines().size(), 2U);
  EXPECT_EQ(pipelines()[0]["stages"][0]["metadata"]["probability"], "0.2");
  sim.Post("/_sim/pipelines", {{"object", "deals"}, {"pipeline", "default"}, {"deleteStage", "closedlost"}});
  EXPECT_EQ(pipelines()[0]["stages"].size(), 6U);
  sim.Post("/_sim/pipelines", {{"object", "deals"},
                               {"pipeline", "default"},
                               {"upsertStage", {{"id", "closedwon"}, {"label", "Won!"}}}});
  const json stages = pipelines()[0]["stages"];
  EXPECT_TRUE(std::any_of(stages.begin(), stages.end(), [](const json& s) { return s["label"] == "Won!"; }));
  sim.Post("/_sim/pipelines", {{"object", "deals"}, {"delete", "default"}});
  EXPECT_EQ(pipelines().size(), 1U);
}

TEST(SimCatalogue, DealsStandInExistingStages) {
  const Simulator sim(BINARY_DIR, {"--deals", "100"});
  std::set<std::pair<std::string, std::string>> known;
  const json pipelines = sim.Api("/crm/v3/pipelines/deals").Json()["results"];
  for (const json& pipeline : pipelines) {
    for (const json& stage : pipeline["stages"]) known.emplace(pipeline["id"], stage["id"]);
  }
  for (const json& deal : sim.Truth("deals")) {
    EXPECT_TRUE(known.contains({deal["properties"]["pipeline"], deal["properties"]["dealstage"]}));
  }
}

TEST(SimCatalogue, OwnersSchemasAndUsageAnswer) {
  const Simulator sim(BINARY_DIR);
  EXPECT_EQ(sim.Api("/crm/v3/owners").Json()["results"].size(), 6U);
  EXPECT_TRUE(sim.Api("/crm/owners/2026-09?archived=true").Json()["results"][0]["userId"].is_null());
  EXPECT_EQ(sim.Api("/crm-object-schemas/2026-09/schemas").Json()["results"][0]["objectTypeId"], "2-3465404");
  EXPECT_TRUE(
      sim.Api("/account-info/v3/api-usage/daily/private-apps").Json()["results"][0].contains("usageLimit"));
}

}  // namespace
}  // namespace hm::test
