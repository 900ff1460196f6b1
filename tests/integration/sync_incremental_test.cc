// Incremental syncs: what changed arrives, whatever the index does, and nothing else is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/connector.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::IsEmpty;

class IncrementalSync : public testing::Test {
 protected:
  void Load(std::vector<std::string> args) {
    args.insert(args.end(), {"--profile", "small", "--no-limits"});
    hubspot_ = std::make_unique<Simulator>(BinaryDir(), args);
    connector_ = std::make_unique<Connector>(*hubspot_, SharedServer());
    ASSERT_EQ(connector_->Run({"sync"}).exit_code, 0);
    hubspot_->Delete("/_sim/counters");
  }

  void SyncAndCompare() {
    const RunResult run = connector_->Run({"sync"});
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(connector_->Differences("contacts"), IsEmpty());
    EXPECT_THAT(connector_->Differences("deals"), IsEmpty());
  }

  std::string Written(const std::string& object) {
    return connector_->Value("SELECT records_synced FROM sync_state WHERE object_type = '" + object + "'");
  }

  std::unique_ptr<Simulator> hubspot_;
  std::unique_ptr<Connector> connector_;
};

TEST_F(IncrementalSync, ChangedNewAndUntouchedRecords) {
  Load({"--contacts", "300", "--deals", "100"});
  const std::string id = hubspot_->Truth("contacts").at(7).at("id");
  hubspot_->Post(
      "/_sim/records",
      {{"object", "contacts"}, {"id", id}, {"properties", {{"firstname", "Grace"}, {"phone", ""}}}});
  hubspot_->Post("/_sim/records", {{"object", "contacts"}, {"properties", {{"email", "new@example.com"}}}});
  hubspot_->Post("/_sim/records",
                 {{"object", "deals"}, {"properties", {{"dealname", "New"}, {"amount", "12.345"}}}});
  SyncAndCompare();
  EXPECT_EQ(Written("contacts"), "2");
  EXPECT_EQ(Written("deals"), "1");
  EXPECT_EQ(connector_->Value("SELECT amount FROM hubspot_deals WHERE dealname = 'New'"), "12.35");
}

TEST_F(IncrementalSync, AnIdleSyncWritesNoRowAndAsksLittle) {
  Load({"--contacts", "300", "--deals", "100"});
  const std::string before = connector_->Value(
      "SELECT MD5(GROUP_CONCAT(id, synced_at, updated_at ORDER BY id)) FROM hubspot_contacts");
  ASSERT_EQ(connector_->Run({"sync"}).exit_code, 0);
  EXPECT_LE(hubspot_->Counters().at("total"), 8) << hubspot_->Counters().at("byRoute");
  EXPECT_EQ(Written("contacts"), "0");
  EXPECT_EQ(Written("pipelines"), "0");
  EXPECT_EQ(connector_->Value(
                "SELECT MD5(GROUP_CONCAT(id, synced_at, updated_at ORDER BY id)) FROM hubspot_contacts"),
            before);
}

TEST_F(IncrementalSync, F_S3_F_S4_Airbyte43317_Airbyte10700_TwelveThousandRecordsOfOneMillisecond) {
  Load({"--contacts", "12500", "--deals", "5"});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 12000}});
  hubspot_->Delete("/_sim/counters");
  SyncAndCompare();
  EXPECT_EQ(Written("contacts"), "12000");
  const json counters = hubspot_->Counters();
  EXPECT_EQ(counters.at("byRoute").at("search/contacts"), 60);
  EXPECT_EQ(counters.at("byRoute").at("batchRead/contacts"), 120);
}

TEST_F(IncrementalSync, F_S2_Airbyte40591_RecordsThatChangeWhileTheWindowIsRead) {
  Load({"--contacts", "3000", "--deals", "5"});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 2500}});
  hubspot_->Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 300}});
  EXPECT_EQ(connector_->Run({"sync"}).exit_code, 0);
  hubspot_->Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 0}});
  SyncAndCompare();
}

TEST_F(IncrementalSync, F_S1_Estuary1861_AnIndexThatLagsIsCaughtByTheBuffer) {
  Load({"--contacts", "200", "--deals", "5"});
  hubspot_->Post("/_sim/settings", {{"indexLagMs", 1500}});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 50}});
  EXPECT_EQ(connector_->Run({"sync"}).exit_code, 0);
  EXPECT_EQ(Written("contacts"), "0");  // not in the index yet
  const std::string changed = hubspot_->Truth("contacts").front().at("id");
  for (int tries = 0; tries < 100 && Written("contacts") == "0"; ++tries) {
    ASSERT_EQ(connector_->Run({"sync"}).exit_code, 0);
  }
  SyncAndCompare();
}

TEST_F(IncrementalSync, ResultsOutOfOrderShortEmptyAndFutureRows) {
  Load({"--contacts", "1500", "--deals", "5"});
  for (const char* setting : {"shuffleSearch", "shortPages", "futureRows"}) {
    hubspot_->Post("/_sim/settings", {{setting, true}});
    hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 1200}});
    SyncAndCompare();
    EXPECT_EQ(Written("contacts"), "1200") << setting;
  }
}

TEST_F(IncrementalSync, BatchesAreReadTogetherAndWrittenInOrder) {
  Load({"--contacts", "700", "--deals", "5"});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 600}});
  constexpr std::int64_t kHeldMs = 2000;
  hubspot_->Post("/_sim/faults",
                 {{"route", "batchRead/contacts"}, {"kind", "delay"}, {"ms", kHeldMs}, {"nth", 1}});
  const std::size_t logged = hubspot_->Get("/_sim/log").size();
  SyncAndCompare();
  EXPECT_EQ(Written("contacts"), "600");
  std::vector<std::int64_t> reads;
  const json log = hubspot_->Get("/_sim/log");
  for (std::size_t i = logged; i < log.size(); ++i) {
    if (log.at(i).at("route") == "batchRead/contacts") reads.push_back(log.at(i).at("at"));
  }
  ASSERT_EQ(reads.size(), 6U);
  // The others were asked for while the first was not answered yet.
  EXPECT_LT(reads.at(1) - reads.at(0), kHeldMs);
}

TEST_F(IncrementalSync, WhatWasAskedForBeforeASearchFailedIsWritten) {
  Load({"--contacts", "700", "--deals", "5"});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 600}});
  hubspot_->Post("/_sim/faults", {{"route", "search/contacts"}, {"nth", 3}, {"times", -1}, {"status", 401}});
  EXPECT_EQ(connector_->Run({"sync"}).exit_code, 3);
  EXPECT_EQ(connector_->Value("SELECT COUNT(*) FROM hubspot_contacts WHERE lastmodifieddate > "
                              "UTC_TIMESTAMP() - INTERVAL 1 HOUR"),
            "400");
  hubspot_->Delete("/_sim/faults");
  SyncAndCompare();
  EXPECT_EQ(Written("contacts"), "200");
}

TEST_F(IncrementalSync, F_S6_HubSpotsClockCountsNotOurs) {
  for (const int offset : {-600'000, 600'000}) {
    Load({"--contacts", "100", "--deals", "5"});
    hubspot_->Post("/_sim/settings", {{"clockOffsetMs", offset}});
    ASSERT_EQ(connector_->Run({"sync", "--full"}).exit_code, 0);
    hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 10}});
    SyncAndCompare();
  }
}

TEST_F(IncrementalSync, ANewPropertyAppearsByItself) {
  Load({"--contacts", "20", "--deals", "5"});
  hubspot_->Post(
      "/_sim/properties",
      {{"object", "contacts"}, {"name", "shoe_size"}, {"type", "number"}, {"fieldType", "number"}});
  const std::string id = hubspot_->Truth("contacts").front().at("id");
  hubspot_->Post("/_sim/records",
                 {{"object", "contacts"}, {"id", id}, {"properties", {{"shoe_size", "43"}}}});
  SyncAndCompare();
  EXPECT_EQ(connector_->Value(
                "SELECT JSON_VALUE(properties_json, '$.shoe_size') FROM hubspot_contacts WHERE id = " + id),
            "43");
}

TEST_F(IncrementalSync, AnOlderVersionNeverReplacesANewerOne) {
  Load({"--contacts", "50", "--deals", "5"});
  const std::string id = hubspot_->Truth("contacts").front().at("id");
  connector_->Execute(
      "UPDATE hubspot_contacts SET firstname = 'newer', hs_lastmodifieddate = 4000000000000 WHERE id = '" +
      id + "'");
  EXPECT_EQ(connector_->Run({"sync", "--full"}).exit_code, 0);
  EXPECT_EQ(connector_->Value("SELECT firstname FROM hubspot_contacts WHERE id = '" + id + "'"), "newer");
}

}  // namespace
}  // namespace hm::test
