#include "sync/report/status_view.h"

#include <fmt/format.h>

#include "mariadb/identifiers.h"
#include "sync/store/content_hash.h"
#include "sync/store/meta.h"

namespace hm::sync {
namespace {

constexpr std::string_view kDefinition =
    "v_sync_status";  // in hubspot_meta: the hash of what it was made from

// Rows are counted only for those who select them. JSON_EXTRACT, for MySQL 5.7 has no JSON_VALUE. A taken
// over sync_state has the collation of its maker.
constexpr std::string_view kSelect =
    "SELECT s.object_type AS object, s.status AS state, s.last_sync_date AS complete_until, "
    "TIMESTAMPDIFF(SECOND, s.last_sync_date, UTC_TIMESTAMP()) AS freshness_seconds, "
    "IF(s.last_sync_date IS NULL, 0, TIMESTAMPDIFF(SECOND, s.last_sync_date, UTC_TIMESTAMP()) <= "
    "3 * IFNULL((SELECT m.value + 0 FROM hubspot_meta m WHERE m.name = 'sync_interval_seconds'), 900)) AS "
    "fresh, "
    "CASE s.object_type {} END AS live_rows, "
    "s.records_synced, s.updated_at AS last_sync, "
    "IF(c.phase = 'first_load', c.window_seen, NULL) AS first_load_done, "
    "IF(p.finished_ms > 0, '1970-01-01' + INTERVAL p.finished_ms DIV 1000 SECOND, NULL) AS verified_at, "
    "JSON_EXTRACT(p.details, '$.found') - JSON_EXTRACT(p.details, '$.repaired') AS differences_left, "
    "(SELECT COUNT(*) FROM hubspot_quarantine q WHERE q.object_type = "
    "CONVERT(s.object_type USING utf8mb4) COLLATE utf8mb4_unicode_ci) AS set_aside, "
    "s.error_message FROM sync_state s "
    "LEFT JOIN hubspot_sync_checkpoints c ON c.object_type = "
    "CONVERT(s.object_type USING utf8mb4) COLLATE utf8mb4_unicode_ci "
    "LEFT JOIN hubspot_sync_passes p ON p.pass = 'verify' AND p.object_type = "
    "CONVERT(s.object_type USING utf8mb4) COLLATE utf8mb4_unicode_ci";

std::string Counts(mariadb::Connection& connection, const ObjectCatalogue& catalogue) {
  const std::set<std::string> tables = mariadb::ReadTableNames(connection);
  std::string branches;
  std::string pipelines = "0";
  const auto count = [&](const std::string& table, std::string_view live) {
    return tables.contains(table)
               ? fmt::format("(SELECT COUNT(*) FROM {} WHERE {})", mariadb::QuoteIdentifier(table), live)
               : std::string();
  };
  const auto add = [&](std::string_view object, const std::string& rows) {
    branches += rows.empty() ? "" : fmt::format(" WHEN '{}' THEN {}", object, rows);
  };
  add(kOwners, count("hubspot_owners", "archived = 0"));
  for (const ObjectType& type : catalogue.types()) {
    add(type.name, count(type.table, "archived = 0"));
    const std::string more =
        type.pipeline_tables.empty() ? "" : count(type.pipeline_tables + "_pipelines", "active = 1");
    pipelines += more.empty() ? "" : " + " + more;
  }
  add(kPipelines, pipelines);
  return branches;
}

}  // namespace

std::vector<std::string> PlanStatusView(mariadb::Connection& connection, const ObjectCatalogue& catalogue) {
  // Definer: who may read this view needs no rights on the tables behind it.
  const std::string create = "CREATE OR REPLACE SQL SECURITY DEFINER VIEW v_sync_status AS " +
                             fmt::format(fmt::runtime(kSelect), Counts(connection, catalogue));
  const ContentHash hash = HashContent(create);
  const std::string made_from(hash.data(), hash.size());
  mariadb::Result there = connection.Query(
      "SELECT 1 FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = "
      "'v_sync_status'");
  if (there.Next() && ReadMeta(connection, kDefinition) == made_from) {
    return {};
  }
  return {create,
          fmt::format("REPLACE INTO hubspot_meta (name, value) VALUES ('{}', '{}')", kDefinition, made_from)};
}

}  // namespace hm::sync
