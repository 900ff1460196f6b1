// What broke other connectors, each under the name of the thread that tells of it (docs/faults.md).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <map>
#include <utility>
#include <vector>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class Peers : public SmallAccount {
 protected:
  // The bodies of all searches of contacts since the counters were cleared.
  std::vector<json> Searches() const {
    std::vector<json> bodies;
    for (const json& request : hubspot_->Get("/_sim/log")) {
      if (request.at("route") == "search/contacts")
        bodies.push_back(json::parse(request.at("body").get<std::string>()));
    }
    return bodies;
  }
};

// The bound of the last chunk was forgotten after a reset, and the first chunk read for ever.
TEST_F(Peers, Airbyte61543_EveryPageButTheFirstCarriesTheLowerBound) {
  Load({"--contacts", "900", "--deals", "5"});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 850}});
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(Sync().exit_code, 0);
  const std::vector<json> searches = Searches();
  ASSERT_GE(searches.size(), 5U);
  std::int64_t bound = 0;
  for (const json& search : searches) {
    EXPECT_FALSE(search.contains("after")) << "paging by offset";
    std::int64_t next = 0;
    for (const json& filter : search.at("filterGroups").at(0).at("filters")) {
      if (filter.at("propertyName") == "hs_object_id") {
        EXPECT_EQ(filter.at("operator"), "GT");
        next = std::stoll(filter.at("value").get<std::string>());
      }
    }
    EXPECT_TRUE(next > bound || bound == 0) << "no page twice";
    bound = next;
  }
  ExpectConverges();
}

// A page's edge fell among records of one moment, and the cursor stepped over the rest of them.
TEST_F(Peers, Nango647_F_S5_APageEdgeAmongRecordsOfOneMillisecondAndAKillThere) {
  Load({"--contacts", "1000", "--deals", "5", "--latency-ms", "20"});
  const json changed = hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 950}});
  const std::string of_that_moment = "SELECT COUNT(*) FROM hubspot_contacts WHERE hs_lastmodifieddate = " +
                                     std::to_string(changed.at("lastModified").get<std::int64_t>());
  {
    const auto sync = connector_->Start({"sync", "--objects", "contacts"});
    ASSERT_TRUE(connector_->Await("SELECT (" + of_that_moment + ") >= 200", "1", std::chrono::seconds{30}));
    sync->Signal(SIGKILL);
    sync->Wait(std::chrono::seconds{5});
  }
  ASSERT_NE(Value(of_that_moment), "950");
  ExpectConverges();
  EXPECT_EQ(Value(of_that_moment), "950");
}

// The bookmark jumped to the newest time seen, over what had changed behind the scan.
TEST_F(Peers, SingerTap98_ChangesBehindAKilledFirstLoadArrive) {
  Open({"--contacts", "2000", "--deals", "5", "--latency-ms", "30"});
  ASSERT_EQ(connector_->Run({"migrate"}).exit_code, 0);
  {
    const auto sync = connector_->Start({"sync", "--objects", "contacts"});
    ASSERT_TRUE(
        connector_->Await("SELECT COUNT(*) >= 500 FROM hubspot_contacts", "1", std::chrono::seconds{30}));
    sync->Signal(SIGKILL);
    sync->Wait(std::chrono::seconds{5});
  }
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 100}});
  ASSERT_EQ(Sync().exit_code, 0);  // the rest of the first load
  ExpectConverges();
}

// A fix for one column silently emptied another.
TEST_F(Peers, Airbyte69749_EveryTypedColumnHoldsSomething) {
  Load({"--contacts", "300", "--deals", "300", "--awkward", "0"});
  for (const char* table : {"hubspot_contacts", "hubspot_deals"}) {
    mariadb::Connection connection(connector_->options());
    mariadb::Result columns = connection.Query(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name "
        "NOT IN "
        "('archived_at', 'merged_into') AND table_name = '" +
        std::string(table) + "'");
    while (columns.Next()) {
      const std::string column = columns.String(0);
      EXPECT_NE(Value("SELECT SUM(LENGTH(`" + column + "`) > 0) FROM " + table), "0")
          << table << "." << column;
    }
  }
}

// The list gave what search did not: a record looked different by the way it came.
TEST_F(Peers, Airbyte14390_ARecordIsTheSameByFirstLoadAndByIncrementalSync) {
  Load({"--contacts", "200", "--deals", "200", "--awkward", "0.3"});
  const Connector other(*hubspot_, SharedServer());
  ASSERT_EQ(other.Run({"migrate"}).exit_code, 0);
  for (const char* object : {"contacts", "deals"}) {
    other.Execute("INSERT INTO hubspot_sync_checkpoints SELECT * FROM `" + connector_->database() +
                  "`.hubspot_sync_checkpoints WHERE object_type = '" + object + "'");
  }
  other.Execute("UPDATE hubspot_sync_checkpoints SET complete_until = 1000");
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(other.Run({"sync"}).exit_code, 0);
  EXPECT_FALSE(hubspot_->Counters().at("byRoute").contains("list/contacts"));
  for (const std::string table : {"hubspot_contacts", "hubspot_deals"}) {
    // The three row times are ours, not HubSpot's.
    const std::string equal = Value(
        "SELECT GROUP_CONCAT(CONCAT('a.', column_name, ' <=> b.', column_name) SEPARATOR ' AND ') FROM "
        "information_schema.columns WHERE table_schema = DATABASE() AND table_name = '" +
        table + "' AND column_name NOT IN ('synced_at', 'created_at', 'updated_at')");
    EXPECT_EQ(Value("SELECT COUNT(*) FROM " + table + " a JOIN `" + other.database() + "`." + table +
                    " b ON " + equal),
              "200")
        << table;
  }
}

// Properties were asked for in parts, and a record that changed in between was half old, half new.
TEST_F(Peers, EstuaryChunks_ARowIsNeverOfTwoVersions) {
  hubspot_ = std::make_unique<Simulator>(
      BinaryDir(),
      std::vector<std::string>{"--contacts", "600", "--deals", "0", "--no-limits", "--latency-ms", "20"});
  connector_ = std::make_unique<Connector>(*hubspot_, SharedServer());
  hubspot_->Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 500}});
  ASSERT_EQ(Sync().exit_code, 0);
  hubspot_->Post("/_sim/churn", {{"object", "contacts"}, {"perSecond", 0}});
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 600);
  EXPECT_EQ(
      Value(
          "SELECT COUNT(*) FROM hubspot_contacts WHERE DATE_FORMAT(lastmodifieddate, '%Y-%m-%dT%H:%i:%s') <> "
          "LEFT(JSON_VALUE(properties_json, '$.lastmodifieddate'), 19)"),
      "0");
  ExpectConverges();
}

// The property that changes are found by was gone, search found nothing, and all looked well.
TEST_F(Peers, Airbyte85019_ALostCursorPropertyIsNoEmptySuccess) {
  Load({"--contacts", "50", "--deals", "5"});
  hubspot_->Delete("/_sim/properties", {{"object", "contacts"}, {"name", "lastmodifieddate"}});
  EXPECT_EQ(Sync().exit_code, 1);
  EXPECT_THAT(State("contacts", "error_message"), HasSubstr("lastmodifieddate"));
  EXPECT_EQ(State("deals", "status"), "success");
}

// Pages of 10 MB: the program holds a few of them, whatever the account's size.
TEST_F(Peers, Airbyte60927_MemoryIsThatOfAFewPages) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's memory says nothing";
#endif
  Open({"--contacts", "0", "--deals", "0"});
  for (int i = 0; i < 1000; ++i) {
    SetRecord("contacts", "",
              {{"firstname", std::string(50'000, 'x')}, {"lastname", std::string(50'000, 'y')}});
  }
  const auto sync = connector_->Start({"sync"});
  const std::string status = "/proc/" + std::to_string(sync->pid()) + "/status";
  std::size_t peak_kb = 0;
  while (sync->Running()) {
    std::ifstream in(status);
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with("VmHWM:"))
        peak_kb = std::max(peak_kb, static_cast<std::size_t>(std::stoul(line.substr(6))));
    }
  }
  EXPECT_EQ(sync->Wait(std::chrono::seconds{1}), 0) << sync->Err();
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 1000);
  EXPECT_GT(peak_kb, 20'000U);
  EXPECT_LT(peak_kb, 256'000U);
}

// A number that is none ended the stream.
TEST_F(Peers, Airbyte60971_NumbersThatAreNoneCostNoRecord) {
  Open({"--contacts", "5", "--deals", "0"});
  const std::vector<std::pair<std::string, std::string>> cases{
      {"134;137", ""},     {"N/A", ""},        {"67340.0", "67340.00"},   {"1,5", ""}, {" 7", ""},
      {"-0.005", "-0.01"}, {"1e3", "1000.00"}, {"99999999999999.99", ""}, {"NaN", ""}, {"0x1F", ""}};
  std::map<std::string, std::pair<std::string, std::string>> wanted;
  for (const auto& number : cases) {
    wanted[SetRecord("deals", "", {{"amount", number.first}})] = number;
  }
  const RunResult run = Sync();
  ASSERT_EQ(run.exit_code, 0);
  for (const auto& [id, number] : wanted) {
    EXPECT_EQ(Value("SELECT amount FROM hubspot_deals WHERE id = '" + id + "'"), number.second)
        << number.first;
    EXPECT_EQ(
        Value("SELECT JSON_VALUE(properties_json, '$.amount') FROM hubspot_deals WHERE id = '" + id + "'"),
        number.first);
  }
  EXPECT_THAT(run.err, HasSubstr("amount"));
  ExpectConverges();
}

}  // namespace
}  // namespace hm::test
