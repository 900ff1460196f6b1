// HISTORY: what changed, from what to what and when; nothing that did not change.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const Environment kHistory{{"HISTORY", "deals,contacts"}};

// The statements of docs/history.md, by the word in the comment before them.
std::vector<std::string> DocumentedSql(const std::string& name) {
  std::ifstream in(SOURCE_DIR "/docs/history.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const std::string begin = "<!-- tested: " + name + " -->\n```sql\n";
  const auto start = page.find(begin);
  EXPECT_NE(start, std::string::npos) << name;
  std::string text = page.substr(start + begin.size());
  text.resize(text.find("```"));
  std::vector<std::string> statements;
  for (std::size_t end = text.find(";\n"); end != std::string::npos; end = text.find(";\n")) {
    statements.push_back(text.substr(0, end));
    text.erase(0, end + 2);
  }
  return statements;
}

class PropertyHistory : public SmallAccount {
 protected:
  void LoadWith(const Environment& env = kHistory, const std::string& contacts = "30",
                const std::string& deals = "30") {
    Open({"--contacts", contacts, "--deals", deals});
    ASSERT_EQ(Sync(env).exit_code, 0);
  }
  void MustSync(const Environment& env = kHistory) const {
    const RunResult run = Sync(env);
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  // Hours later by HubSpot's clock.
  std::int64_t Later(int hours) {
    offset_ms_ += std::int64_t{hours} * 3'600'000;
    hubspot_->Post("/_sim/settings", {{"clockOffsetMs", offset_ms_}});
    return Now();
  }
  std::int64_t Now() const { return hubspot_->Get("/_sim/now").at("nowMs"); }
  // "property: old -> new" in order, NULL as "-".
  std::vector<std::string> Changes(const std::string& id, const std::string& object = "deals") const {
    return Rows(
        "SELECT CONCAT(property, ': ', IFNULL(old_value, '-'), ' -> ', IFNULL(new_value, '-')) FROM v_" +
        object + "_history WHERE id = '" + id + "' ORDER BY number");
  }
  std::vector<std::string> Rows(const std::string& sql) const {
    mariadb::Connection connection(connector_->options());
    mariadb::Result rows = connection.Query(sql);
    std::vector<std::string> out;
    while (rows.Next()) out.push_back(rows.String(0));
    return out;
  }
  std::string Kept() const { return Value("SELECT COUNT(*) FROM hubspot_property_history"); }
  static std::string Moment(std::int64_t ms) {
    return fmt::format("('1970-01-01' + INTERVAL {} MICROSECOND)", ms * 1000);
  }
  // The documented query at a moment: two cells a row.
  std::map<std::string, std::string> AsOf(const std::string& name, std::int64_t ms) const {
    const std::vector<std::string> statements = DocumentedSql(name);
    mariadb::Connection connection(connector_->options());
    connection.Execute("SET @moment = " + Moment(ms));
    mariadb::Result rows = connection.Query(statements.at(1));
    std::map<std::string, std::string> out;
    while (rows.Next()) out[rows.String(0)] = rows.String(1);
    return out;
  }
  static json WithoutTimes(json properties) {
    properties.erase("hs_lastmodifieddate");
    for (auto it = properties.begin(); it != properties.end();) {
      it = it->is_null() ? properties.erase(it) : std::next(it);
    }
    return properties;
  }
  std::map<std::string, json> Snapshot() const {
    std::map<std::string, json> deals;
    for (const json& deal : hubspot_->Truth("deals")) {
      deals[deal.at("id")] = WithoutTimes(deal.at("properties"));
    }
    return deals;
  }
  void ExpectAsOf(std::int64_t ms, const std::map<std::string, json>& truth) const {
    std::map<std::string, json> mirrored;
    for (const auto& [id, properties] : AsOf("as of", ms)) {
      mirrored[id] = WithoutTimes(json::parse(properties));
    }
    EXPECT_EQ(mirrored, truth);
    std::map<std::string, std::string> stages;
    for (const auto& [id, deal] : truth) {
      std::string& count = stages[deal.at("dealstage")];
      count = std::to_string(count.empty() ? 1 : std::stoi(count) + 1);
    }
    EXPECT_EQ(AsOf("stages as of", ms), stages);
  }

  std::int64_t offset_ms_ = 0;
};

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

TEST_F(PropertyHistory, DealsAsOfSeveralMoments) {
  LoadWith();
  std::vector<std::pair<std::int64_t, std::map<std::string, json>>> moments{{Now(), Snapshot()}};
  const std::vector<std::string> stages{"qualifiedtobuy", "closedwon", "appointmentscheduled"};
  for (int step = 0; step < 3; ++step) {
    Later(1);
    for (std::size_t i = 0; i < 8; ++i) {
      SetRecord("deals", AnId("deals", i * 2 + static_cast<std::size_t>(step)),
                {{"dealstage", stages.at(i % 3)}, {"amount", std::to_string(step * 10 + i)}});
    }
    SetRecord("deals", AnId("deals", 20), {{"dealname", step == 1 ? json(nullptr) : json("")}});
    SetRecord("deals", AnId("deals", 21),
              {{"dealname", fmt::format("\xF0\x9F\x98\x80 \"{}\" \\ \n\x01", step)}});
    SetRecord("deals", "", {{"dealname", fmt::format("made {}", step)}, {"dealstage", "closedwon"}});
    if (step == 1) hubspot_->Post("/_sim/archive", {{"object", "deals"}, {"id", AnId("deals", 25)}});
    MustSync();
    moments.emplace_back(Later(1), Snapshot());
  }
  for (const auto& [moment, truth] : moments) ExpectAsOf(moment, truth);
}

TEST_F(PropertyHistory, HowLongDealsStoodInEachStage) {
  LoadWith();
  const auto stays = [&](const std::string& id) {
    return Rows(
        "SELECT CONCAT_WS(' ', stage_label, ROUND(seconds / 3600), is_current, entered_earlier) FROM "
        "v_deal_stage_durations WHERE id = '" +
        id + "' ORDER BY entered_at");
  };
  const auto label = [&](const std::string& stage) {
    return Value("SELECT label FROM hubspot_deal_stages WHERE id = '" + stage + "'");
  };
  const std::string never = AnId("deals", 1);
  const std::string moved = AnId("deals", 2);
  SetRecord("deals", moved, {{"pipeline", "default"}, {"dealstage", "appointmentscheduled"}});
  SetRecord("deals", never, {{"pipeline", "default"}, {"dealstage", "closedlost"}});
  MustSync();
  connector_->Execute("DELETE FROM hubspot_property_history");
  Later(2);
  const std::string made =
      SetRecord("deals", "", {{"pipeline", "default"}, {"dealstage", "appointmentscheduled"}});
  MustSync();
  Later(3);
  for (const std::string& id : {moved, made}) SetRecord("deals", id, {{"dealstage", "qualifiedtobuy"}});
  MustSync();
  Later(5);
  for (const std::string& id : {moved, made}) SetRecord("deals", id, {{"dealstage", "closedwon"}});
  MustSync();
  const std::string first = label("appointmentscheduled");
  const std::string second = label("qualifiedtobuy");
  const std::string won = label("closedwon");
  // HubSpot's clock runs ahead of the server's here, so the open end is not a number of hours.
  const auto ended = [&](const std::string& id) {
    std::vector<std::string> rows = stays(id);
    EXPECT_THAT(rows.back(), AllOf(HasSubstr(won), HasSubstr(" 1 0")));
    rows.pop_back();
    return rows;
  };
  EXPECT_THAT(ended(moved), ElementsAre(first + " 5 0 1", second + " 5 0 0"));
  EXPECT_THAT(ended(made), ElementsAre(first + " 3 0 0", second + " 5 0 0"));
  EXPECT_EQ(Value("SELECT CONCAT_WS(' ', stage_label, is_current, entered_earlier, pipeline, left_at IS "
                  "NULL) FROM v_deal_stage_durations WHERE id = '" +
                  never + "'"),
            label("closedlost") + " 1 1 default 1");
  EXPECT_EQ(Rows(DocumentedSql("durations").at(0)).size(), 2);
  // Moved to another pipeline, the stays before keep theirs.
  const std::string other = Value(
      "SELECT CONCAT(pipeline_id, ' ', id) FROM hubspot_deal_stages WHERE pipeline_id <> 'default' LIMIT 1");
  const auto blank = other.find(' ');
  Later(1);
  SetRecord("deals", moved, {{"pipeline", other.substr(0, blank)}, {"dealstage", other.substr(blank + 1)}});
  MustSync();
  EXPECT_THAT(
      Rows("SELECT pipeline FROM v_deal_stage_durations WHERE id = '" + moved + "' ORDER BY entered_at"),
      ElementsAre("default", "default", "default", other.substr(0, blank)));
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_deal_stage_durations WHERE pipeline_label IS NULL OR stage_label "
                  "IS NULL OR seconds IS NULL"),
            "0");
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

TEST_F(PropertyHistory, OldRowsDeletedAsDocumented) {
  LoadWith();
  const std::string id = AnId("deals");
  Later(1);
  SetRecord("deals", id, {{"dealstage", "qualifiedtobuy"}, {"pipeline", "default"}});
  MustSync();
  const std::int64_t before = Later(1);
  Later(1);
  SetRecord("deals", id, {{"dealstage", "closedwon"}});
  MustSync();
  EXPECT_EQ(Rows(DocumentedSql("size").at(0)).size(), 1);
  mariadb::Connection connection(connector_->options());
  connection.Execute("SET @before = " + Moment(before));
  const std::vector<std::string> statements = DocumentedSql("delete");
  std::for_each(statements.begin() + 1, statements.end(),
                [&](const std::string& sql) { connection.Execute(sql); });
  EXPECT_EQ(Kept(), "1");
  EXPECT_EQ(Value("SELECT CONCAT_WS(' ', stage, entered_at = " + Moment(before) +
                  ", ROUND(seconds / 3600), entered_earlier) FROM v_deal_stage_durations "
                  "WHERE id = '" +
                  id + "' ORDER BY entered_at"),
            "qualifiedtobuy 1 1 1");
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
