// Faults of what HubSpot says rather than how, by their ids in docs/faults.md, as a whole sync meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <vector>

#include "integration/fault_sync.h"
#include "support/await.h"

namespace hm::test {
namespace {

using nlohmann::json;

TEST_F(FaultSync, F_S7_AVersionThatGoesBackIsNotTakenAndDoesNotFlap) {
  Load();
  const std::string id = AnId("contacts");
  hubspot_->Post("/_sim/records", {{"object", "contacts"},
                                   {"id", id},
                                   {"lastModified", 1'000'000'000'000},
                                   {"properties", {{"firstname", "older"}}}});
  const std::string row =
      "SELECT CONCAT(firstname, hs_lastmodifieddate, updated_at) FROM hubspot_contacts WHERE id = '" + id +
      "'";
  const std::string before = Value(row);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(connector_->Run({"sync", "--full"}).exit_code, 0);
    EXPECT_EQ(State("contacts", "records_synced"), "0");
  }
  EXPECT_EQ(Value(row), before);
  SetRecord("contacts", id, {{"firstname", "newest"}});
  ExpectConverges();
}

TEST_F(FaultSync, F_S8_Airbyte82771_ARemovedPropertyLeavesTheRecordsReadAfterIt) {
  Load();
  const std::string id = AnId("deals");
  SetRecord("deals", id, {{"dealtype", "newbusiness"}});
  hubspot_->Delete("/_sim/properties", {{"object", "deals"}, {"name", "dealtype"}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT dealtype IS NULL FROM hubspot_deals WHERE id = '" + id + "'"), "1");
  EXPECT_EQ(connector_->Run({"sync", "--full"}).exit_code, 0);
  ExpectEqual();
}

TEST_F(FaultSync, F_S9_SingerTap262_HostileAndLongPropertyNamesAreOnlyNames) {
  Load({"--contacts", "20", "--deals", "5"});
  const std::string same(90, 'n');
  const std::vector<std::string> names{"x`; DROP TABLE `hubspot_contacts`; --",
                                       "a'b\"c\\d",
                                       "SELECT",
                                       "\xF0\x9F\x98\x80",
                                       "Foo",
                                       "foo",
                                       "foo ",
                                       "row_start",
                                       "$.a[0]",
                                       same + "0123456789",
                                       same + "abcdefghij"};
  json values;
  for (const std::string& name : names) {
    hubspot_->Post("/_sim/properties",
                   {{"object", "contacts"}, {"name", name}, {"type", "string"}, {"fieldType", "text"}});
    values[name] = "value of " + name;
  }
  SetRecord("contacts", AnId("contacts"), values);
  ExpectConverges();
  EXPECT_EQ(connector_->Run({"sync", "--full"}).exit_code, 0);
  ExpectEqual();
}

TEST_F(FaultSync, F_S15_WhatBatchReadLeavesOutWithoutAWordIsAskedForAgain) {
  Load();
  const std::string id = AnId("contacts", 3);
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 10}});
  json fault{{"route", "batchRead/contacts"}, {"kind", "page"}, {"drop", {id}}, {"times", -1}};
  Fault(fault);
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(id, code) FROM hubspot_quarantine"), id + "not_given");
  EXPECT_GT(Hits(), 2);
  Heal();
  fault["times"] = 1;
  Fault(fault);
  ExpectConverges();
}

// Found by search a moment before it was merged, the loser answers under the winner's id.
TEST_F(FaultSync, F_S15_AMergedRecordThatSearchStillFindsIsNoFailure) {
  Load();
  const std::string winner = AnId("contacts", 0);
  const std::string loser = AnId("contacts", 1);
  hubspot_->Post("/_sim/merge",
                 {{"object", "contacts"}, {"primary", winner}, {"secondary", loser}, {"keepPrimary", true}});
  const json found{{"total", 2},
                   {"results",
                    {{{"id", winner}, {"properties", {{"lastmodifieddate", "2026-12-01T00:00:00Z"}}}},
                     {{"id", loser}, {"properties", {{"lastmodifieddate", "2026-12-01T00:00:00Z"}}}}}}};
  Fault({{"match", "contacts/search"}, {"status", 200}, {"body", found}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(Value("SELECT merged_into FROM hubspot_contacts WHERE id = '" + loser + "'"), winner);
}

// One answers under another id and another not at all: neither hides the other.
TEST_F(FaultSync, F_S15_AMergedRecordDoesNotHideOneThatIsLeftOut) {
  Load();
  const std::string winner = AnId("contacts", 0);
  const std::string loser = AnId("contacts", 1);
  const std::string left_out = AnId("contacts", 2);
  hubspot_->Post("/_sim/merge",
                 {{"object", "contacts"}, {"primary", winner}, {"secondary", loser}, {"keepPrimary", true}});
  json rows = json::array();
  for (const std::string& id : {loser, left_out}) {
    rows.push_back({{"id", id}, {"properties", {{"lastmodifieddate", "2026-12-01T00:00:00Z"}}}});
  }
  Fault({{"match", "contacts/search"}, {"status", 200}, {"body", {{"total", 2}, {"results", rows}}}});
  Fault({{"route", "batchRead/contacts"}, {"kind", "page"}, {"drop", {left_out}}, {"times", -1}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(id, code) FROM hubspot_quarantine"), left_out + "not_given");
  EXPECT_EQ(Value("SELECT merged_into FROM hubspot_contacts WHERE id = '" + loser + "'"), winner);
}

// A merged record that batch read leaves out twice and gives at the third try, under the id of the one that
// is left; or when only the last look at it alone gives it: then the retry of what is set aside settles it.
TEST_F(FaultSync, F_S15_AMergedRecordThatOnlyALateReadGives) {
  for (const int dropped : {4, 5}) {
    Load({"--contacts", "50", "--deals", "5"});
    const std::string winner = AnId("contacts", 0);
    const std::string loser = AnId("contacts", 1);
    hubspot_->Post(
        "/_sim/merge",
        {{"object", "contacts"}, {"primary", winner}, {"secondary", loser}, {"keepPrimary", true}});
    const json found{{"id", loser}, {"properties", {{"lastmodifieddate", "2026-12-01T00:00:00Z"}}}};
    Fault({{"match", "contacts/search"}, {"status", 200}, {"body", {{"total", 1}, {"results", {found}}}}});
    Fault({{"route", "batchRead/contacts"},
           {"matchBody", "\"" + loser + "\""},
           {"kind", "page"},
           {"drop", {winner}},
           {"times", dropped}});
    const std::string merged_into = "SELECT merged_into FROM hubspot_contacts WHERE id = '" + loser + "'";
    EXPECT_EQ(connector_->Run({"sync", "--objects", "contacts"}).exit_code, 0);
    EXPECT_EQ(Hits(1), dropped);
    EXPECT_EQ(connector_->Count("hubspot_quarantine"), 0);
    EXPECT_EQ(Value(merged_into), winner);
    // Search never shows the winner, as if the merge had not moved its last-modified.
    Fault({{"match", "contacts/search"},
           {"status", 200},
           {"body", {{"total", 0}, {"results", json::array()}}}});
    EXPECT_EQ(connector_->Run({"sync", "--objects", "contacts"}).exit_code, 0);
    EXPECT_EQ(connector_->Count("hubspot_quarantine"), 0);
    EXPECT_EQ(Value(merged_into), winner);
    EXPECT_THAT(connector_->Differences("contacts"), testing::IsEmpty());
  }
}

// The same in a first load whose list still has the loser, where records are read apart from it.
TEST_F(FaultSync, F_S15_AMergedRecordThatOnlyTheThirdReadOfAFirstLoadGives) {
  Open({"--contacts", "50", "--deals", "5", "--max-url", "250"});
  const std::string winner = AnId("contacts", 0);
  const std::string loser = AnId("contacts", 1);
  hubspot_->Post("/_sim/merge",
                 {{"object", "contacts"}, {"primary", winner}, {"secondary", loser}, {"keepPrimary", true}});
  Fault({{"route", "list/contacts"},
         {"kind", "page"},
         {"drop", {winner}},
         {"add", {{{"id", loser}, {"properties", json::object()}, {"updatedAt", "2026-12-01T00:00:00Z"}}}},
         {"times", -1}});
  Fault({{"route", "batchRead/contacts"},
         {"matchBody", "\"" + loser + "\""},
         {"kind", "page"},
         {"drop", {winner}},
         {"times", 4}});
  EXPECT_EQ(connector_->Run({"sync", "--objects", "contacts"}).exit_code, 0);
  EXPECT_EQ(Hits(1), 4);
  EXPECT_EQ(connector_->Count("hubspot_quarantine"), 0);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_contacts WHERE id = '" + winner + "'"), "1");
  EXPECT_EQ(connector_->Run({"sync", "--objects", "contacts"}).exit_code, 0);
  EXPECT_THAT(connector_->Differences("contacts"), testing::IsEmpty());
}

TEST_F(FaultSync, F_S16_EstuaryClear1665_AClearedPropertyLosesItsValue) {
  Load({"--contacts", "20", "--deals", "20", "--awkward", "0"});
  const std::string contact = AnId("contacts");
  const std::string deal = AnId("deals");
  SetRecord("contacts", contact, {{"firstname", "Ada"}, {"phone", "1"}, {"lifecyclestage", "lead"}});
  SetRecord("deals", deal, {{"amount", "5"}, {"closedate", "2026-01-01"}, {"dealtype", "newbusiness"}});
  ExpectConverges();
  SetRecord("contacts", contact, {{"firstname", ""}, {"phone", nullptr}, {"lifecyclestage", ""}});
  SetRecord("deals", deal, {{"amount", ""}, {"closedate", ""}, {"dealtype", nullptr}});
  ExpectConverges();
  EXPECT_EQ(Value("SELECT CONCAT(firstname = '', phone IS NULL, lifecyclestage = '') FROM hubspot_contacts "
                  "WHERE id = '" +
                  contact + "'"),
            "111");
  EXPECT_EQ(
      Value("SELECT CONCAT(amount IS NULL, closedate IS NULL, dealtype IS NULL) FROM hubspot_deals WHERE "
            "id = '" +
            deal + "'"),
      "111");
}

TEST_F(FaultSync, F_S21_AScopeLostForADayGoesOnWhereItWas) {
  Load();
  hubspot_->Post("/_sim/settings",
                 {{"scopes", {"crm.objects.deals.read", "crm.schemas.deals.read", "oauth"}}});
  SetRecord("contacts", AnId("contacts"), {{"firstname", "meanwhile"}});
  EXPECT_EQ(Sync().exit_code, 1);
  EXPECT_EQ(Value("SELECT SUM(archived = 0) FROM hubspot_contacts"), "250");
  hubspot_->Post("/_sim/settings", {{"scopes",
                                     {"crm.objects.contacts.read", "crm.schemas.contacts.read",
                                      "crm.objects.deals.read", "crm.schemas.deals.read", "oauth"}}});
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_FALSE(hubspot_->Counters().at("byRoute").contains("list/contacts")) << "no second first load";
  ExpectConverges();
}

TEST_F(FaultSync, F_S20_ARotatedTokenIsTakenUpOnReload) {
  Load();
  const std::string file = testing::TempDir() + "/token-" + connector_->database();
  std::ofstream(file) << Simulator::Token() << '\n';
  std::filesystem::permissions(file,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  Process run({BinaryDir() + "/hubspot-mariadb", "run"}, {{"HUBSPOT_API_KEY_FILE", file},
                                                          {"HUBSPOT_BASE_URL", hubspot_->url()},
                                                          {"DB_SOCKET", SharedServer().socket()},
                                                          {"DB_USER", "root"},
                                                          {"DB_NAME", connector_->database()},
                                                          {"SYNC_INTERVAL_MINUTES", "0.02"}});
  ASSERT_TRUE(Await([&] { return run.Err().find("running") != std::string::npos; })) << run.Err();
  const std::string rotated = "pat-na1-99999999-1111-2222-3333-444444444444";
  hubspot_->Post("/_sim/settings", {{"token", rotated}});
  EXPECT_TRUE(connector_->Await("SELECT COUNT(*) > 0 FROM sync_state WHERE status = 'failed'", "1",
                                std::chrono::seconds{30}));
  std::ofstream(file) << rotated << '\n';
  run.Signal(SIGHUP);
  EXPECT_TRUE(connector_->Await("SELECT COUNT(*) FROM sync_state WHERE status = 'success'", "3",
                                std::chrono::seconds{30}))
      << run.Err();
  run.Signal(SIGTERM);
  EXPECT_EQ(run.Wait(std::chrono::seconds{20}), 0) << run.Err();
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace hm::test
