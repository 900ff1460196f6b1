// What broke other connectors' associations, each under the name of the thread that tells of it
// (docs/faults.md).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

class PeersLinks : public SmallAccount {
 protected:
  int Requests(const std::string& route) const { return hubspot_->Counters().at("byRoute").value(route, 0); }
  int Refusals() const { return hubspot_->Counters().at("byStatus").value("400", 0); }
  void ExpectLinksEqual(const std::vector<std::string>& objects) const {
    for (const std::string& from : objects) {
      for (const std::string& to : objects) {
        EXPECT_THAT(connector_->LinkDifferences(from, to), IsEmpty());
      }
    }
  }
};

// HubSpot lowered the limit of a batch from one day to the next, and the stream stood still.
TEST_F(PeersLinks, Airbyte48834_AServerThatTakesAHundredIdsABatch) {
  Open({"--contacts", "2300", "--deals", "40"});
  hubspot_->Post("/_sim/settings", {{"associationInputs", 100}});
  const RunResult run = Sync();
  ASSERT_EQ(run.exit_code, 0) << run.err;
  ExpectLinksEqual({"contacts", "deals"});
  // The limit is found once, by halves from a thousand on, each perhaps by several lanes at the same time;
  // then 23 batches of each pair.
  EXPECT_GT(Refusals(), 0);
  EXPECT_LE(Refusals(), 20);
  EXPECT_LE(Requests("associations/contacts"), 60) << hubspot_->Counters().at("byRoute");
  // By what changed and by the comparison as well.
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 2300}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(connector_->Count("hubspot_association_queue"), 0);
  EXPECT_EQ(connector_->Run({"verify"}).exit_code, 0);
}

TEST_F(PeersLinks, Airbyte48834_WhoRefusesAHundredIsBelieved) {
  Open({"--contacts", "300", "--deals", "40"});
  hubspot_->Post("/_sim/settings", {{"associationInputs", 99}});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, HasSubstr("at most 99 inputs are allowed"));
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 300);
}

// A fix for one pair silently emptied another.
TEST_F(PeersLinks, Airbyte69749_EveryPairThatHubSpotHasIsThere) {
  const std::vector<std::string> objects{"contacts", "companies", "deals", "tickets", "cars"};
  Open({"--contacts", "120", "--companies", "30", "--deals", "60", "--tickets", "40", "--cars", "20"});
  hubspot_->Post(
      "/_sim/associations",
      {{"from", "cars"}, {"fromId", AnId("cars")}, {"to", "contacts"}, {"toId", AnId("contacts", 3)}});
  ASSERT_EQ(Sync({{"SYNC_OBJECTS", "contacts,companies,deals,tickets,cars"}}).exit_code, 0);
  ExpectLinksEqual(objects);
  int pairs = 0;
  for (const std::string& from : objects) {
    for (const std::string& to : objects) {
      pairs += hubspot_->Get("/_sim/truth?object=associations&from=" + from + "&to=" + to).empty() ? 0 : 1;
    }
  }
  EXPECT_EQ(pairs, 14) << "seven pairs, from both sides";
  EXPECT_EQ(Value("SELECT COUNT(DISTINCT from_object_type_id, to_object_type_id) FROM hubspot_associations"),
            std::to_string(pairs));
}

// Search did not give what the list gave, and some ids came twice.
TEST_F(PeersLinks, Airbyte14390_AssociationsAreTheSameByFirstLoadAndByIncrementalSync) {
  Load({"--contacts", "200", "--deals", "200"});
  const Connector other(*hubspot_, SharedServer());
  ASSERT_EQ(other.Run({"migrate"}).exit_code, 0);
  // No sweep is due there: what it learns, it learns from what changed.
  for (const char* table : {"hubspot_sync_checkpoints", "hubspot_association_types", "hubspot_sync_passes",
                            "hubspot_known_properties"}) {
    other.Execute(std::string("REPLACE INTO ") + table + " SELECT * FROM `" + connector_->database() + "`." +
                  table);
  }
  other.Execute("UPDATE hubspot_sync_checkpoints SET complete_until = 1000");
  for (const char* object : {"contacts", "deals"}) {
    Fault({{"route", std::string("associations/") + object},
           {"matchBody", "inputs"},
           {"kind", "page"},
           {"duplicate", 50},
           {"times", -1}});
  }
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(other.Run({"sync"}).exit_code, 0);
  EXPECT_EQ(Requests("list/contacts"), 0);
  EXPECT_GT(Hits(0), 0);
  EXPECT_GT(Hits(1), 0);
  EXPECT_GT(other.Count("hubspot_associations"), 200);
  const std::string columns =
      "from_object_type_id, from_id, to_object_type_id, to_id, association_type_id, category, label";
  for (const auto& [here, there] : {std::pair(connector_->database(), other.database()),
                                    std::pair(other.database(), connector_->database())}) {
    EXPECT_EQ(Value("SELECT COUNT(*) FROM (SELECT " + columns + " FROM `" + here +
                    "`.hubspot_associations EXCEPT SELECT " + columns + " FROM `" + there +
                    "`.hubspot_associations) t"),
              "0")
        << "only in " << here;
  }
}

}  // namespace
}  // namespace hm::test
