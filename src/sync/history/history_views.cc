#include "sync/history/history_views.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "mariadb/identifiers.h"
#include "sync/history/history.h"
#include "sync/views/view_joins.h"
#include "sync/views/view_keeper.h"
#include "sync/views/view_sql.h"

namespace hm::sync {
namespace {

// Computed, so that it cannot disagree with the rows: a change holds until the next one of its property.
constexpr std::string_view kChanges =
    "SELECT h.record_id AS id, h.property, h.old_value, h.new_value, h.valid_from, LEAD(h.valid_from) OVER "
    "(PARTITION BY h.record_id, h.property ORDER BY h.number) AS valid_to, h.number\n"
    "FROM {history} h WHERE h.object_type_id = {type_id}";

// Two kinds of stays: the first of each record, in the stage before its first change or the only one, and one
// for each change. The first began when the record was made, or earlier than anybody looked.
constexpr std::string_view kStays =
    "SELECT h.record_id AS id, h.new_value AS stage, h.valid_from AS entered_at, LEAD(h.valid_from) OVER "
    "(PARTITION BY h.record_id ORDER BY h.number) AS left_at, 0 AS entered_earlier\n"
    "  FROM {history} h WHERE h.object_type_id = {type_id} AND h.property = {stage}\n"
    "  UNION ALL\n"
    "  SELECT t.id, IF(f.number IS NULL, CONVERT({stage_text} USING utf8mb4) COLLATE utf8mb4_bin, "
    "f.old_value), LEAST(IF(t.createdate >= {begun}, t.createdate, {begun}), IFNULL(f.valid_from, "
    "'9999-12-31')), f.valid_from, IFNULL(t.createdate < {begun}, 1)\n"
    "  FROM {table} t JOIN {passes} p ON p.object_type = {object} AND p.pass = {pass}\n"
    "  LEFT JOIN {history} f ON f.number = (SELECT MIN(m.number) FROM {history} m WHERE m.object_type_id = "
    "{type_id} AND m.property = {stage} AND m.record_id = t.id)";

constexpr std::string_view kBegun = "('1970-01-01' + INTERVAL p.started_ms * 1000 MICROSECOND)";

// The pipeline of a stay is the one that held when it began.
constexpr std::string_view kDurations =
    "SELECT s.id, s.pipeline, {pipeline_label} AS pipeline_label, s.stage, {stage_label} AS stage_label, "
    "s.entered_at, s.left_at, TIMESTAMPDIFF(SECOND, s.entered_at, IFNULL(s.left_at, UTC_TIMESTAMP(3))) AS "
    "seconds, s.left_at IS NULL AS is_current, s.entered_earlier\n"
    "FROM (SELECT y.id, IFNULL((SELECT m.old_value FROM {history} m WHERE m.object_type_id = {type_id} AND "
    "m.property = {pipeline} AND m.record_id = y.id AND m.valid_from > y.entered_at ORDER BY m.number LIMIT "
    "1), CONVERT({pipeline_text} USING utf8mb4) COLLATE utf8mb4_bin) AS pipeline, y.stage, y.entered_at, "
    "GREATEST(y.left_at, y.entered_at) AS left_at, y.entered_earlier\n"
    "FROM ({stays}) y JOIN {table} t ON t.id = y.id AND t.archived = 0 WHERE y.stage <> '') s{joins}";

std::string ChangesName(const ObjectType& type) { return "v_" + type.name + "_history"; }

// hubspot_deal: v_deal_stage_durations
std::string DurationsName(const ObjectType& type) {
  return "v_" + type.pipeline_tables.substr(std::string_view("hubspot_").size()) + "_stage_durations";
}

class HistoryViewPlanner {
 public:
  HistoryViewPlanner(mariadb::Connection& connection, const ObjectType& type,
                     const std::string& views_database)
      : connection_(connection), type_(type), schema_(ViewDatabase(connection, views_database)) {}

  ViewPlan Changes() const { return Plan(ChangesName(type_), 7, FillIn(kChanges)); }

  ViewPlan Durations() const {
    const bool deals = type_.name == "deals";
    const std::string pipeline = deals ? "pipeline" : "hs_pipeline";
    const std::string stage = deals ? "dealstage" : "hs_pipeline_stage";
    const bool labelled = HasPipelines();
    std::string sql = Fill(std::string(kDurations), "stays", std::string(kStays));
    sql = Fill(std::move(sql), "joins",
               labelled ? "\nLEFT JOIN {pipelines} pl ON pl.id = s.pipeline\n"
                          "LEFT JOIN {stages} st ON st.pipeline_id = s.pipeline AND st.id = s.stage"
                        : "");
    sql = Fill(std::move(sql), "pipeline_label", labelled ? "pl.label" : "NULL");
    sql = Fill(std::move(sql), "stage_label", labelled ? "st.label" : "NULL");
    sql = Fill(std::move(sql), "pipelines", Table(type_.pipeline_tables + "_pipelines"));
    sql = Fill(std::move(sql), "stages", Table(type_.pipeline_tables + "_stages"));
    sql = Fill(std::move(sql), "pipeline_text", PropertyText(connection_, type_, pipeline));
    sql = Fill(std::move(sql), "stage_text", PropertyText(connection_, type_, stage));
    sql = Fill(std::move(sql), "pipeline", connection_.Quote(pipeline));
    sql = Fill(std::move(sql), "stage", connection_.Quote(stage));
    return Plan(DurationsName(type_), 10, FillIn(sql));
  }

 private:
  std::string Table(const std::string& name) const {
    return mariadb::QuoteIdentifier(connection_.database()) + "." + mariadb::QuoteIdentifier(name);
  }

  std::string FillIn(std::string_view text) const {
    std::string sql = Fill(std::string(text), "begun", std::string(kBegun));
    sql = Fill(std::move(sql), "history", Table("hubspot_property_history"));
    sql = Fill(std::move(sql), "passes", Table("hubspot_sync_passes"));
    sql = Fill(std::move(sql), "table", Table(type_.table));
    sql = Fill(std::move(sql), "type_id", connection_.Quote(type_.type_id));
    sql = Fill(std::move(sql), "object", connection_.Quote(type_.name));
    return Fill(std::move(sql), "pass", connection_.Quote(kHistoryPass));
  }

  ViewPlan Plan(const std::string& name, std::size_t columns, const std::string& select) const {
    const std::string sql =
        fmt::format("CREATE OR REPLACE SQL SECURITY DEFINER VIEW {}.{} AS\n{}",
                    mariadb::QuoteIdentifier(schema_), mariadb::QuoteIdentifier(name), select);
    return {schema_, name, type_, sql, [sql, columns] { return ViewText{sql, columns}; }};
  }

  bool HasPipelines() const {
    const std::vector<std::string> tables = TablesToJoin(connection_, type_);
    return std::find(tables.begin(), tables.end(), type_.pipeline_tables + "_stages") != tables.end();
  }

  mariadb::Connection& connection_;
  const ObjectType& type_;
  std::string schema_;
};

}  // namespace

void KeepHistoryViews(WriteSession& session, const ObjectType& type, const std::string& views_database) {
  if (!session.connection().server().is_mariadb) {
    return;
  }
  const HistoryViewPlanner planner(session.connection(), type, views_database);
  KeepView(session, planner.Changes());
  if (!type.pipeline_tables.empty()) {
    KeepView(session, planner.Durations());
  }
}

std::vector<std::string> HistoryViewNames(const ObjectType& type) {
  std::vector<std::string> names{ChangesName(type)};
  if (!type.pipeline_tables.empty()) {
    names.push_back(DurationsName(type));
  }
  return names;
}

}  // namespace hm::sync
