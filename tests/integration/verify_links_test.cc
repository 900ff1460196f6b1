// `verify` compares associations with HubSpot: it finds each kind of difference, names it and mends it.
#include <csignal>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::chrono::seconds kPatience{30};

class VerifyAssociations : public SmallAccount {
 protected:
  json Verify(std::vector<std::string> flags, int exit_code, const Environment& environment = {}) const {
    flags.insert(flags.begin(), {"verify", "--json", "--objects", "deals"});
    const RunResult run = connector_->Run(flags, environment);
    EXPECT_EQ(run.exit_code, exit_code) << run.out << run.err;
    return json::parse(run.out).at("objects").at(0);
  }
  // A link of its own for a deal and a contact that have none, there and in the table.
  void Link(const std::string& deal, const std::string& contact, const json& types) const {
    hubspot_->Post(
        "/_sim/associations",
        {{"from", "deals"}, {"fromId", deal}, {"to", "contacts"}, {"toId", contact}, {"typeIds", types}});
  }
  void Part(const std::string& deal, const std::string& contact) const {
    hubspot_->Delete("/_sim/associations",
                     {{"from", "deals"}, {"fromId", deal}, {"to", "contacts"}, {"toId", contact}});
  }
  // A contact that the deal is not associated with.
  std::string Stranger(const std::string& deal) const {
    return Value(
        "SELECT MAX(id) FROM hubspot_contacts WHERE archived = 0 AND id NOT IN (SELECT to_id FROM "
        "hubspot_associations WHERE from_object_type_id = '0-3' AND from_id = '" +
        deal + "')");
  }
  void ExpectLinksEqual() const { EXPECT_THAT(connector_->LinkDifferences("deals", "contacts"), IsEmpty()); }
  static json Named(const std::string& deal, const std::string& contact, const std::string& category,
                    const std::string& type, const json& label) {
    return {{"from_object_type_id", "0-3"},
            {"from_id", deal},
            {"to_object_type_id", "0-1"},
            {"to_id", contact},
            {"category", category},
            {"association_type_id", type},
            {"label", label}};
  }
  std::string Details() const {
    return Value("SELECT details FROM hubspot_sync_passes WHERE pass = 'verify' AND object_type = 'deals'");
  }
};

TEST_F(VerifyAssociations, FindsEachKindAndMendsItOnRequest) {
  Load();
  const std::string gained = AnId("deals", 2);
  const std::string parted = AnId("deals", 11);
  const std::string relabelled = AnId("deals", 25);
  const std::string stranger = Stranger(gained);
  const std::string friend_of_parted = Stranger(parted);
  const std::string labelled = Stranger(relabelled);
  Link(parted, friend_of_parted, {3});
  Link(relabelled, labelled, {3, 28001});
  ASSERT_EQ(Sync({{"ASSOCIATIONS_INTERVAL_HOURS", "0.0000001"}}).exit_code, 0);
  EXPECT_EQ(Verify({}, 0).at("links_missing"), 0);

  Link(gained, stranger, {3});
  Part(parted, friend_of_parted);
  connector_->Execute("UPDATE hubspot_associations SET label = 'Other' WHERE from_id = '" + relabelled +
                      "' AND to_id = '" + labelled + "' AND association_type_id = 28001");
  connector_->Execute("UPDATE hubspot_associations SET category = 'OTHER' WHERE from_id = '" + relabelled +
                      "' AND to_id = '" + labelled + "' AND association_type_id = 3");
  const json found = Verify({}, 4);
  EXPECT_THAT(found.at("links_missing_ids"),
              ElementsAre(Named(gained, stranger, "HUBSPOT_DEFINED", "3", json())));
  EXPECT_THAT(found.at("links_extra_ids"),
              ElementsAre(Named(parted, friend_of_parted, "HUBSPOT_DEFINED", "3", json())));
  EXPECT_THAT(
      found.at("links_differing_ids"),
      testing::UnorderedElementsAre(Named(relabelled, labelled, "HUBSPOT_DEFINED", "3", json()),
                                    Named(relabelled, labelled, "USER_DEFINED", "28001", "Billing contact")));
  EXPECT_EQ(found.at("links_differing"), 2);
  EXPECT_EQ(found.at("repaired"), 0);
  EXPECT_EQ(json::parse(Details()).at("found"), 4);
  EXPECT_THAT(connector_->Run({"status"}).out, HasSubstr("4 differ,"));
  EXPECT_EQ(Verify({"--quick"}, 0).at("links_compared"), 0);
  const RunResult text = connector_->Run({"verify", "--objects", "deals"});
  EXPECT_EQ(text.exit_code, 4);
  EXPECT_THAT(text.out, HasSubstr("deals 0-3/" + gained + " -> 0-1/" + stranger +
                                  " HUBSPOT_DEFINED 3 links_missing\n"));

  EXPECT_EQ(Verify({"--repair"}, 0).at("repaired"), 4);
  ExpectLinksEqual();
  EXPECT_EQ(json::parse(Details()).at("links_missing"), 1);
  EXPECT_EQ(Verify({}, 0).at("links_extra"), 0);
}

TEST_F(VerifyAssociations, OfARecordThatHasNoRowAreExtraUnlessHubSpotHasThem) {
  Load();
  const std::string gone = AnId("deals", 5);
  const std::string of_no_row = "999999999";
  connector_->Execute("INSERT INTO hubspot_associations SELECT from_object_type_id, '" + of_no_row +
                      "', to_object_type_id, to_id, association_type_id, category, label, synced_at FROM "
                      "hubspot_associations WHERE from_object_type_id = '0-3' LIMIT 1");
  connector_->Execute("DELETE FROM hubspot_deals WHERE id = '" + gone + "'");
  const json found = Verify({}, 4);
  EXPECT_EQ(found.at("missing"), 1);
  EXPECT_EQ(found.at("links_extra"), 1);
  EXPECT_EQ(found.at("links_extra_ids").at(0).at("from_id"), of_no_row);
  EXPECT_EQ(found.at("links_missing"), 0);
  EXPECT_EQ(Verify({"--repair"}, 0).at("repaired"), 2);
  ExpectLinksEqual();
}

TEST_F(VerifyAssociations, RecordsWithoutAnyInTheTableAreNotPassedOver) {
  Load({"--contacts", "20", "--deals", "700"});
  // Only the last have some left: the first part of those that have is far behind the first part of all.
  const std::string links =
      "FROM hubspot_associations WHERE from_object_type_id = '0-3' AND from_id < (SELECT MIN(id) FROM "
      "(SELECT "
      "id FROM hubspot_deals ORDER BY id DESC LIMIT 300) t)";
  const std::string lost = Value("SELECT COUNT(*) " + links);
  connector_->Execute("DELETE " + links);
  EXPECT_EQ(std::to_string(Verify({}, 4).at("links_missing").get<int>()), lost);
}

TEST_F(VerifyAssociations, WhatAnotherReadingDoesNotShowIsNoDifference) {
  Load();
  Fault({{"route", "associations/deals"}, {"matchBody", "inputs"}, {"kind", "page"}, {"results", "none"}});
  EXPECT_EQ(Verify({"--repair"}, 0).at("links_extra"), 0);
  EXPECT_EQ(Hits(0), 1);
  ExpectLinksEqual();
}

TEST_F(VerifyAssociations, SwitchedOffNothingIsAsked) {
  Load();
  connector_->Execute("DELETE FROM hubspot_associations");
  hubspot_->Delete("/_sim/counters");
  EXPECT_EQ(Verify({}, 0, {{"ASSOCIATIONS_INTERVAL_HOURS", "0"}}).at("links_compared"), 0);
  EXPECT_FALSE(hubspot_->Counters().at("byRoute").contains("associations/deals"));
}

TEST_F(VerifyAssociations, AMissingScopeIsNoFailure) {
  Load();
  Fault({{"route", "associations/deals"},
         {"times", -1},
         {"status", 403},
         {"body", {{"category", "MISSING_SCOPES"}, {"message", "no"}}}});
  EXPECT_EQ(Verify({}, 0).at("links_compared"), 0);
}

TEST_F(VerifyAssociations, ManyAreCountedAndTheFirstAreListed) {
  Load({"--contacts", "1100", "--deals", "30"});
  connector_->Execute(
      "INSERT IGNORE INTO hubspot_associations SELECT '0-3', (SELECT MIN(id) FROM hubspot_deals), '0-1', id, "
      "555, 'OTHER', NULL, UTC_TIMESTAMP() FROM hubspot_contacts");
  const json found = Verify({}, 4);
  EXPECT_EQ(found.at("links_extra"), 1100);
  EXPECT_EQ(found.at("links_extra_ids").size(), 1000);
  EXPECT_THAT(connector_->Run({"verify", "--objects", "deals"}).out,
              HasSubstr("deals and 100 more links_extra\n"));
  EXPECT_EQ(Verify({"--repair"}, 0).at("repaired"), 1100);
  ExpectLinksEqual();
}

// In the background they are compared too, and a stop in their midst does not begin the records again.
TEST_F(VerifyAssociations, TheBackgroundGoesOnAmongThem) {
  Load({"--contacts", "5", "--deals", "2600"});
  const std::string last = Value("SELECT MAX(id) FROM hubspot_deals");
  Link(last, Stranger(last), {3});
  const std::string hung = Value("SELECT MIN(id) FROM hubspot_deals");
  Fault(
      {{"route", "associations/deals"}, {"matchBody", "\"" + hung + "\""}, {"times", -1}, {"kind", "hang"}});
  const Environment environment{{"VERIFY_INTERVAL_HOURS", "24"}, {"SYNC_INTERVAL_MINUTES", "60"}};
  const auto run = connector_->Start({"run"}, environment);
  ASSERT_TRUE(connector_->Await(
      "SELECT COUNT(*) FROM hubspot_sync_passes WHERE pass = 'verify_place' AND object_type = 'deals' AND "
      "details LIKE '%\"links_to\":\"0-1\"%'",
      "1", kPatience));
  run->Signal(SIGKILL);
  ASSERT_TRUE(run->Wait(std::chrono::seconds{5}));
  Heal();
  hubspot_->Delete("/_sim/counters");
  const auto again = connector_->Start({"run"}, environment);
  ASSERT_TRUE(connector_->Await(
      "SELECT COUNT(*) FROM hubspot_sync_passes WHERE pass = 'verify' AND object_type = 'deals'", "1",
      kPatience));
  again->Signal(SIGTERM);
  EXPECT_EQ(again->Wait(std::chrono::seconds{5}), 0) << again->Err();
  const json routes = hubspot_->Counters().at("byRoute");
  EXPECT_FALSE(routes.contains("list/deals")) << routes;
  const json details = json::parse(Details());
  EXPECT_EQ(details.at("compared"), 2600);
  EXPECT_EQ(details.at("links_missing"), 1);
  EXPECT_EQ(details.at("repaired"), 1);
  ExpectLinksEqual();
}

}  // namespace
}  // namespace hm::test
