#include <gtest/gtest.h>

#include <set>
#include <string>

#include "sim/pages.h"

namespace hm::test {
namespace {

using nlohmann::json;

TEST(SimBatch, MissingIdsGive207AndOneError) {
  const Simulator sim(BINARY_DIR, {"--contacts", "5"});
  const std::string known = sim.Truth("contacts")[0]["id"];
  EXPECT_EQ(BatchRead(sim, "contacts", {known}).status, 200);
  const HttpAnswer answer = BatchRead(sim, "contacts", {known, "999999999999999", "5"});
  EXPECT_EQ(answer.status, 207);
  const json body = answer.Json();
  EXPECT_EQ(body["results"].size(), 1U);
  EXPECT_EQ(body["numErrors"], 1);
  EXPECT_EQ(body["errors"][0]["category"], "OBJECT_NOT_FOUND");
  EXPECT_EQ(body["errors"][0]["context"]["ids"], json({"999999999999999", "5"}));
}

TEST(SimBatch, AHundredAndNoMore) {
  const Simulator sim(BINARY_DIR, {"--contacts", "5"});
  EXPECT_EQ(BatchRead(sim, "contacts", std::vector<std::string>(100, "1")).status, 207);
  EXPECT_EQ(BatchRead(sim, "contacts", std::vector<std::string>(101, "1")).status, 400);
}

TEST(SimBatch, MergedIdsAnswerUnderAThirdId) {
  const Simulator sim(BINARY_DIR, {"--companies", "5"});
  const auto truth = sim.Truth("companies");
  const std::string a = truth[0]["id"];
  const std::string b = truth[1]["id"];
  const std::string merged =
      sim.Post("/_sim/merge", {{"object", "companies"}, {"primary", a}, {"secondary", b}})["id"];
  EXPECT_NE(merged, a);
  EXPECT_NE(merged, b);
  const json body = BatchRead(sim, "companies", {a, b}).Json();
  ASSERT_EQ(body["results"].size(), 1U);
  EXPECT_EQ(body["results"][0]["id"], merged);
  EXPECT_EQ(sim.Api("/crm/v3/objects/companies/" + a).Json()["id"], merged);
  EXPECT_EQ(sim.Truth("companies").size(), 4U);
  const json row =
      sim.Api("/crm/v3/objects/companies/" + merged + "?properties=hs_merged_object_ids,name").Json();
  EXPECT_EQ(row["properties"]["hs_merged_object_ids"], a + ";" + b);
  EXPECT_EQ(row["properties"]["name"], truth[0]["properties"]["name"]);
}

TEST(SimBatch, MergeCanKeepThePrimary) {
  const Simulator sim(BINARY_DIR, {"--companies", "5"});
  const auto truth = sim.Truth("companies");
  const json merged = sim.Post("/_sim/merge", {{"object", "companies"},
                                               {"primary", truth[0]["id"]},
                                               {"secondary", truth[1]["id"]},
                                               {"keepPrimary", true}});
  EXPECT_EQ(merged["id"], truth[0]["id"]);
  EXPECT_EQ(BatchRead(sim, "companies", {truth[1]["id"]}).Json()["results"][0]["id"], truth[0]["id"]);
}

TEST(SimBatch, ErasedRecordsAreGoneForGood) {
  const Simulator sim(BINARY_DIR, {"--contacts", "5"});
  const std::string id = sim.Truth("contacts")[0]["id"];
  sim.Post("/_sim/erase", {{"object", "contacts"}, {"id", id}});
  EXPECT_EQ(BatchRead(sim, "contacts", {id}).status, 207);
  EXPECT_TRUE(sim.Truth("contacts", true).empty());
}

TEST(SimBatch, AssociationsBatchReadListsTypes) {
  const Simulator sim(BINARY_DIR, {"--contacts", "4", "--companies", "2"});
  const std::string id = sim.Truth("contacts")[0]["id"];
  for (const char* path : {"/crm/v4/associations/contacts/companies/batch/read",
                           "/crm/associations/2026-09/contacts/companies/batch/read"}) {
    const json body = sim.Api(path, json({{"inputs", {{{"id", id}}}}}).dump()).Json();
    ASSERT_EQ(body["results"].size(), 1U);
    EXPECT_EQ(body["results"][0]["from"]["id"], id);
    EXPECT_EQ(body["results"][0]["to"][0]["associationTypes"][0]["typeId"], 1);
  }
}

TEST(SimBatch, AssociationsGoOnBeyondAPage) {
  const Simulator sim(BINARY_DIR, {"--contacts", "600", "--deals", "2", "--no-limits"});
  const std::string id = sim.Truth("deals")[0]["id"];
  sim.Post("/_sim/associations",
           {{"from", "deals"}, {"fromId", id}, {"to", "contacts"}, {"count", 501}, {"typeIds", {3, 28001}}});
  const std::string archived = sim.Truth("contacts")[7]["id"];
  sim.Post("/_sim/archive", {{"object", "contacts"}, {"id", archived}});
  const json all = sim.Get("/_sim/truth?object=associations&from=deals&to=contacts");
  std::set<std::string> partners;
  for (const json& link : all) {
    if (link.at("fromId") == id) partners.insert(link.at("toId").get<std::string>());
  }
  EXPECT_GE(partners.size(), 500U);
  EXPECT_FALSE(partners.contains(archived));

  json input{{"id", id}};
  std::size_t seen = 0;
  do {
    const json answer = sim.Api("/crm/v4/associations/deals/contacts/batch/read",
                                json({{"inputs", json::array({input})}}).dump())
                            .Json()
                            .at("results")
                            .at(0);
    seen += answer.at("to").size();
    input["after"] = answer.contains("paging") ? answer.at("paging").at("next").at("after") : json();
  } while (!input["after"].is_null());
  EXPECT_EQ(seen, partners.size());
}

}  // namespace
}  // namespace hm::test
