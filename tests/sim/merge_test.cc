#include <gtest/gtest.h>

#include "sim/pages.h"

namespace hm::test {
namespace {

using nlohmann::json;

const char* const kContacts = "/crm/v3/objects/contacts";

class SimMerge : public ::testing::Test {
 protected:
  std::string Merge(const std::string& primary, const std::string& secondary) const {
    return sim_.Post("/_sim/merge",
                     {{"object", "contacts"}, {"primary", primary}, {"secondary", secondary}})["id"];
  }
  json Properties(const std::string& id) const {
    return sim_
        .Api(std::string(kContacts) + "/" + id +
             "?properties=hs_merged_object_ids,hs_calculated_merged_vids,hs_additional_emails,email")
        .Json()["properties"];
  }
  std::vector<std::string> Archived() const { return Ids(ListAll(sim_, kContacts, "&archived=true")); }

  Simulator sim_{BINARY_DIR, {"--contacts", "6", "--no-limits", "--awkward", "0"}};
  std::vector<std::string> ids_ = Ids(sim_.Truth("contacts"));
};

TEST_F(SimMerge, AChainEndsAtTheLastWinner) {
  const std::string first = Merge(ids_[0], ids_[1]);
  const std::string last = Merge(ids_[2], first);
  const json batch = BatchRead(sim_, "contacts", {ids_[0], ids_[1], ids_[2], first, last}).Json();
  EXPECT_EQ(Ids(batch["results"]), std::vector<std::string>{last}) << batch;
  EXPECT_FALSE(batch.contains("errors"));
  EXPECT_EQ(Properties(last)["hs_merged_object_ids"], ids_[0] + ";" + ids_[1] + ";" + ids_[2] + ";" + first);
  const auto states = States(sim_, "contacts");
  for (const std::string& loser : {ids_[0], ids_[1], ids_[2], first}) {
    EXPECT_EQ(states.at(loser), json({{"id", loser}, {"state", "merged"}, {"mergedInto", last}}));
  }
  EXPECT_EQ(states.at(last)["state"], "live");
  EXPECT_EQ(sim_.Truth("contacts").size(), 4U);
  EXPECT_TRUE(Archived().empty());
}

TEST_F(SimMerge, WinnersTellWhenAndWhatTheyTookIn) {
  sim_.Post("/_sim/records",
            {{"object", "contacts"}, {"id", ids_[1]}, {"properties", {{"email", "second@x.example"}}}});
  const std::string winner = Merge(ids_[0], ids_[1]);
  const json properties = Properties(winner);
  const std::string vids = properties["hs_calculated_merged_vids"];
  EXPECT_TRUE(vids.starts_with(ids_[0] + ":")) << vids;
  EXPECT_NE(vids.find(";" + ids_[1] + ":"), std::string::npos) << vids;
  EXPECT_EQ(properties["hs_additional_emails"], "second@x.example");
}

TEST_F(SimMerge, TheAccountMayKeepThePrimarysId) {
  sim_.Post("/_sim/settings", {{"mergeKeepsPrimary", true}});
  EXPECT_EQ(Merge(ids_[0], ids_[1]), ids_[0]);
  EXPECT_EQ(Merge(ids_[0], ids_[2]), ids_[0]);
  EXPECT_EQ(Properties(ids_[0])["hs_merged_object_ids"], ids_[1] + ";" + ids_[2]);
  EXPECT_EQ(Ids(BatchRead(sim_, "contacts", {ids_[2]}).Json()["results"]), std::vector<std::string>{ids_[0]});
  EXPECT_EQ(sim_.Truth("contacts").size(), 4U);
}

TEST_F(SimMerge, LosersMayBeLeftOutOrMissing) {
  Merge(ids_[0], ids_[1]);
  sim_.Post("/_sim/settings", {{"mergedRead", "nothing"}});
  const HttpAnswer silent = BatchRead(sim_, "contacts", {ids_[0], ids_[3]});
  EXPECT_EQ(silent.status, 200);
  EXPECT_EQ(Ids(silent.Json()["results"]), std::vector<std::string>{ids_[3]});
  sim_.Post("/_sim/settings", {{"mergedRead", "error"}});
  const HttpAnswer named = BatchRead(sim_, "contacts", {ids_[0], ids_[3]});
  EXPECT_EQ(named.status, 207);
  EXPECT_EQ(named.Json()["errors"][0]["context"]["ids"], json({ids_[0]}));
  EXPECT_EQ(sim_.Api(std::string(kContacts) + "/" + ids_[0]).status, 404);
}

TEST_F(SimMerge, LosersMayStandInTheArchivedList) {
  sim_.Post("/_sim/settings", {{"listMerged", true}});
  const std::string winner = Merge(ids_[0], ids_[1]);
  EXPECT_EQ(Archived(), (std::vector<std::string>{ids_[0], ids_[1]}));
  EXPECT_EQ(States(sim_, "contacts").at(ids_[0])["mergedInto"], winner);
  EXPECT_THROW(sim_.Post("/_sim/restore", {{"object", "contacts"}, {"id", ids_[0]}}), std::runtime_error);
}

}  // namespace
}  // namespace hm::test
