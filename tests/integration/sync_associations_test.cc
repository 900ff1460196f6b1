// Which records belong together: complete by the sweep and by what changes, and gone with the records.
#include <array>
#include <csignal>
#include <set>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Environment kSweepNow{{"ASSOCIATIONS_INTERVAL_HOURS", "0.0000001"}};

class AssociationSync : public SmallAccount {
 protected:
  void Link(const std::string& deal, const json& what, bool remove = false) const {
    json body{{"from", "deals"}, {"fromId", deal}, {"to", "contacts"}};
    body.update(what);
    if (remove) {
      hubspot_->Delete("/_sim/associations", body);
    } else {
      hubspot_->Post("/_sim/associations", body);
    }
  }
  std::string Deal(std::size_t index) const { return AnId("deals", index); }
  std::string Contact(std::size_t index) const { return AnId("contacts", index); }
  void Touch(const std::string& object, const std::string& id) const {
    SetRecord(object, id, {{object == "deals" ? "dealname" : "firstname", "touched"}});
  }
  void ExpectLinksEqual() const {
    EXPECT_THAT(connector_->LinkDifferences("contacts", "deals"), IsEmpty());
    EXPECT_THAT(connector_->LinkDifferences("deals", "contacts"), IsEmpty());
  }
  std::string LinksOf(const std::string& deal) const {
    return Value(
        "SELECT COUNT(DISTINCT to_id) FROM hubspot_associations WHERE from_object_type_id = '0-3' AND "
        "from_id = '" +
        deal + "'");
  }
  // 0, 1, 100, 101, 500, 501 and 1,762 contacts of the first deals, the seeded ones aside.
  void LinkManyCounts() const {
    hubspot_->Post("/_sim/bulk", {{"object", "deals"}, {"count", 7}});
    for (std::size_t i = 0; i < kCounts.size(); ++i) {
      if (kCounts[i] > 0) Link(Made(i), {{"count", kCounts[i]}});
    }
  }
  // Deals that the test made have no seeded associations.
  std::string Made(std::size_t i) const {
    std::vector<std::string> made;
    for (const json& deal : hubspot_->Truth("deals")) {
      if (!seeded_.contains(deal.at("id"))) made.push_back(deal.at("id"));
    }
    return made.at(i);
  }
  void OpenMany(const std::string& contacts = "1800") {
    Open({"--contacts", contacts, "--deals", "30"});
    for (const json& deal : hubspot_->Truth("deals")) seeded_.insert(deal.at("id"));
  }

  static constexpr std::array<int, 7> kCounts{0, 1, 100, 101, 500, 501, 1762};
  std::set<std::string> seeded_;
};

TEST_F(AssociationSync, F_S13_DltVerifiedSources593_EveryCountByTheSweepInBothVersionsOfTheApi) {
  for (const char* version : {"2026-09", "v3"}) {
    OpenMany();
    LinkManyCounts();
    const RunResult run = Sync({{"HUBSPOT_API_VERSION", version}});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    for (std::size_t i = 0; i < kCounts.size(); ++i) {
      EXPECT_EQ(LinksOf(Made(i)), std::to_string(kCounts[i]));
    }
    ExpectLinksEqual();
    EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_association_types WHERE label = 'Billing contact' AND "
                    "category = 'USER_DEFINED'"),
              "2");
    EXPECT_THAT(run.out, HasSubstr("associations"));
  }
}

TEST_F(AssociationSync, F_S13_HubspotApiPython135_EveryCountByWhatChangedAndAnIdleSyncWritesNothing) {
  OpenMany();
  ASSERT_EQ(Sync().exit_code, 0);
  LinkManyCounts();
  hubspot_->Delete("/_sim/counters");
  const RunResult run = Sync();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  for (std::size_t i = 0; i < kCounts.size(); ++i) {
    EXPECT_EQ(LinksOf(Made(i)), std::to_string(kCounts[i]));
  }
  ExpectLinksEqual();  // the contacts, which did not change, as well
  const json routes = hubspot_->Counters().at("byRoute");
  EXPECT_EQ(routes.at("associations/deals"), 1) << routes;
  EXPECT_EQ(routes.at("record-associations/deals"), 2 + 4) << routes;  // 501 and 1,762 take pages
  EXPECT_LE(routes.at("associations/contacts"), 4) << routes;

  const std::string rows = Value("SELECT CONCAT(COUNT(*), ' ', MAX(synced_at)) FROM hubspot_associations");
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_LE(hubspot_->Counters().at("total"), 8) << hubspot_->Counters().at("byRoute");
  EXPECT_EQ(Value("SELECT CONCAT(COUNT(*), ' ', MAX(synced_at)) FROM hubspot_associations"), rows);
  EXPECT_EQ(connector_->Count("hubspot_association_queue"), 0);
}

TEST_F(AssociationSync, F_S13_Airbyte27199_LinksAloneArriveWithTheSweep) {
  Load();
  const std::string deal = Deal(3);
  const std::string contact = Contact(100);
  Link(deal, {{"toId", contact}});
  // Of a record that is not here.
  connector_->Execute(
      "INSERT INTO hubspot_associations VALUES ('0-3', '9', '0-1', '1', 3, 'HUBSPOT_DEFINED', '', NOW())");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_THAT(connector_->LinkDifferences("deals", "contacts"), Not(IsEmpty()));  // nothing marks it
  ASSERT_EQ(Sync(kSweepNow).exit_code, 0);
  ExpectLinksEqual();
  // Relabelled, then parted.
  Link(deal, {{"toId", contact}, {"typeIds", {3, 28001}}});
  ASSERT_EQ(Sync(kSweepNow).exit_code, 0);
  ExpectLinksEqual();
  EXPECT_EQ(Value("SELECT label FROM hubspot_associations WHERE from_id = '" + deal + "' AND to_id = '" +
                  contact + "' AND association_type_id = 28001"),
            "Billing contact");
  Link(deal, {{"toId", contact}}, true);
  ASSERT_EQ(Sync(kSweepNow).exit_code, 0);
  ExpectLinksEqual();
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_associations WHERE from_id = '" + deal + "' AND to_id = '" +
                  contact + "'"),
            "0");
}

TEST_F(AssociationSync, AreReadOnceTheRecordsAreThereWhateverBecomesOfTheRest) {
  Open();
  Fault({{"route", "listArchived"}, {"times", -1}, {"status", 400}});
  EXPECT_NE(Sync().exit_code, 0);
  EXPECT_GT(connector_->Count("hubspot_associations"), 0);
  ExpectLinksEqual();
}

TEST_F(AssociationSync, RunReadsThemAgainByItself) {
  Open();
  ASSERT_EQ(connector_->Run({"migrate"}).exit_code, 0);
  const auto run = connector_->Start(
      {"run"}, {{"SYNC_INTERVAL_MINUTES", "0.02"}, {"ASSOCIATIONS_INTERVAL_HOURS", "0.0003"}});
  const std::string deal = Deal(3);
  const std::string contact = Contact(100);
  const std::string count = "SELECT COUNT(*) FROM hubspot_associations WHERE from_id = '" + deal +
                            "' AND to_id = '" + contact + "'";
  ASSERT_TRUE(
      connector_->Await("SELECT COUNT(*) FROM hubspot_sync_passes WHERE pass LIKE 'links %' AND "
                        "finished_ms >= started_ms",
                        "4", std::chrono::seconds{60}));
  Link(deal, {{"toId", contact}});
  EXPECT_TRUE(connector_->Await(count, "1", std::chrono::seconds{60}));
  Link(deal, {{"toId", contact}}, true);
  EXPECT_TRUE(connector_->Await(count, "0", std::chrono::seconds{60}));
  run->Signal(SIGTERM);
  EXPECT_EQ(run->Wait(std::chrono::seconds{10}), 0) << run->Err();
}

TEST_F(AssociationSync, PartedAndRelabelledWithARecordThatChanged) {
  Load();
  const std::string deal = Deal(3);
  Link(deal, {{"toId", Contact(100)}, {"typeIds", {3, 28001}}});
  Link(deal, {{"toId", Contact(101)}});
  Touch("deals", deal);
  ASSERT_EQ(Sync().exit_code, 0);
  ExpectLinksEqual();
  Link(deal, {{"toId", Contact(100)}, {"typeIds", {3}}});
  Link(deal, {{"toId", Contact(101)}}, true);
  Touch("deals", deal);
  ASSERT_EQ(Sync().exit_code, 0);
  ExpectLinksEqual();
}

TEST_F(AssociationSync, TheyGoAndComeWithTheirRecords) {
  Load();
  const std::string deal = Deal(3);
  for (const std::size_t i : {10, 11, 12, 13}) {
    Link(deal, {{"toId", Contact(i)}});
  }
  Touch("deals", deal);
  ASSERT_EQ(Sync().exit_code, 0);
  ExpectLinksEqual();
  const std::string archived = Contact(10);
  const std::string erased = Contact(11);
  const std::string winner = Contact(12);
  const std::string loser = Contact(13);
  hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", archived}});
  hubspot_->Post("/_sim/merge",
                 {{"object", "contacts"}, {"primary", winner}, {"secondary", loser}, {"keepPrimary", true}});
  hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", erased}});
  ASSERT_EQ(Sync().exit_code, 0);
  ExpectLinksEqual();
  hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", erased}});
  hubspot_->Post("/_sim/restore", {{"object", "contacts"}, {"id", archived}, {"keepLastModified", true}});
  ASSERT_EQ(Sync().exit_code, 0);
  ExpectLinksEqual();
  EXPECT_EQ(
      Value(
          "SELECT COUNT(*) > 0 FROM hubspot_associations WHERE from_object_type_id = '0-1' AND from_id = '" +
          archived + "'"),
      "1");
  // Erased while live: verify finds it, and its associations go with the row.
  hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", winner}});
  EXPECT_EQ(connector_->Run({"verify", "--repair"}).exit_code, 0);
  ExpectLinksEqual();
}

TEST_F(AssociationSync, AnEmptyAnswerIsNotBelievedAtOnce) {
  Load();
  const std::int64_t before = connector_->Count("hubspot_associations");
  ASSERT_GT(before, 100);
  for (const char* object : {"contacts", "deals"}) {
    Fault({{"route", std::string("associations/") + object},
           {"matchBody", "inputs"},
           {"kind", "page"},
           {"results", "none"}});
  }
  ASSERT_EQ(Sync(kSweepNow).exit_code, 0);
  EXPECT_EQ(Hits(0) + Hits(1), 2);
  EXPECT_EQ(connector_->Count("hubspot_associations"), before);
  ExpectLinksEqual();
}

TEST_F(AssociationSync, ASweepThatFailedGoesOnWhereItWas) {
  OpenMany("2500");
  // 200 first, then 1,000 at a time: this one is in the third chunk.
  Fault({{"route", "associations/contacts"},
         {"matchBody", "\"" + Contact(1500) + "\""},
         {"times", -1},
         {"status", 400}});
  const RunResult failed = Sync();
  EXPECT_EQ(failed.exit_code, 1);
  EXPECT_THAT(failed.err, HasSubstr("associations could not be read"));
  EXPECT_EQ(
      Value("SELECT pages FROM hubspot_sync_passes WHERE object_type = 'contacts' AND pass = 'links 0-3'"),
      "2");
  EXPECT_EQ(State("contacts", "status"), "success");
  Heal();
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(Sync().exit_code, 0);
  ExpectLinksEqual();
  EXPECT_EQ(hubspot_->Counters().at("byRoute").at("associations/contacts"),
            3);  // of 200, 1,000 and the rest
}

TEST_F(AssociationSync, SeveralChunksAreReadAtTheSameTime) {
  OpenMany("4500");
  // The pace asks for some at once; the answers take long, so that all of them are under way.
  const Environment fast{{"RATE_LIMIT_REQUESTS", "10000"}};
  hubspot_->Post("/_sim/settings", {{"latencyMs", 20}});
  Fault({{"route", "associations/contacts"},
         {"matchBody", "inputs"},
         {"times", -1},
         {"kind", "delay"},
         {"ms", 3000}});
  const auto most_at_once = [&] {
    return hubspot_->Counters().at("mostAtOnce").at("associations/contacts").get<int>();
  };
  ASSERT_EQ(Sync(fast).exit_code, 0);
  EXPECT_GE(most_at_once(), 4);  // the sweep
  ExpectLinksEqual();
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 4500}});
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(Sync(fast).exit_code, 0);
  EXPECT_GE(most_at_once(), 4);  // the queue
  ExpectLinksEqual();
  EXPECT_EQ(connector_->Count("hubspot_association_queue"), 0);
}

TEST_F(AssociationSync, AMissingScopeIsALineAndNoFailure) {
  Open();
  hubspot_->Post("/_sim/settings",
                 {{"scopes", {"oauth", "crm.objects.contacts.read", "crm.objects.deals.read"}}});
  Fault({{"route", "associations/contacts"},
         {"times", -1},
         {"status", 403},
         {"body", {{"category", "MISSING_SCOPES"}, {"message", "no"}}}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("associations are not read, for want of a scope"));
  EXPECT_THAT(connector_->LinkDifferences("deals", "contacts"), IsEmpty());
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_associations WHERE from_object_type_id = '0-1'"), "0");
}

TEST_F(AssociationSync, SwitchedOffNothingIsAskedOrQueued) {
  Open();
  const Environment off{{"ASSOCIATIONS_INTERVAL_HOURS", "0"}};
  ASSERT_EQ(Sync(off).exit_code, 0);
  Touch("deals", Deal(3));
  ASSERT_EQ(Sync(off).exit_code, 0);
  EXPECT_FALSE(hubspot_->Counters().at("byRoute").contains("associations/contacts"));
  EXPECT_EQ(connector_->Count("hubspot_association_queue"), 0);
  EXPECT_EQ(connector_->Count("hubspot_associations"), 0);
}

}  // namespace
}  // namespace hm::test
