// `check --probe` against a HubSpot that behaves as assumed, and against one that does not.
#include <map>
#include <set>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Probe : public SmallAccount {
 protected:
  void SetUp() override { Start({"--contacts", "300", "--companies", "40", "--deals", "20"}); }

  void Start(std::vector<std::string> args) {
    args.insert(args.end(), {"--awkward", "0"});
    Open(args);
  }
  // With archived and merged records among the contacts.
  void Bury() {
    hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 6}});
    Merge();
  }
  void Merge() {
    hubspot_->Post(
        "/_sim/merge",
        {{"object", "contacts"}, {"primary", AnId("contacts", 20)}, {"secondary", AnId("contacts", 21)}});
    hubspot_->Post("/_sim/index", {{"object", "contacts"}});
  }
  void Set(const json& settings) const { hubspot_->Post("/_sim/settings", settings); }

  // Each probe's finding, by its name.
  std::map<std::string, json> Findings() {
    const RunResult run = connector_->Run({"check", "--probe", "--json"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    report_ = json::parse(run.out);
    std::map<std::string, json> findings;
    for (const json& finding : report_.at("findings")) findings[finding.at("probe")] = finding;
    return findings;
  }
  static void ExpectIs(const json& finding, const std::string& verdict, const std::string& saw,
                       const std::string& so = "") {
    EXPECT_EQ(finding.at("verdict"), verdict) << finding;
    EXPECT_THAT(finding.at("saw").get<std::string>(), HasSubstr(saw)) << finding;
    EXPECT_THAT(finding.at("so").get<std::string>(), HasSubstr(so)) << finding;
  }

  json report_;
};

TEST_F(Probe, FindsWhatIsAssumedAndKeepsToItsRequests) {
  Bury();
  hubspot_->Delete("/_sim/counters");
  for (const auto& [name, finding] : Findings()) {
    EXPECT_EQ(finding.at("verdict"), "as assumed") << finding;
  }
  const json counters = hubspot_->Counters();
  EXPECT_EQ(report_.at("requests"), counters.at("total"));
  EXPECT_LE(counters.at("total"), 40);
  EXPECT_EQ(report_.at("most_requests"), 40);
  const RunResult text = connector_->Run({"check", "--probe"});
  EXPECT_THAT(text.out,
              AllOf(HasSubstr("as assumed  list-lower-bound: "), HasSubstr(" requests of at most 40\n")));
}

TEST_F(Probe, TellsNothingOfTheAccountsRecords) {
  Bury();
  hubspot_->Post("/_sim/properties",
                 {{"object", "contacts"}, {"name", "secret_project"}, {"type", "date"}, {"fill", 100}});
  SetRecord("contacts", AnId("contacts", 30), {{"firstname", "Zebedee"}, {"secret_project", "tomorrow"}});
  hubspot_->Post("/_sim/settings", {{"shuffleSearch", true}, {"listMerged", true}});
  for (const auto& args : {std::vector<std::string>{"check", "--probe"}, {"check", "--probe", "--json"}}) {
    const RunResult run = connector_->Run(args);
    EXPECT_THAT(run.out,
                AllOf(Not(HasSubstr("secret_project")), Not(HasSubstr("Zebedee")), Not(HasSubstr("tomorrow")),
                      Not(HasSubstr("4321987")), Not(HasSubstr(Simulator::Token()))));
    for (const json& record : hubspot_->Truth("contacts")) {
      const std::string id = record.at("id");
      if (id.size() > 4) {  // a short one may be a count
        ASSERT_THAT(run.out, Not(HasSubstr(id)));
      }
    }
  }
}

TEST_F(Probe, SeesAListWhoseCursorsAreNoIds) {
  Set({{"lowerBoundList", false}});
  auto findings = Findings();
  ExpectIs(findings["list-cursor"], "differs", "no number", "one chain of cursors");
  ExpectIs(findings["list-lower-bound"], "differs", "refused: HTTP 400", "one chain of cursors");
  ExpectIs(findings["list-order"], "as assumed", "100 ids");
}

TEST_F(Probe, SeesAListThatTakesItsOwnCursorsAlone) {
  Set({{"ownCursorsOnly", true}});
  auto findings = Findings();
  ExpectIs(findings["list-cursor"], "as assumed", "the last id and one");
  ExpectIs(findings["list-lower-bound"], "differs", "begins below it", "one chain of cursors");
  ExpectIs(findings["list-end"], "differs", "records are given", "one chain of cursors");
}

TEST_F(Probe, SeesAListThatDoesNotAscend) {
  Fault({{"route", "list/contacts"}, {"kind", "page"}, {"reverse", true}, {"times", 1}});
  ExpectIs(Findings()["list-order"], "differs", "do not ascend", "one chain");
}

TEST_F(Probe, SeesASearchOutOfOrderAndPagesThatAreNotFull) {
  Set({{"shuffleSearch", true}});
  ExpectIs(Findings()["search-keyset"], "differs", "do not ascend", "as many records were seen");
  Set({{"shuffleSearch", false}, {"shortPages", true}});
  ExpectIs(Findings()["search-keyset"], "differs", "not full has a cursor");
}

TEST_F(Probe, SeesASearchThatGoesBeyondItsLimits) {
  const json page{{"total", 20'000}, {"results", json::array()}};
  Fault({{"route", "search/contacts"},
         {"matchBody", "\"10000\""},
         {"status", 200},
         {"contentType", "application/json"},
         {"body", page},
         {"times", -1}});
  Fault({{"route", "search/contacts"},
         {"matchBody", "9007199254740991"},
         {"status", 200},
         {"contentType", "application/json"},
         {"body", {{"total", 0}, {"results", json::array()}, {"paging", {{"next", {{"after", "1"}}}}}}},
         {"times", -1}});
  auto findings = Findings();
  ExpectIs(findings["search-10000"], "differs", "taken; 0 records", "paged by id");
  ExpectIs(findings["search-empty"], "differs", "a cursor stands in it", "stepped over");
}

TEST_F(Probe, SeesWhatBecomesOfMergedRecords) {
  const std::pair<const char*, const char*> reads[] = {{"winner", "the record that is left comes"},
                                                       {"nothing", "left out without a word"},
                                                       {"error", "named as missing"}};
  Merge();
  for (const auto& [setting, saw] : reads) {
    Set({{"mergedRead", setting}});
    ExpectIs(Findings()["merged-read"], setting == std::string("winner") ? "as assumed" : "differs", saw);
  }
  Start({"--contacts", "400"});
  Set({{"listMerged", true}});
  Merge();
  ExpectIs(Findings()["merged-listed"], "differs", "stands in the archived list", "merged_into");
}

TEST_F(Probe, SeesArchivedRecordsWithoutTheirTime) {
  Bury();
  Fault({{"route", "listArchived/contacts"},
         {"kind", "text"},
         {"find", "archivedAt"},
         {"with", "archivedOn"},
         {"all", true},
         {"times", 1}});
  ExpectIs(Findings()["archived-list"], "differs", "some have no archivedAt");
}

TEST_F(Probe, SeesMissingRecordsThatAreNotNamed) {
  Fault({{"match", "batch/read"},
         {"kind", "text"},
         {"find", "OBJECT_NOT_FOUND"},
         {"with", "OTHER"},
         {"all", true},
         {"times", -1}});
  ExpectIs(Findings()["read-missing"], "differs", "left out without a word", "only what HubSpot names");
}

TEST_F(Probe, SeesValuesInOtherForms) {
  SetRecord("contacts", AnId("contacts"), {{"createdate", "soon"}});
  hubspot_->Post("/_sim/properties", {{"object", "contacts"}, {"name", "when"}, {"type", "date"}});
  hubspot_->Post("/_sim/properties", {{"object", "contacts"}, {"name", "what"}, {"type", "hologram"}});
  SetRecord("contacts", AnId("contacts"), {{"when", "soon"}});
  auto findings = Findings();
  ExpectIs(findings["values-times"], "differs", "another form");
  ExpectIs(findings["types"], "differs", "also: hologram");
}

TEST_F(Probe, AProbeThatFailsEndsNoOther) {
  Fault({{"match", "batch/read"}, {"status", 500}, {"times", -1}});
  Fault({{"match", "/labels"}, {"kind", "reset"}, {"times", -1}});
  auto findings = Findings();
  ExpectIs(findings["values-times"], "no answer", "HTTP 500", "nothing is concluded");
  ExpectIs(findings["links-types"], "no answer", "no answer [HM");
  ExpectIs(findings["list-lower-bound"], "as assumed", "begins with that record");
  ExpectIs(findings["daily-usage"], "as assumed", "");
}

TEST_F(Probe, AnAccountWithoutRecordsIsNoFailure) {
  Start({"--contacts", "0", "--companies", "0", "--deals", "0"});
  auto findings = Findings();
  ExpectIs(findings["list-lower-bound"], "not seen", "too few records");
  ExpectIs(findings["archived-read"], "not seen", "no archived record");
  ExpectIs(findings["merged-read"], "not seen", "");
  ExpectIs(findings["search-empty"], "as assumed", "total 0");
}

TEST_F(Probe, TakesAnotherObjectWhereScopesAreMissing) {
  Set({{"scopes", {"crm.objects.deals.read", "crm.schemas.deals.read"}}});
  auto findings = Findings();
  ExpectIs(findings["list-order"], "as assumed", "20 ids");
  ExpectIs(findings["search-contacts"], "not seen", "contacts cannot be read");
  ExpectIs(findings["links-types"], "not seen", "only one of");
  Set({{"scopes", {"oauth"}}});
  ExpectIs(Findings()["list-order"], "no answer", "");
}

TEST_F(Probe, ATokenThatIsRefusedEndsIt) {
  const RunResult run = connector_->Run({"check", "--probe"}, {{"HUBSPOT_API_KEY", "pat-na1-mistyped"}});
  EXPECT_EQ(run.exit_code, 3) << run.out;
  EXPECT_THAT(run.err, HasSubstr("[HM2002]"));
}

TEST_F(Probe, NeedsNoDatabase) {
  const RunResult run = connector_->Run({"check", "--probe"}, {{"DB_SOCKET", "/nowhere"}, {"DB_USER", ""}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
}

}  // namespace
}  // namespace hm::test
