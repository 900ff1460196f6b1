// Faults of HTTP, JSON and HubSpot, by their ids in docs/faults.md, as a whole sync meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "integration/fault_sync.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(FaultSync, F_H1_ARequestCalledWrongStopsItsObjectOnly) {
  Open();
  Fault({{"match", "/objects/2026-09/contacts"},
         {"times", -1},
         {"status", 400},
         {"body",
          {{"status", "error"},
           {"message", "no"},
           {"category", "VALIDATION_ERROR"},
           {"correlationId", "c-77"}}}});
  EXPECT_EQ(Sync().exit_code, 1);
  EXPECT_EQ(Hits(), 1) << "not asked again";
  EXPECT_EQ(State("contacts", "status"), "failed");
  EXPECT_THAT(State("contacts", "error_message"), AllOf(HasSubstr("VALIDATION_ERROR"), HasSubstr("c-77")));
  EXPECT_EQ(State("deals", "status"), "success");
  Heal();
  ExpectConverges();
}

TEST_F(FaultSync, F_H2_Airbyte62467_ATokenRefusedHalfwayEndsAtOnceAndLosesNothing) {
  Open({"--contacts", "450", "--deals", "60"});
  Fault({{"match", "GET /crm/objects/2026-09/contacts"},
         {"nth", 3},
         {"times", -1},
         {"status", 401},
         {"body", {{"status", "error"}, {"message", "expired"}, {"category", "EXPIRED_AUTHENTICATION"}}}});
  EXPECT_EQ(Sync().exit_code, 3);
  EXPECT_EQ(Hits(), 1) << "no hammering";
  EXPECT_THAT(State("contacts", "error_message"), HasSubstr("EXPIRED_AUTHENTICATION"));
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 200);
  Heal();
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(hubspot_->Counters().at("byRoute").at("list/contacts"), 3) << "it goes on where it stopped";
  ExpectConverges();
}

TEST_F(FaultSync, F_H4_AnObjectThatIsNotFoundKeepsItsRows) {
  Load();
  Fault({{"match", "/contacts"},
         {"times", -1},
         {"status", 404},
         {"body", {{"status", "error"}, {"message", "unable to infer object type"}}}});
  EXPECT_EQ(Sync().exit_code, 1);
  EXPECT_EQ(State("contacts", "status"), "failed");
  EXPECT_EQ(Value("SELECT SUM(archived = 0) FROM hubspot_contacts"), "250");
  EXPECT_EQ(State("deals", "status"), "success");
  Heal();
  ExpectConverges();
}

TEST_F(FaultSync, F_H5_AnIdThatBatchReadDoesNotFindIsNoFailure) {
  Load();
  const std::string id = AnId("contacts");
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 1}});
  Fault({{"match", "contacts/batch/read"},
         {"status", 207},
         {"body",
          {{"status", "COMPLETE"},
           {"results", json::array()},
           {"numErrors", 1},
           {"errors",
            {{{"status", "error"},
              {"category", "OBJECT_NOT_FOUND"},
              {"message", "gone"},
              {"context", {{"ids", {id}}}}}}}}}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_contacts"), "250") << "not found is not yet deleted";
  Heal();
  ExpectConverges();
}

TEST_F(FaultSync, F_H14_OtherPartialErrorsAreAskedAgainAndNeverPassedOver) {
  Load();
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 3}});
  json fault{{"match", "contacts/batch/read"},
             {"status", 207},
             {"times", -1},
             {"body",
              {{"status", "COMPLETE"},
               {"results", json::array()},
               {"errors", {{{"status", "error"}, {"category", "INTERNAL_ERROR"}, {"message", "later"}}}}}}};
  Fault(fault);
  const std::string complete_until = State("contacts", "last_sync_timestamp");
  EXPECT_EQ(Sync().exit_code, 1);
  EXPECT_EQ(Hits(), 3);
  EXPECT_THAT(State("contacts", "error_message"), HasSubstr("INTERNAL_ERROR"));
  EXPECT_EQ(State("contacts", "last_sync_timestamp"), complete_until);
  Heal();
  ExpectConverges();
}

TEST_F(FaultSync, F_H13_AnAccountThatMovesIsWaitedFor) {
  Open();
  Fault({{"match", "/objects/2026-09/deals"},
         {"nth", 1},
         {"status", 477},
         {"headers", {{"Retry-After", "1"}}}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("migrating"));
  ExpectEqual();
}

TEST_F(FaultSync, F_N11_APortalsPageIsNotTakenForAnAnswer) {
  Load();
  Fault({{"match", "/objects/2026-09/contacts"},
         {"times", -1},
         {"status", 200},
         {"contentType", "text/html"},
         {"body", "<html>canary: please log in</html>"}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, AllOf(HasSubstr("not JSON"), Not(HasSubstr("canary"))));
  EXPECT_EQ(Value("SELECT SUM(archived = 0) FROM hubspot_contacts"), "250");
  Heal();
  ExpectConverges();
}

// The list's cursors lead round in a circle of two.
TEST_F(FaultSync, F_J3_F_J4_CursorsThatGoRoundEndInWords) {
  Open({"--contacts", "250", "--deals", "60"});
  const auto page_to = [](const std::string& after) {
    return json{{"results", json::array()}, {"paging", {{"next", {{"after", after}}}}}};
  };
  const std::string next =
      hubspot_->Api("/crm/objects/2026-09/contacts?limit=100").Json().at("paging").at("next").at("after");
  Fault({{"match", "after=" + next + "&"}, {"times", -1}, {"status", 200}, {"body", page_to("1")}});
  Fault({{"match", "after=1&"}, {"times", -1}, {"status", 200}, {"body", page_to(next)}});
  const RunResult round = Sync();
  EXPECT_EQ(round.exit_code, 1);
  EXPECT_THAT(round.err, HasSubstr("the same cursor twice [HM4003]"));
  EXPECT_THAT(State("contacts", "error_message"), HasSubstr("cursor"));
  Heal();
  ExpectConverges();
}

// One page of deals as no simulator would send it; each value arrives as its JSON text.
TEST_F(FaultSync, F_J5_F_J6_F_J10_F_J11_F_J13_AwkwardIdsValuesAndFieldsArrive) {
  Open({"--contacts", "5", "--deals", "0"});
  const std::string deep = std::string(40, '[') + std::string(40, ']');
  const std::string large(5'000'000, 'x');
  struct Case {
    std::string id;
    std::string value;   // as HubSpot sends it
    std::string text;    // as properties_json holds it
    std::string amount;  // the typed column
  };
  const std::vector<Case> cases{
      {"1", "12.345", "12.345", "12.35"},
      {"\"007\"", "true", "true", ""},
      {"9007199254740993", R"({"b":1})", R"({"b":1})", ""},
      {"\"18446744073709551616\"", "[1, 2]", "[1, 2]", ""},
      {"\"5\"", "9007199254740993", "9007199254740993", ""},
      {"\"6\"", "1e400", "1e400", ""},
      {"\"7\"", "-0", "-0", "0.00"},
      {"\"8\"", "0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827", "0.10"},
      {"\"9\"", deep, deep, ""},
      {"\"10\"", '"' + large + '"', large, ""},
  };
  std::string page = R"({"results":[)";
  for (const Case& c : cases) {
    page += (page.ends_with('[') ? "" : ",") + (R"({"id":)" + c.id) +
            R"(,"brand_new":{"a":[1]},"properties":)" + R"({"amount":)" + c.value +
            R"(,"hs_lastmodifieddate":"2025-01-01T00:00:00Z"}})";
  }
  page += "]}";
  Fault({{"match", "GET /crm/objects/2026-09/deals"}, {"status", 200}, {"body", page}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  for (const Case& c : cases) {
    std::string id = c.id;
    std::erase(id, '"');
    const std::string where = " FROM hubspot_deals WHERE id = '" + id + "'";
    EXPECT_EQ(json::parse(Value("SELECT properties_json" + where)).at("amount"), c.text) << id;
    EXPECT_EQ(Value("SELECT amount" + where), c.amount) << id;
  }
  EXPECT_THAT(run.err, AllOf(HasSubstr("do not fit"), HasSubstr("amount")));
}

TEST_F(FaultSync, F_J12_Airbyte60962_DatesOfEveryFormFitOrAreNull) {
  Open({"--contacts", "5", "--deals", "0"});
  const std::vector<std::pair<std::string, std::string>> cases{
      {"2026-03-31", "2026-03-31 00:00:00"},
      {"2026-03-31T23:59:59.999Z", "2026-03-31 23:59:59"},
      {"2026-03-31T23:59:59Z", "2026-03-31 23:59:59"},
      {"1774915200000", "2026-03-31 00:00:00"},
      {"0", "1970-01-01 00:00:00"},
      {"-1000", "1969-12-31 23:59:59"},
      {"9999-12-31", "9999-12-31 00:00:00"},
      {"0000-00-00", ""},
      {"10000-01-01", ""},
      {"2026-02-30", ""},
      {"tomorrow", ""},
      {"", ""},
  };
  std::map<std::string, std::string> wanted;
  for (const auto& [sent, stored] : cases) {
    wanted[SetRecord("deals", "", {{"closedate", sent}})] = stored;
  }
  ASSERT_EQ(Sync().exit_code, 0);
  for (const auto& [id, stored] : wanted) {
    EXPECT_EQ(Value("SELECT closedate FROM hubspot_deals WHERE id = '" + id + "'"), stored)
        << Value("SELECT properties_json FROM hubspot_deals WHERE id = '" + id + "'");
  }
  ExpectConverges();
}

}  // namespace
}  // namespace hm::test
