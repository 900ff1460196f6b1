// Complete answers that say something wrong.
#include <gtest/gtest.h>

#include "sim/pages.h"

namespace hm::test {
namespace {

using nlohmann::json;

const char* const kList = "/crm/v3/objects/contacts?limit=5";

class SimPageFaults : public ::testing::Test {
 protected:
  void Fault(json rule, const std::string& kind = "page") const {
    rule["kind"] = kind;
    sim_.Post("/_sim/faults", rule);
  }
  json Page(const std::string& more = "") const { return sim_.Api(kList + more).Json(); }

  Simulator sim_{BINARY_DIR, {"--contacts", "20", "--no-limits", "--profile", "small", "--awkward", "0"}};
  std::vector<std::string> ids_ = Ids(sim_.Truth("contacts"));
};

TEST_F(SimPageFaults, AListMayBeEmptyOnceOrForGood) {
  Fault({{"route", "list/contacts"}, {"results", "none"}, {"paging", "none"}});
  EXPECT_EQ(Page(), json({{"results", json::array()}}));
  EXPECT_EQ(Page()["results"].size(), 5U);
  Fault({{"route", "list"}, {"results", "none"}, {"paging", "none"}, {"times", -1}});
  EXPECT_TRUE(ListAll(sim_, "/crm/v3/objects/contacts", "").empty());
  EXPECT_TRUE(ListAll(sim_, "/crm/v3/objects/deals", "").empty());
  EXPECT_EQ(BatchRead(sim_, "contacts", {ids_[0]}).Json()["results"].size(), 1U);
}

TEST_F(SimPageFaults, AListMayEndAfterAnyPage) {
  Fault({{"route", "list/contacts"}, {"paging", "none"}, {"nth", 2}});
  sim_.Post("/_sim/settings", {{"listPageRows", 4}});
  EXPECT_EQ(ListAll(sim_, "/crm/v3/objects/contacts", "").size(), 8U);
  EXPECT_EQ(Ids(ListAll(sim_, "/crm/v3/objects/contacts", "")), ids_) << "short pages alone lose nothing";
}

TEST_F(SimPageFaults, EmptyPagesMayCarryACursorThatStandsStill) {
  Fault({{"route", "list/contacts"}, {"results", "none"}, {"paging", "same"}});
  const json page = Page("&after=" + ids_[7]);
  EXPECT_TRUE(page["results"].empty());
  EXPECT_EQ(page["paging"]["next"]["after"], ids_[7]);
  Fault({{"route", "list/contacts"}, {"paging", "5"}});
  EXPECT_EQ(Page()["paging"]["next"]["after"], "5");
}

TEST_F(SimPageFaults, RowsMayBeMissingDoubledOrBackwards) {
  Fault({{"route", "list/contacts"}, {"drop", {ids_[1]}}});
  EXPECT_EQ(Ids(Page()["results"]), (std::vector<std::string>{ids_[0], ids_[2], ids_[3], ids_[4]}));
  Fault({{"route", "list/contacts"}, {"drop", 2}});
  EXPECT_EQ(Ids(Page()["results"]), (std::vector<std::string>{ids_[2], ids_[3], ids_[4]}));
  Fault({{"route", "list/contacts"}, {"duplicate", 1}});
  EXPECT_EQ(Ids(Page()["results"]).back(), ids_[0]);
  Fault({{"route", "list/contacts"}, {"reverse", true}});
  EXPECT_EQ(Ids(Page()["results"]).front(), ids_[4]);
}

TEST_F(SimPageFaults, ABatchReadMayLeaveRecordsOutWithoutAWord) {
  Fault({{"route", "batchRead/contacts"},
         {"matchBody", "\"" + ids_[3] + "\""},
         {"drop", {ids_[3]}},
         {"times", -1}});
  EXPECT_EQ(BatchRead(sim_, "contacts", {ids_[2]}).Json()["results"].size(), 1U);
  for (int i = 0; i < 2; ++i) {
    const HttpAnswer answer = BatchRead(sim_, "contacts", {ids_[2], ids_[3]});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(Ids(answer.Json()["results"]), std::vector<std::string>{ids_[2]});
    EXPECT_FALSE(answer.Json().contains("errors"));
  }
  EXPECT_EQ(sim_.Get("/_sim/faults")[0]["hits"], 2) << "only requests with that id";
}

TEST_F(SimPageFaults, SearchMayAnswerRowsThatWereNotAskedFor) {
  const json stranger{{"id", "77"}, {"updatedAt", "2020-01-01T00:00:00Z"}, {"properties", json::object()}};
  Fault({{"route", "search/contacts"}, {"add", {stranger}}, {"total", 3}});
  const json page = Search(sim_, "contacts", {{"limit", 2}}).Json();
  EXPECT_EQ(Ids(page["results"]).back(), "77");
  EXPECT_EQ(page["total"], 3);
}

TEST_F(SimPageFaults, IdsAndValuesMayBeAnything) {
  for (const json& id : {json(18446744073709551615ULL), json("9223372036854775808"), json("007"),
                         json(nullptr), json("not a number")}) {
    Fault({{"route", "list/contacts"}, {"id", id}});
    EXPECT_EQ(Page()["results"][0]["id"], id);
  }
  for (const json& value : {json(1.5), json(true), json({{"deep", {1}}})}) {
    Fault({{"route", "list/contacts"}, {"set", {{"city", value}}}});
    EXPECT_EQ(Page()["results"][0]["properties"]["city"], value);
  }
}

TEST_F(SimPageFaults, BytesMayBeInvalidUnicode) {
  sim_.Post("/_sim/records", {{"object", "contacts"}, {"id", ids_[0]}, {"properties", {{"city", "MARK"}}}});
  const std::string url = std::string(kList) + "&properties=city";
  Fault({{"route", "list/contacts"}, {"find", "MARK"}, {"withHex", "C328ff"}}, "text");
  EXPECT_NE(sim_.Api(url).body.find("\"\xC3(\xFF\""), std::string::npos);
  Fault({{"route", "list/contacts"}, {"find", "MARK"}, {"with", "\\ud83d"}}, "text");
  EXPECT_NE(sim_.Api(url).body.find(R"("\ud83d")"), std::string::npos);
}

TEST_F(SimPageFaults, MistakesInARuleAreRefused) {
  EXPECT_THROW(Fault({{"route", "list"}}, "pages"), std::runtime_error);
  EXPECT_THROW(Fault({{"routes", "list"}}), std::runtime_error);
}

}  // namespace
}  // namespace hm::test
