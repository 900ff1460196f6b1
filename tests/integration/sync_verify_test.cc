// `verify`: what it finds, what it mends, and what it does not believe.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/connector.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class VerifyCommand : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(connector_.Run({"sync"}).exit_code, 0); }

  json Verify(std::vector<std::string> flags, int exit_code) const {
    flags.insert(flags.begin(), {"verify", "--json", "--objects", "contacts"});
    const RunResult run = connector_.Run(flags);
    EXPECT_EQ(run.exit_code, exit_code) << run.out << run.err;
    return json::parse(run.out).at("objects").at(0);
  }
  std::string Contact(std::size_t n) const { return hubspot_.Truth("contacts").at(n).at("id"); }
  void Spoil(const std::string& assignment, const std::string& id) const {
    connector_.Execute("UPDATE hubspot_contacts SET " + assignment + " WHERE id = '" + id + "'");
  }

  Simulator hubspot_{BinaryDir(),
                     {"--profile", "small", "--contacts", "300", "--deals", "20", "--no-limits"}};
  Connector connector_{hubspot_, SharedServer()};
};

TEST_F(VerifyCommand, EqualTables) {
  const RunResult run = connector_.Run({"verify"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.out,
              AllOf(HasSubstr("contacts"), HasSubstr("deals"), HasSubstr("300"), HasSubstr("equal")));
  EXPECT_THAT(connector_.Run({"status"}).out, ContainsRegex("contacts .* equal [0-9]+ s ago"));
  EXPECT_EQ(connector_.Run({"verify", "--quick"}).exit_code, 0);
}

TEST_F(VerifyCommand, ObjectsThatWereNeverSyncedStopNoOther) {
  const RunResult all = connector_.Run({"verify", "--objects", "all"});
  EXPECT_EQ(all.exit_code, 0) << all.err;
  EXPECT_THAT(all.out, AllOf(ContainsRegex("contacts +300 .* equal"), ContainsRegex("deals .* equal"),
                             ContainsRegex("companies .* never synced")));
  EXPECT_THAT(all.err, HasSubstr("companies was never synced"));
  const RunResult named = connector_.Run({"verify", "--objects", "companies,contacts"});
  EXPECT_EQ(named.exit_code, 1);
  EXPECT_THAT(named.out, ContainsRegex("contacts +300 .* equal"));
  Spoil("properties_json = '{}'", Contact(5));
  EXPECT_EQ(connector_.Run({"verify", "--objects", "all"}).exit_code, 4);
}

TEST_F(VerifyCommand, FindsEachKindAndMendsItOnRequest) {
  const std::string missing = Contact(5);
  const std::string stale = Contact(120);
  const std::string differing = Contact(200);
  const std::string erased = Contact(299);
  connector_.Execute("DELETE FROM hubspot_contacts WHERE id = '" + missing + "'");
  Spoil("hs_lastmodifieddate = hs_lastmodifieddate - 1", stale);
  Spoil("properties_json = '{\"email\":\"other@example.com\"}'", differing);
  hubspot_.Post("/_sim/erase", {{"object", "contacts"}, {"id", erased}});
  const json found = Verify({}, 4);
  EXPECT_THAT(found.at("missing_ids"), ElementsAre(missing));
  EXPECT_THAT(found.at("stale_ids"), ElementsAre(stale));
  EXPECT_THAT(found.at("differing_ids"), ElementsAre(differing));
  EXPECT_THAT(found.at("extra_ids"), ElementsAre(erased));
  EXPECT_EQ(found.at("repaired"), 0);
  EXPECT_EQ(Verify({"--quick"}, 4).at("differing"), 0);

  EXPECT_EQ(Verify({"--repair"}, 0).at("repaired"), 4);
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
  EXPECT_EQ(Verify({}, 0).at("compared"), 299);
}

TEST_F(VerifyCommand, ARowThatClaimsALaterVersionDoesNotStayForEver) {
  const std::string id = Contact(11);
  Spoil("hs_lastmodifieddate = hs_lastmodifieddate + 86400000000, email = 'mine@example.com'", id);
  EXPECT_THAT(Verify({"--quick"}, 4).at("differing_ids"), ElementsAre(id));
  EXPECT_EQ(Verify({"--repair"}, 0).at("repaired"), 1);
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

TEST_F(VerifyCommand, FindsWhatMovedWithoutATrace) {
  const std::string id = Contact(3);
  hubspot_.Post("/_sim/records", {{"object", "contacts"},
                                  {"id", id},
                                  {"properties", {{"jobtitle", "moved in silence"}}},
                                  {"keepLastModified", true}});
  EXPECT_THAT(Verify({}, 4).at("differing_ids"), ElementsAre(id));
  Verify({"--repair"}, 0);
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

TEST_F(VerifyCommand, ArchivedAndRestoredRecordsCountOnce) {
  const std::string archived = Contact(7);
  hubspot_.Post("/_sim/archive", {{"object", "contacts"}, {"id", archived}});
  json found = Verify({}, 4);
  EXPECT_THAT(found.at("stale_ids"), ElementsAre(archived));
  EXPECT_EQ(found.at("extra"), 0);
  Verify({"--repair"}, 0);
  EXPECT_EQ(connector_.Value("SELECT archived FROM hubspot_contacts WHERE id = '" + archived + "'"), "1");
  hubspot_.Post("/_sim/restore", {{"object", "contacts"}, {"id", archived}, {"keepLastModified", true}});
  found = Verify({"--repair"}, 0);
  EXPECT_THAT(found.at("stale_ids"), ElementsAre(archived));
  EXPECT_EQ(found.at("extra"), 0);
  EXPECT_THAT(connector_.Differences("contacts"), IsEmpty());
}

TEST_F(VerifyCommand, AnEmptyListDeletesNothing) {
  hubspot_.Post("/_sim/faults",
                {{"route", "list/contacts"}, {"kind", "page"}, {"results", "none"}, {"paging", "none"}});
  EXPECT_EQ(Verify({"--repair"}, 0).at("extra"), 0);
  EXPECT_EQ(connector_.Count("hubspot_contacts"), 300);
}

TEST_F(VerifyCommand, AMassDisappearanceIsNotBelieved) {
  const std::vector<json> contacts = hubspot_.Truth("contacts");
  for (std::size_t i = 0; i < 101; ++i) {
    hubspot_.Post("/_sim/erase", {{"object", "contacts"}, {"id", contacts.at(i).at("id")}});
  }
  const RunResult run = connector_.Run({"verify", "--repair", "--objects", "contacts"});
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.err, HasSubstr("that is not believed"));
  EXPECT_EQ(connector_.Count("hubspot_contacts"), 300);
  EXPECT_EQ(connector_.Run({"verify", "--repair", "--confirm-deletions"}).exit_code, 0);
  EXPECT_EQ(connector_.Count("hubspot_contacts"), 199);
}

TEST_F(VerifyCommand, RunsBesideAConnectorThatWritesUnlessItMends) {
  const auto run = connector_.Start({"run"}, {{"SYNC_INTERVAL_MINUTES", "10"}});
  ASSERT_TRUE(connector_.Await(
      "SELECT COUNT(*) FROM hubspot_lease WHERE holder LIKE 'pid " + std::to_string(run->pid()) + " %'", "1",
      std::chrono::seconds{30}));
  Verify({}, 0);
  EXPECT_EQ(connector_.Run({"verify", "--repair"}).exit_code, 5);
}

}  // namespace
}  // namespace hm::test
