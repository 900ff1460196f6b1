// What people ask a history: the documented queries.
#include <fmt/format.h>

#include "integration/history_fixture.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

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

}  // namespace
}  // namespace hm::test
