// Records that cannot be stored: set aside with their reason, counted, tried again, and never in the way of
// others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kTries = "SELECT tries FROM hubspot_quarantine";

class Quarantine : public SmallAccount {
 protected:
  std::string SetAside(const std::string& columns) const {
    return Value("SELECT " + columns + " FROM hubspot_quarantine WHERE object_type = 'contacts'");
  }
  json Verified(int exit_code) const {
    const RunResult run = connector_->Run({"verify", "--json", "--objects", "contacts"});
    EXPECT_EQ(run.exit_code, exit_code) << run.out << run.err;
    return json::parse(run.out).at("objects").at(0);
  }
  void Check(bool on) const {
    connector_->Execute(
        on ? "ALTER TABLE hubspot_contacts ADD CONSTRAINT no_bad CHECK (email NOT LIKE 'bad%')"
           : "ALTER TABLE hubspot_contacts DROP CONSTRAINT no_bad");
  }
};

TEST_F(Quarantine, F_D20_OneBadRowAmongManyStandsAsideUntilItFits) {
  Load();
  Check(true);
  const std::string bad = SetRecord("contacts", AnId("contacts", 120), {{"email", "bad@example.com"}});
  const std::string worse = SetRecord("contacts", "", {{"email", "bad2@example.com"}});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"count", 150}});
  const std::string before = State("contacts", "last_sync_timestamp");
  RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_GE(State("contacts", "last_sync_timestamp"), before);
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 400);
  EXPECT_EQ(SetAside("GROUP_CONCAT(id ORDER BY id + 0)"), bad + "," + worse);
  EXPECT_EQ(SetAside("GROUP_CONCAT(DISTINCT code)"), "refused");
  EXPECT_THAT(SetAside("MIN(reason)"), HasSubstr("4025"));
  EXPECT_EQ(SetAside("GROUP_CONCAT(JSON_VALUE(raw_json, '$.email') ORDER BY id + 0)"),
            "bad@example.com,bad2@example.com");
  EXPECT_THAT(connector_->Run({"status"}).out, HasSubstr("contacts: 2 records are set aside"));
  const json verified = Verified(0);
  EXPECT_EQ(verified.at("set_aside"), 2);

  const std::string tries = Value(kTries);
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_GT(Value(kTries), tries);
  EXPECT_EQ(
      Value(
          "SELECT records_set_aside FROM sync_runs WHERE object_type = 'contacts' ORDER BY id DESC LIMIT 1"),
      "2");
  hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", worse}});
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(SetAside("GROUP_CONCAT(id)"), bad);
  Check(false);
  ExpectConverges();
  EXPECT_EQ(connector_->Count("hubspot_quarantine"), 0);
}

TEST_F(Quarantine, F_D20_AFirstLoadGoesPastABadRow) {
  Open();
  ASSERT_EQ(connector_->Run({"migrate"}).exit_code, 0);
  Check(true);
  for (const std::size_t at : {5, 6, 199}) {
    SetRecord("contacts", AnId("contacts", at), {{"email", "bad@example.com"}});
  }
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 247);
  EXPECT_EQ(connector_->Count("hubspot_quarantine"), 3);
  Check(false);
  ExpectConverges();
}

TEST_F(Quarantine, F_J5_ARecordWithoutAnIdIsKeptAside) {
  Open();
  Fault({{"route", "list/contacts"}, {"kind", "page"}, {"id", ""}});
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 249);
  EXPECT_EQ(SetAside("code"), "no_id");
  EXPECT_EQ(SetAside("JSON_VALID(raw_json)"), "1");
  EXPECT_EQ(Verified(4).at("missing"), 1);
}

TEST_F(Quarantine, F_H14_ARecordThatHubSpotCannotReadIsSetAsideAlone) {
  Load();
  const std::string id = AnId("contacts", 3);
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 1}, {"from", 3}});
  Fault({{"match", "contacts/batch/read"},
         {"status", 207},
         {"times", -1},
         {"body",
          {{"status", "COMPLETE"},
           {"results", json::array()},
           {"errors",
            {{{"status", "error"},
              {"category", "INTERNAL_ERROR"},
              {"message", "later"},
              {"context", {{"ids", {id}}}}}}}}}});
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(SetAside("CONCAT(id, code)"), id + "not_given");
  Heal();
  ExpectConverges();
  EXPECT_EQ(connector_->Count("hubspot_quarantine"), 0);
}

}  // namespace
}  // namespace hm::test
