// HISTORY: what changed, from what to what and when; nothing that did not change.
#include <fmt/format.h>

#include "integration/history_fixture.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(PropertyHistory, RealChangesAloneAreKept) {
  LoadWith();
  EXPECT_EQ(Kept(), "0");
  hubspot_->Post("/_sim/bulk", {{"object", "deals"}, {"touch", 30}, {"change", false}});
  hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", "101"}});
  MustSync();
  hubspot_->Post("/_sim/restore", {{"object", "contacts"}, {"id", "101"}});
  const std::string id = AnId("deals", 3);
  SetRecord("deals", id, {{"dealname", hubspot_->Truth("deals").at(3).at("properties").at("dealname")}});
  SetRecord("deals", "", {{"dealname", "a new one"}, {"amount", "5"}});
  MustSync();
  ASSERT_EQ(connector_->Run({"sync", "--full"}, kHistory).exit_code, 0);
  EXPECT_EQ(Kept(), "0");

  SetRecord("deals", id, {{"dealname", "one"}, {"amount", "7.5"}});
  const std::int64_t at =
      hubspot_->Post("/_sim/records", {{"object", "deals"}, {"id", id}, {"properties", {{"amount", "8"}}}})
          .at("updatedAtMs");
  const std::string name = Value("SELECT dealname FROM hubspot_deals WHERE id = '" + id + "'");
  const std::string amount =
      Value("SELECT IFNULL(JSON_VALUE(properties_json, '$.amount'), '-') FROM hubspot_deals WHERE id = '" +
            id + "'");
  MustSync();
  // Both changes at once, as far as the mirror saw them.
  EXPECT_THAT(Changes(id), ElementsAre("amount: " + amount + " -> 8", "dealname: " + name + " -> one"));
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_deals_history WHERE valid_from = " + Moment(at) +
                  " AND valid_to IS NULL"),
            "2");
  SetRecord("deals", id, {{"amount", "9"}});
  ASSERT_EQ(connector_->Run({"sync", "--full"}, kHistory).exit_code, 0);
  EXPECT_EQ(Kept(), "3");
  EXPECT_EQ(Rows(DocumentedSql("changes").at(0)).size(), 0);
  EXPECT_EQ(
      Value("SELECT COUNT(*) FROM v_deals_history a JOIN v_deals_history b ON b.valid_from = a.valid_to AND "
            "b.old_value = a.new_value WHERE a.property = 'amount' AND b.property = 'amount'"),
      "1");
  ExpectEqual();
}

TEST_F(PropertyHistory, ValuesOfEveryKindSurvive) {
  LoadWith();
  const std::string id = AnId("deals");
  std::string longest;
  for (int i = 0; i < 65'536; ++i) longest += i % 2 == 0 ? "\xF0\x9F\x98\x80" : "é";
  const std::vector<json> values{
      "plain",        longest,   "",           nullptr,   "",  "it's \"quoted\" \\ \n\t\x01 \x7f",
      "null",         "\\u0041", longest + "", " blank ", "0", nullptr,
      "x', NULL); --"};
  SetRecord("deals", id, {{"dealname", nullptr}});
  MustSync();
  connector_->Execute("DELETE FROM hubspot_property_history");
  json before;
  for (const json& value : values) {
    SetRecord("deals", id, {{"dealname", value}});
    MustSync();
    mariadb::Connection connection(connector_->options());
    mariadb::Result row = connection.Query(
        "SELECT old_value, new_value FROM hubspot_property_history ORDER BY number DESC LIMIT 1");
    ASSERT_TRUE(row.Next());
    const auto cell = [&](std::size_t column) {
      return row.IsNull(column) ? json() : json(row.String(column));
    };
    EXPECT_EQ(cell(0), before);
    EXPECT_EQ(cell(1), value);
    before = value;
  }
  EXPECT_EQ(Kept(), std::to_string(values.size()));
}

TEST_F(PropertyHistory, ATakeoverWritesNone) {
  Open({"--contacts", "30", "--deals", "30"});
  connector_->Execute(
      "CREATE TABLE hubspot_deals (id VARCHAR(50) PRIMARY KEY, hs_lastmodifieddate BIGINT, properties_json "
      "JSON, "
      "synced_at DATETIME NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL)");
  connector_->Execute("INSERT INTO hubspot_deals VALUES ('" + AnId("deals") +
                      "', 2025, '{\"dealname\":\"Stale\"}', NOW(), NOW(), NOW())");
  MustSync();
  EXPECT_EQ(Kept(), "0");
  SetRecord("deals", AnId("deals"), {{"dealname", "changed"}});
  MustSync();
  EXPECT_EQ(Kept(), "1");
}

TEST_F(PropertyHistory, ASilentChangeHasTheTimeWhenItWasFound) {
  LoadWith();
  const std::string id = AnId("deals");
  const std::string version = Value("SELECT hs_lastmodifieddate FROM hubspot_deals WHERE id = '" + id + "'");
  hubspot_->Post(
      "/_sim/records",
      {{"object", "deals"}, {"id", id}, {"keepLastModified", true}, {"properties", {{"amount", "77"}}}});
  MustSync();
  EXPECT_EQ(Kept(), "0");
  const std::int64_t found = Later(1);
  ASSERT_EQ(connector_->Run({"verify", "--repair"}, kHistory).exit_code, 0);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_deals_history WHERE new_value = '77' AND valid_from BETWEEN " +
                  Moment(found - 1000) + " AND " + Moment(found + 60'000)),
            "1");
  EXPECT_EQ(Value("SELECT hs_lastmodifieddate FROM hubspot_deals WHERE id = '" + id + "'"), version);
  EXPECT_EQ(Kept(), "1");
}

TEST_F(PropertyHistory, AnOlderAnswerAndOneRecordTwiceInAPage) {
  LoadWith();
  const std::string id = AnId("deals", 5);
  SetRecord("deals", id, {{"dealname", "newer"}});
  MustSync();
  ASSERT_EQ(Kept(), "1");
  hubspot_->Post("/_sim/records", {{"object", "deals"},
                                   {"id", id},
                                   {"lastModified", 1'000'000'000'000},
                                   {"properties", {{"dealname", "older"}}}});
  ASSERT_EQ(connector_->Run({"sync", "--full"}, kHistory).exit_code, 0);
  EXPECT_EQ(Kept(), "1");
  SetRecord("deals", id, {{"dealname", "newest"}});
  Fault({{"kind", "page"}, {"match", "objects/deals"}, {"duplicate", 30}, {"times", -1}});
  ASSERT_EQ(connector_->Run({"sync", "--full"}, kHistory).exit_code, 0);
  Heal();
  EXPECT_EQ(Kept(), "2");
  EXPECT_THAT(Changes(id).back(), HasSubstr("dealname: newer -> newest"));
}

TEST_F(PropertyHistory, AKillLeavesRowsAndHistoryOrNeither) {
  LoadWith();
  const Connector killed(*hubspot_, SharedServer(), "hubspot-mariadb-crash");
  ASSERT_EQ(killed.Run({"sync"}, kHistory).exit_code, 0);
  const auto both = [&] {
    return killed.Value(
        "SELECT CONCAT((SELECT COUNT(*) FROM hubspot_deals WHERE dealname = 'changed'), ' ', (SELECT "
        "COUNT(*) FROM "
        "hubspot_property_history WHERE new_value = 'changed'))");
  };
  hubspot_->Post("/_sim/bulk",
                 {{"object", "deals"}, {"touch", 30}, {"properties", {{"dealname", "changed"}}}});
  for (const char* failpoint : {"rows", "sealed:9"}) {
    Environment env = kHistory;
    env["HM_FAILPOINT"] = failpoint;
    EXPECT_NE(killed.Run({"sync", "--objects", "deals"}, env).exit_code, 0) << failpoint;
    EXPECT_THAT(both(), testing::AnyOf("0 0", "30 30")) << failpoint;
  }
  ASSERT_EQ(killed.Run({"sync"}, kHistory).exit_code, 0);
  EXPECT_EQ(both(), "30 30");
}

TEST_F(PropertyHistory, ErasedRecordsTakeTheirHistoryAlong) {
  LoadWith();
  const std::string erased = AnId("contacts", 1);
  const std::string archived = AnId("contacts", 2);
  const std::string stays = AnId("contacts", 3);
  for (const std::string& id : {erased, archived, stays})
    SetRecord("contacts", id, {{"firstname", "Changed"}});
  MustSync();
  ASSERT_EQ(Kept(), "3");
  hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", erased}});
  hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", archived}});
  // Also where nobody wants a history any more.
  ASSERT_EQ(connector_->Run({"verify", "--repair"}).exit_code, 0);
  EXPECT_THAT(Changes(erased, "contacts"), IsEmpty());
  EXPECT_EQ(Kept(), "2");
  MustSync({{"DELETE_MODE", "hard"}});
  EXPECT_THAT(Changes(archived, "contacts"), IsEmpty());
  EXPECT_EQ(Changes(stays, "contacts").size(), 1);
}

TEST_F(PropertyHistory, ANewPropertyComesFromNullAndARemovedOneEndsInIt) {
  LoadWith();
  hubspot_->Post(
      "/_sim/properties",
      {{"object", "deals"}, {"name", "score"}, {"type", "number"}, {"fieldType", "number"}, {"fill", 60}});
  MustSync();
  const std::string filled =
      Value("SELECT COUNT(*) FROM hubspot_deals WHERE JSON_EXISTS(properties_json, '$.score')");
  EXPECT_GT(std::stoi(filled), 5);
  EXPECT_EQ(
      Value("SELECT COUNT(*) FROM hubspot_property_history WHERE property = 'score' AND old_value IS NULL"),
      filled);
  EXPECT_EQ(Kept(), filled);
  hubspot_->Delete("/_sim/properties", {{"object", "deals"}, {"name", "score"}});
  ASSERT_EQ(connector_->Run({"verify", "--repair"}, kHistory).exit_code, 0);
  EXPECT_EQ(
      Value("SELECT COUNT(*) FROM hubspot_property_history WHERE property = 'score' AND new_value IS NULL"),
      filled);
}

TEST_F(PropertyHistory, SwitchedOnLaterAndOffAgain) {
  LoadWith({});
  const std::string id = AnId("deals");
  const auto change = [&](const std::string& name, const Environment& env) {
    Later(1);
    SetRecord("deals", id, {{"dealname", name}});
    MustSync(env);
  };
  const std::string tables =
      "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE "
      "'%history%'";
  change("before", {});
  EXPECT_EQ(Value(tables), "0");
  change("first", kHistory);
  change("second", kHistory);
  EXPECT_THAT(Changes(id), ElementsAre("dealname: before -> first", "dealname: first -> second"));
  change("unseen", {});
  EXPECT_EQ(Kept(), "2");
  change("third", kHistory);
  EXPECT_THAT(Changes(id).back(), "dealname: unseen -> third");
  EXPECT_EQ(
      Rows("SELECT message FROM sync_events WHERE kind = 'history' AND object_type = 'deals' ORDER BY id")
          .size(),
      2);
  EXPECT_THAT(Value("SELECT message FROM sync_events WHERE kind = 'history' AND object_type = 'deals' ORDER "
                    "BY id DESC"),
              HasSubstr("not in it"));
  EXPECT_EQ(Rows(DocumentedSql("since").at(0)), (std::vector<std::string>{"contacts", "deals"}));
}

TEST_F(PropertyHistory, CustomObjectsAllAndWhatIsNone) {
  Open({"--contacts", "5", "--deals", "5", "--cars", "5", "--tickets", "5"});
  hubspot_->Post(
      "/_sim/properties",
      {{"object", "cars"}, {"name", "hs_pipeline_stage"}, {"type", "string"}, {"fieldType", "text"}});
  const Environment all{{"HISTORY", "all"}, {"SYNC_OBJECTS", "contacts,deals,tickets,cars,pipelines,owners"}};
  MustSync(all);
  const std::string car = AnId("cars");
  SetRecord("cars", car, {{"hs_pipeline_stage", "somewhere"}});
  MustSync(all);
  EXPECT_EQ(Changes(car, "cars").size(), 1);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_ticket_stage_durations WHERE stage_label IS NOT NULL"), "5");
  EXPECT_EQ(Value("SELECT stage FROM v_cars_stage_durations WHERE is_current = 1 AND entered_earlier = 0"),
            "somewhere");

  const RunResult unknown = Sync({{"HISTORY", "deals,dealz"}});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, AllOf(HasSubstr("HISTORY names \"dealz\""), HasSubstr("it takes any of")));
  const RunResult whole = Sync({{"HISTORY", "pipelines"}});
  EXPECT_EQ(whole.exit_code, 2);
  EXPECT_THAT(whole.err, HasSubstr("HISTORY names \"pipelines\""));
  const RunResult idle = Sync({{"HISTORY", "cars"}});
  EXPECT_EQ(idle.exit_code, 0);
  EXPECT_THAT(idle.err, HasSubstr("HISTORY names an object that is not synced"));
}

}  // namespace
}  // namespace hm::test
