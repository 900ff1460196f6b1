// Archived, restored, merged and erased records, and disappearances that are not believed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/connector.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class Deletions : public testing::Test {
 protected:
  void Sync(const Environment& env = {}) {
    const RunResult run = connector_.Run({"sync"}, env);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
  }
  // The n-th live contact of the account.
  std::string Contact(std::size_t n) const { return hubspot_.Truth("contacts").at(n).at("id"); }
  void Tell(const std::string& what, const std::string& id) const {
    hubspot_.Post("/_sim/" + what, {{"object", "contacts"}, {"id", id}});
  }
  std::string Merge(const std::string& primary, const std::string& secondary) const {
    return hubspot_
        .Post("/_sim/merge", {{"object", "contacts"}, {"primary", primary}, {"secondary", secondary}})
        .at("id");
  }
  std::string Cell(const std::string& column, const std::string& id) const {
    return connector_.Value("SELECT " + column + " FROM hubspot_contacts WHERE id = '" + id + "'");
  }
  std::string Count(const std::string& condition) const {
    return connector_.Value("SELECT COUNT(*) FROM hubspot_contacts WHERE " + condition);
  }

  Simulator hubspot_{BinaryDir(), {"--profile", "small", "--contacts", "300", "--deals", "5", "--no-limits"}};
  Connector connector_{hubspot_, SharedServer()};
};

TEST_F(Deletions, RecordsArchivedBeforeTheFirstSyncAreThere) {
  const std::string id = Contact(4);
  Tell("archive", id);
  Sync();
  EXPECT_EQ(Cell("archived", id), "1");
  EXPECT_NE(Cell("archived_at", id), "");
}

TEST_F(Deletions, ArchivedAndRestoredWithoutATraceInLastModified) {
  Sync();
  const std::string id = Contact(4);
  Tell("archive", id);
  Sync();
  EXPECT_EQ(Cell("archived", id), "1");
  hubspot_.Post("/_sim/restore", {{"object", "contacts"}, {"id", id}, {"keepLastModified", true}});
  Sync();
  EXPECT_EQ(Cell("CONCAT(archived, archived_at IS NULL)", id), "01");
}

TEST_F(Deletions, ArchivedAndRestoredBetweenTwoSyncs) {
  Sync();
  const std::string id = Contact(9);
  Tell("archive", id);
  Tell("restore", id);
  Sync();
  EXPECT_EQ(Cell("archived", id), "0");
}

TEST_F(Deletions, ASecondArchivingHasItsOwnTime) {
  Sync();
  const std::string id = Contact(9);
  const json archive{{"object", "contacts"},
                     {"id", id},
                     {"archivedAt", hubspot_.Get("/_sim/now").at("nowMs").get<std::int64_t>() - 86'400'000}};
  hubspot_.Post("/_sim/archive", archive);
  Sync();
  const std::string first = Cell("archived_at", id);
  hubspot_.Post("/_sim/restore", {{"object", "contacts"}, {"id", id}, {"keepLastModified", true}});
  Tell("archive", id);
  Sync();
  EXPECT_NE(Cell("archived_at", id), first);
  EXPECT_EQ(Cell("archived", id), "1");
}

class Merges : public Deletions, public testing::WithParamInterface<json> {};

TEST_P(Merges, F_S11_SingerTap49_LosersOfAChainLeadToTheRecordThatIsLeft) {
  hubspot_.Post("/_sim/settings", GetParam());
  Sync();
  const std::string a = Contact(3);
  const std::string b = Contact(60);
  const std::string c = Contact(120);
  const std::string first = Merge(a, b);
  Sync();
  EXPECT_EQ(Cell("CONCAT(archived, merged_into)", b), "1" + first);
  const std::string second = Merge(c, first);
  Sync();
  for (const std::string& loser : {a, b, c, first}) {
    if (loser != second) {
      EXPECT_EQ(Cell("CONCAT(archived, merged_into)", loser), "1" + second) << loser;
    }
  }
  EXPECT_EQ(Cell("CONCAT(archived, merged_into IS NULL)", second), "01");
  EXPECT_EQ(connector_.Value("SELECT records_synced FROM sync_state WHERE object_type = 'contacts'"), "1");
  Sync();
  EXPECT_EQ(connector_.Value("SELECT records_synced FROM sync_state WHERE object_type = 'contacts'"), "0");
}

INSTANTIATE_TEST_SUITE_P(Forms, Merges,
                         testing::Values(json{{"mergeKeepsPrimary", false}},
                                         json{{"mergeKeepsPrimary", true}},
                                         json{{"mergeKeepsPrimary", false}, {"listMerged", true}}));

TEST_F(Deletions, F_S12_AnErasedRecordLeavesTheArchive) {
  Sync();
  const std::string stays = Contact(120);
  const std::string below = Contact(4);
  const std::string above = Contact(260);
  for (const std::string& id : {stays, below, above}) {
    Tell("archive", id);
  }
  Sync();
  Tell("erase", below);
  Tell("erase", above);  // behind the list's end
  Sync();
  EXPECT_EQ(Count("id IN ('" + below + "', '" + above + "')"), "0");
  EXPECT_EQ(Cell("archived", stays), "1");
}

TEST_F(Deletions, F_S10_Airbyte19838_WhatHubSpotDropsAfterItsNinetyDaysStaysArchived) {
  Sync();
  const std::string id = Contact(4);
  const std::int64_t now = hubspot_.Get("/_sim/now").at("nowMs");
  hubspot_.Post("/_sim/archive",
                {{"object", "contacts"}, {"id", id}, {"archivedAt", now - 89LL * 86'400'000 - 3'600'000}});
  Sync();
  Tell("purge", id);
  Sync();
  EXPECT_EQ(Cell("archived", id), "1");
}

TEST_F(Deletions, AMassDisappearanceIsNotBelievedUnlessConfirmed) {
  Sync();
  hubspot_.Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 101}});
  const RunResult refused = connector_.Run({"sync"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("more than 100 of 300 live records are gone"),
                                 HasSubstr("--confirm-deletions")));
  EXPECT_EQ(Count("archived = 0"), "300");
  EXPECT_EQ(connector_.Value("SELECT status FROM sync_state WHERE object_type = 'contacts'"), "failed");
  EXPECT_EQ(connector_.Run({"sync", "--confirm-deletions"}).exit_code, 0);
  EXPECT_EQ(Count("archived = 1"), "101");
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

TEST_F(Deletions, OneHundredAreBelieved) {
  Sync();
  hubspot_.Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 100}});
  Sync();
  EXPECT_EQ(Count("archived = 1"), "100");
}

TEST_F(Deletions, AnEmptyArchivedListRestoresAndDeletesNothing) {
  hubspot_.Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 150}});
  Sync();
  hubspot_.Post(
      "/_sim/faults",
      {{"route", "listArchived/contacts"}, {"kind", "page"}, {"results", "none"}, {"paging", "none"}});
  Sync();
  EXPECT_EQ(Count("archived = 1"), "150");
}

TEST_F(Deletions, WhatABatchReadLeavesOutWithoutAWordStays) {
  Sync();
  const std::string id = Contact(4);
  Tell("archive", id);
  Sync();
  const json silent{
      {"route", "batchRead/contacts"}, {"times", -1}, {"kind", "page"}, {"drop", json::array({id})}};
  hubspot_.Post("/_sim/faults", silent);
  hubspot_.Post("/_sim/faults", {{"route", "listArchived/contacts"}, {"kind", "page"}, {"results", "none"}});
  const RunResult run = connector_.Run({"sync"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("their rows stay"));
  EXPECT_EQ(Cell("archived", id), "1");
}

TEST_F(Deletions, HardModeKeepsNoArchivedRow) {
  const Environment hard{{"DELETE_MODE", "hard"}};
  const std::string before = Contact(1);
  Tell("archive", before);
  EXPECT_EQ(connector_.Run({"sync"}, hard).exit_code, 0);
  const std::string id = Contact(4);
  const std::string loser = Contact(6);
  Tell("archive", id);
  Merge(Contact(8), loser);
  EXPECT_EQ(connector_.Run({"sync"}, hard).exit_code, 0);
  EXPECT_EQ(Count("id IN ('" + before + "', '" + id + "', '" + loser + "') OR archived = 1"), "0");
  EXPECT_EQ(Count("1"), std::to_string(hubspot_.Truth("contacts").size()));
}

}  // namespace
}  // namespace hm::test
