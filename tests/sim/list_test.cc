#include <gtest/gtest.h>

#include <set>
#include <string>

#include "sim/pages.h"

namespace hm::test {
namespace {

using nlohmann::json;

std::uint64_t IdOf(const json& row) { return std::stoull(row.at("id").get<std::string>()); }

TEST(SimList, PagesThroughAllInAscendingNumericOrderInBothFamilies) {
  const Simulator sim(BINARY_DIR, {"--contacts", "350", "--no-limits"});
  for (const char* base : {"/crm/v3/objects/contacts", "/crm/objects/2026-09/contacts",
                           "/crm/v3/objects/CONTACT", "/crm/objects/2026-03/0-1"}) {
    const auto rows = ListAll(sim, base, "");
    ASSERT_EQ(rows.size(), 350U) << base;
    for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_LT(IdOf(rows[i - 1]), IdOf(rows[i]));
  }
}

TEST(SimList, IdsAreNotInOrderOfCreation) {
  const Simulator sim(BINARY_DIR, {"--contacts", "100"});
  const auto rows = ListAll(sim, "/crm/v3/objects/contacts", "");
  bool backwards = false;
  for (std::size_t i = 1; i < rows.size(); ++i) backwards |= rows[i]["createdAt"] < rows[i - 1]["createdAt"];
  EXPECT_TRUE(backwards);
}

TEST(SimList, AfterIsALowerBound) {
  const Simulator sim(BINARY_DIR, {"--contacts", "50"});
  const auto rows = ListAll(sim, "/crm/v3/objects/contacts", "");
  const auto id = IdOf(rows[20]);
  const auto at = [&](std::uint64_t after) {
    return sim.Api("/crm/v3/objects/contacts?limit=1&after=" + std::to_string(after)).Json();
  };
  EXPECT_EQ(IdOf(at(id)["results"][0]), id);
  EXPECT_EQ(IdOf(at(id + 1)["results"][0]), IdOf(rows[21]));
  EXPECT_EQ(at(id)["paging"]["next"]["after"], std::to_string(id + 1));
}

TEST(SimList, EqualsTheTruthForEveryProperty) {
  const Simulator sim(BINARY_DIR, {"--contacts", "300", "--awkward", "0.5", "--profile", "small"});
  const auto truth = sim.Truth("contacts");
  std::string names;
  for (const auto& [name, value] : truth.at(0)["properties"].items())
    names += (names.empty() ? "" : ",") + name;
  const auto rows = ListAll(sim, "/crm/v3/objects/contacts", "&properties=" + names);
  ASSERT_EQ(rows.size(), truth.size());
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i]["properties"], truth[i]["properties"]);
}

TEST(SimList, UnknownPropertyIsAbsentNeverSetIsNullClearedIsEmpty) {
  const Simulator sim(BINARY_DIR, {"--contacts", "0"});
  const json made = sim.Post("/_sim/records", {{"object", "contacts"}, {"properties", {{"city", ""}}}});
  const json row =
      sim.Api("/crm/v3/objects/contacts/" + made["id"].get<std::string>() + "?properties=city,phone,nope")
          .Json();
  EXPECT_EQ(row["properties"]["city"], "");
  EXPECT_TRUE(row["properties"].at("phone").is_null());
  EXPECT_FALSE(row["properties"].contains("nope"));
}

TEST(SimList, ArchivedRecordsShowOnlyWhenAskedFor) {
  const Simulator sim(BINARY_DIR, {"--deals", "20"});
  const auto rows = ListAll(sim, "/crm/v3/objects/deals", "");
  sim.Post("/_sim/archive", {{"object", "deals"}, {"id", rows[3]["id"]}});
  EXPECT_EQ(ListAll(sim, "/crm/v3/objects/deals", "").size(), 19U);
  const auto archived = ListAll(sim, "/crm/v3/objects/deals", "&archived=true");
  ASSERT_EQ(archived.size(), 1U);
  EXPECT_EQ(archived[0]["id"], rows[3]["id"]);
  EXPECT_EQ(archived[0]["archived"], true);
  EXPECT_EQ(archived[0]["updatedAt"], rows[3]["updatedAt"]);
  EXPECT_TRUE(archived[0].contains("archivedAt"));
  EXPECT_EQ(sim.Api("/crm/v3/objects/deals/" + rows[3]["id"].get<std::string>()).status, 404);
  sim.Post("/_sim/restore", {{"object", "deals"}, {"id", rows[3]["id"]}});
  EXPECT_EQ(ListAll(sim, "/crm/v3/objects/deals", "").size(), 20U);
}

TEST(SimList, TheSameSeedGivesTheSameData) {
  const std::vector<std::string> args{"--contacts", "30", "--seed", "7"};
  const auto first = Simulator(BINARY_DIR, args).Truth("contacts");
  EXPECT_EQ(first, Simulator(BINARY_DIR, args).Truth("contacts"));
  EXPECT_NE(first, Simulator(BINARY_DIR, {"--contacts", "30", "--seed", "8"}).Truth("contacts"));
}

// What the only record of an object holds, in the list and in the truth alike.
json OnlyRecord(const Simulator& sim, const std::string& object) {
  const json truth = sim.Truth(object).at(0)["properties"];
  const json row = sim.Api("/crm/v3/objects/" + object + "?properties=hs_createdate,hs_lastmodifieddate")
                       .Json()["results"][0]["properties"];
  for (const auto& [name, value] : row.items()) EXPECT_EQ(value, truth[name]) << name;
  return truth;
}

TEST(SimList, TimesOfHubSpotCanBeSet) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1", "--companies", "0", "--deals", "1"});
  const auto set = [&](const std::string& object, const json& properties) {
    sim.Post("/_sim/records",
             {{"object", object}, {"id", sim.Truth(object).at(0)["id"]}, {"properties", properties}});
    return OnlyRecord(sim, object);
  };
  EXPECT_TRUE(OnlyRecord(sim, "contacts")["hs_createdate"].is_null());
  EXPECT_FALSE(OnlyRecord(sim, "deals")["hs_createdate"].is_null());
  json now = set("contacts", {{"hs_createdate", "2024-01-02T03:04:05Z"}, {"hs_lastmodifieddate", nullptr}});
  EXPECT_EQ(now["hs_createdate"], "2024-01-02T03:04:05Z");
  EXPECT_TRUE(now["hs_lastmodifieddate"].is_null());
  now = set("deals", {{"hs_createdate", nullptr}, {"hs_lastmodifieddate", nullptr}});
  EXPECT_TRUE(now["hs_createdate"].is_null());
  // The one that search goes by stays.
  EXPECT_FALSE(now["hs_lastmodifieddate"].is_null());
}

TEST(SimList, InlineAssociationsNameEachType) {
  const Simulator sim(BINARY_DIR, {"--contacts", "10", "--companies", "3"});
  const json row = sim.Api("/crm/v3/objects/contacts?limit=1&associations=companies").Json()["results"][0];
  const json& list = row.at("associations").at("companies").at("results");
  ASSERT_GE(list.size(), 2U);
  EXPECT_EQ(list[0]["type"], "contact_to_company");
  EXPECT_EQ(list[1]["type"], "contact_to_company_unlabeled");
}

}  // namespace
}  // namespace hm::test
