// The first load: everything arrives, exactly, and a load that was ended goes on where it stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <iterator>
#include <set>

#include "mariadb/transaction.h"
#include "support/await.h"
#include "support/catalogue_file.h"
#include "support/connector.h"

namespace hm::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(FirstLoad, WideRecordsArriveExactly) {
  const Simulator hubspot(BinaryDir(),
                          {"--contacts", "450", "--deals", "230", "--awkward", "0.2", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  const RunResult run = connector.Run({"sync"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_THAT(connector.Differences("deals"), IsEmpty());
  EXPECT_EQ(connector.Value("SELECT status FROM sync_state WHERE object_type = 'contacts'"), "success");
  EXPECT_EQ(connector.Value("SELECT records_synced FROM sync_state WHERE object_type = 'contacts'"), "450");
}

TEST(FirstLoad, NarrowRecordsComeByTheListAlone) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "450", "--deals", "120", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  EXPECT_EQ(connector.Run({"sync"}).exit_code, 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_THAT(connector.Differences("deals"), IsEmpty());
  const nlohmann::json routes = hubspot.Counters().at("byRoute");
  EXPECT_EQ(routes.at("list/contacts"), 5);
  EXPECT_FALSE(routes.contains("batchRead/contacts"));
}

TEST(FirstLoad, OldPathsServeAsWell) {
  const Simulator hubspot(BinaryDir(), {"--contacts", "130", "--deals", "20", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  EXPECT_EQ(connector.Run({"sync"}, {{"HUBSPOT_API_VERSION", "v3"}}).exit_code, 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

TEST(FirstLoad, F_H7_Airbyte33976_UriTooLongFallsBackToBatchRead) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "130", "--deals", "20",
                                        "--no-limits", "--max-url", "250"});
  const Connector connector(hubspot, SharedServer());
  const RunResult run = connector.Run({"sync"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

TEST(FirstLoad, LoneSurrogatesBecomeReplacementCharacters) {
  const Simulator hubspot(BinaryDir(), {"--contacts", "300", "--deals", "10", "--awkward", "0.5",
                                        "--lone-surrogates", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  EXPECT_EQ(connector.Run({"sync", "--objects", "contacts"}).exit_code, 0);
  EXPECT_EQ(connector.Count("hubspot_contacts"), 300);
  EXPECT_NE(
      connector.Value("SELECT COUNT(*) FROM hubspot_contacts WHERE properties_json LIKE '%\xEF\xBF\xBD%'"),
      "0");
}

constexpr const char* kRanges = "SELECT COUNT(*) > 2 FROM hubspot_sync_ranges WHERE object_type = 'contacts'";

// The one who kills it here is the test; what was there before the kill is not read again, whatever range it
// belongs to.
TEST(FirstLoad, Airbyte11448_GoesOnWhereItsRangesWereKilled) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "6000", "--deals", "5",
                                        "--no-limits", "--latency-ms", "60"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  {
    const auto sync = connector.Start({"sync", "--objects", "contacts"});
    ASSERT_TRUE(connector.Await(kRanges, "1", std::chrono::seconds{30}));
    sync->Signal(SIGKILL);
    sync->Wait(std::chrono::seconds{5});
  }
  const std::int64_t before = connector.Count("hubspot_contacts");
  ASSERT_LT(before, 6000);
  const std::int64_t ranges = std::stoll(connector.Value("SELECT COUNT(*) FROM hubspot_sync_ranges"));
  hubspot.Delete("/_sim/counters");
  const RunResult run = connector.Run({"sync", "--objects", "contacts"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("going on with the first load"));
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_EQ(connector.Value("SELECT COUNT(*) FROM hubspot_sync_ranges"), "0");
  // Every range, old and newly cut, may end with a page that is not full.
  EXPECT_LE(hubspot.Counters().at("byRoute").at("list/contacts"), (6000 - before) / 100 + ranges + 16);
}

// Records that are made, changed and archived meanwhile arrive, and rows that were there are kept.
TEST(FirstLoad, RangesMissNothingThatChangesMeanwhile) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "6000", "--deals", "5",
                                        "--no-limits", "--latency-ms", "40"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  hubspot.Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 100}});
  {
    const auto sync = connector.Start({"sync", "--objects", "contacts"});
    ASSERT_TRUE(connector.Await(kRanges, "1", std::chrono::seconds{30}));
    hubspot.Post("/_sim/bulk", {{"object", "contacts"}, {"count", 50}, {"archive", 50}, {"from", 2000}});
    EXPECT_EQ(sync->Wait(std::chrono::seconds{60}), 0) << sync->Err();
  }
  hubspot.Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 0}});
  EXPECT_EQ(connector.Run({"sync", "--objects", "contacts"}).exit_code, 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

// Where the list does not take any id as a lower bound it is read as one chain.
TEST(FirstLoad, OneChainWhereTheListDoesNotGoByIds) {
  for (const auto& [setting, value] : {std::pair{"lowerBoundList", false}, {"ownCursorsOnly", true}}) {
    SCOPED_TRACE(setting);
    const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "1500", "--no-limits"});
    hubspot.Post("/_sim/settings", {{setting, value}});
    const Connector connector(hubspot, SharedServer());
    const RunResult run = connector.Run({"sync", "--objects", "contacts"}, {{"LOG_LEVEL", "debug"}});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
    EXPECT_EQ(connector.Value("SELECT COUNT(*) FROM hubspot_sync_ranges"), "0");
    EXPECT_EQ(run.err.find("one chain") != std::string::npos, value);
    // What is read until the cut shows it, at most all, the cut, and all pages from the start.
    EXPECT_LE(hubspot.Counters().at("byRoute").at("list/contacts"), value ? 15 + 1 + 15 : 15);
  }
}

TEST(FirstLoad, AStopEndsItWithinFiveSecondsAndLosesNothing) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "3000", "--no-limits", "--latency-ms", "40"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  const auto sync = connector.Start({"sync", "--objects", "contacts"});
  ASSERT_TRUE(connector.Await("SELECT COUNT(*) >= 300 FROM hubspot_contacts", "1", std::chrono::seconds{30}));
  sync->Signal(SIGTERM);
  EXPECT_EQ(sync->Wait(std::chrono::seconds{5}), 1);
  EXPECT_THAT(sync->Err(), AllOf(HasSubstr("sync stopped object=contacts read="), HasSubstr("code=HM4005")));
  EXPECT_EQ(connector.Value("SELECT status FROM sync_state WHERE object_type = 'contacts'"), "failed");
  EXPECT_THAT(connector.Value("SELECT error_message FROM sync_state WHERE object_type = 'contacts'"),
              HasSubstr("stopped on request"));
  EXPECT_EQ(connector.Run({"sync", "--objects", "contacts"}).exit_code, 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

// Nothing is written there, and how far it came is noted now and then only.
TEST(FirstLoad, AStopWhileRowsAreAsTheyWereLosesNoReading) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "10000", "--rate-limit", "5000"});
  const Connector connector(hubspot, SharedServer());
  const std::vector<std::string> full{"sync", "--objects", "contacts", "--full"};
  const Environment fast{{"RATE_LIMIT_REQUESTS", "5000"}, {"ASSOCIATIONS_INTERVAL_HOURS", "0"}};
  ASSERT_EQ(connector.Run(full, fast).exit_code, 0);
  hubspot.Post("/_sim/settings", {{"latencyMs", 20}});
  hubspot.Delete("/_sim/counters");
  const auto pages = [&] {
    const auto routes = hubspot.Counters().at("byRoute");
    return routes.contains("list/contacts") ? routes.at("list/contacts").get<int>() : 0;
  };
  {
    const auto sync = connector.Start(full, fast);
    ASSERT_TRUE(Await([&] { return pages() >= 60; }, std::chrono::seconds{30}));
    hubspot.Post("/_sim/settings", {{"latencyMs", 20'000}});  // it cannot end meanwhile
    sync->Signal(SIGTERM);
    EXPECT_EQ(sync->Wait(std::chrono::seconds{5}), 1) << sync->Err();
  }
  // But for the forty pages that may be in hand, and ranges whose last page is not full.
  const int seen = std::stoi(
      connector.Value("SELECT window_seen FROM hubspot_sync_checkpoints WHERE object_type = 'contacts'"));
  EXPECT_GE(seen, 1000);
  hubspot.Post("/_sim/settings", {{"latencyMs", 0}});
  hubspot.Delete("/_sim/counters");
  const RunResult run = connector.Run({"sync", "--objects", "contacts"}, fast);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_LE(pages(), (10000 - seen) / 100 + 20);
  EXPECT_EQ(connector.Count("hubspot_sync_ranges"), 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

TEST(FirstLoad, ChangesDuringTheLoadArriveWithTheNextSync) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "2000", "--deals", "5",
                                        "--no-limits", "--latency-ms", "20"});
  const Connector connector(hubspot, SharedServer());
  hubspot.Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 200}});
  EXPECT_EQ(connector.Run({"sync"}).exit_code, 0);
  hubspot.Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 0}});
  EXPECT_EQ(connector.Run({"sync"}).exit_code, 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
}

TEST(FirstLoad, F_S14_FullReadsEverythingAgainAndWritesOnlyWhatDiffers) {
  const Simulator hubspot(BinaryDir(), {"--contacts", "250", "--deals", "5", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"sync"}).exit_code, 0);
  const std::string id = hubspot.Truth("contacts").front().at("id");
  // A calculated property moves without moving last-modified: only reading everything finds it.
  hubspot.Post("/_sim/records", {{"object", "contacts"},
                                 {"id", id},
                                 {"properties", {{"jobtitle", "changed in silence"}}},
                                 {"keepLastModified", true}});
  ASSERT_EQ(connector.Run({"sync", "--full"}).exit_code, 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_EQ(connector.Value("SELECT records_synced FROM sync_state WHERE object_type = 'contacts'"), "1");
}

// Ids are texts in the table, so there are all of 1000 to 1998 between 100 and 199: more than are looked up
// by their range.
TEST(FirstLoad, APageAmongManyOtherRowsIsLookedUpById) {
  const Simulator hubspot(BinaryDir(),
                          {"--profile", "small", "--contacts", "0", "--deals", "0", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  const auto make = [&](int from, int to) {
    for (int id = from; id < to; ++id) {
      hubspot.Post("/_sim/records", {{"object", "contacts"},
                                     {"id", id},
                                     {"properties", {{"email", std::to_string(id) + "@example.com"}}}});
    }
  };
  make(100, 200);
  make(1000, 1999);
  ASSERT_EQ(connector.Run({"sync", "--objects", "contacts"}).exit_code, 0);
  hubspot.Post("/_sim/records", {{"object", "contacts"},
                                 {"id", 150},
                                 {"properties", {{"email", "silent@example.com"}}},
                                 {"keepLastModified", true}});
  ASSERT_EQ(connector.Run({"sync", "--full", "--objects", "contacts"}).exit_code, 0);
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_EQ(connector.Value("SELECT records_synced FROM sync_state WHERE object_type = 'contacts'"), "1");
}

// Rows of 4 to 8 KB, two of which fit a leaf: where each has one to itself, the table is twice as large.
TEST(FirstLoad, LargeRowsFillTheLeavesOfTheTable) {
  const CatalogueFile catalogue({.properties = 160, .filled = 160});
  const Simulator hubspot(BinaryDir(), {"--contacts", "2000", "--deals", "5", "--awkward", "0", "--no-limits",
                                        "--catalogue", "contacts=" + catalogue.path()});
  const Connector connector(hubspot, SharedServer());
  const RunResult run = connector.Run({"sync", "--objects", "contacts"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  ASSERT_GT(std::stod(connector.Value("SELECT AVG(LENGTH(properties_json)) FROM hubspot_contacts")), 4200);
  connector.Value("ANALYZE TABLE hubspot_contacts");
  const std::string leaves = connector.Value(
      "SELECT stat_value FROM mysql.innodb_index_stats WHERE database_name = DATABASE() AND table_name = "
      "'hubspot_contacts' AND index_name = 'PRIMARY' AND stat_name = 'n_leaf_pages'");
  EXPECT_LT(std::stoi(leaves), 1300);
}

// A load of 2,000 contacts whose writing connections are noted in a table of their own.
class LoadWriters : public testing::Test {
 protected:
  LoadWriters()
      : hubspot_(BinaryDir(), {"--profile", "small", "--contacts", "2000", "--deals", "5", "--no-limits",
                               "--latency-ms", "60"}),
        connector_(hubspot_, SharedServer()) {
    EXPECT_EQ(connector_.Run({"migrate"}).exit_code, 0);
    connector_.Execute("CREATE TABLE writers (id BIGINT PRIMARY KEY)");
    connector_.Execute(
        "CREATE TRIGGER note_writer AFTER INSERT ON hubspot_contacts FOR EACH ROW "
        "INSERT IGNORE INTO writers VALUES (CONNECTION_ID())");
  }

  const std::vector<std::string> sync_{"sync", "--objects", "contacts"};
  const Simulator hubspot_;
  const Connector connector_;
};

TEST_F(LoadWriters, TwoConnectionsShareIt) {
  EXPECT_EQ(connector_.Run(sync_).exit_code, 0);
  EXPECT_EQ(connector_.Count("writers"), 2);
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

TEST_F(LoadWriters, OneServesWhereThereIsNoOther) {
  // Done before the lease is to be renewed, for which there is no connection either.
  hubspot_.Post("/_sim/settings", {{"latencyMs", 0}});
  connector_.Execute("CREATE OR REPLACE USER lonely@localhost");
  connector_.Execute("GRANT ALL ON `" + connector_.database() +
                     "`.* TO lonely@localhost WITH MAX_USER_CONNECTIONS 1");
  const RunResult run = connector_.Run(sync_, {{"DB_USER", "lonely"}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, AllOf(HasSubstr("writing by one"), HasSubstr("1226")));
  EXPECT_EQ(connector_.Count("writers"), 1);
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

TEST_F(LoadWriters, OneKeepsTheHistory) {
  EXPECT_EQ(connector_.Run(sync_, {{"HISTORY", "contacts"}}).exit_code, 0);
  EXPECT_EQ(connector_.Count("writers"), 1);
}

// Whichever is lost, both begin again where the database says.
TEST_F(LoadWriters, EitherMayBeLost) {
  const auto sync = connector_.Start(sync_);
  for (const char* const which : {"MIN(id)", "MAX(id)"}) {
    ASSERT_TRUE(connector_.Await("SELECT COUNT(*) >= 2 FROM writers", "1", std::chrono::seconds{30}));
    connector_.Execute("KILL " + connector_.Value(std::string("SELECT ") + which + " FROM writers"));
    connector_.Execute("DELETE FROM writers");
  }
  EXPECT_EQ(sync->Wait(std::chrono::seconds{60}), 0) << sync->Err();
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

// While one waits for a row of the first page, the other writes what is not of that range: nothing says that
// the page is in the table.
TEST_F(LoadWriters, ARangeIsWrittenInOrder) {
  std::set<std::uint64_t> ids;
  for (const nlohmann::json& record : hubspot_.Truth("contacts")) {
    ids.insert(std::stoull(record.at("id").get<std::string>()));
  }
  {
    mariadb::Connection holder(connector_.options());
    mariadb::Transaction row(holder);
    row.Execute(
        "INSERT INTO hubspot_contacts (id, properties_json, synced_at, created_at, updated_at) VALUES (" +
        std::to_string(*std::next(ids.begin(), 30)) + ", '{}', NOW(), NOW(), NOW())");
    const auto sync = connector_.Start(sync_);
    ASSERT_TRUE(
        connector_.Await("SELECT COUNT(*) >= 300 FROM hubspot_contacts", "1", std::chrono::seconds{30}));
    sync->Signal(SIGKILL);
    sync->Wait(std::chrono::seconds{5});
  }
  const RunResult run = connector_.Run(sync_);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

}  // namespace
}  // namespace hm::test
