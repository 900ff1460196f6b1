#include "sync/store/tables.h"

#include "sync/associations/link_tables.h"
#include "sync/changes/property_fill.h"
#include "sync/load/id_ranges.h"
#include "sync/promote/promoted_columns.h"
#include "sync/report/event_log.h"
#include "sync/report/run_log.h"
#include "sync/store/lease.h"
#include "sync/store/pass_state.h"
#include "sync/store/quarantine.h"
#include "sync/views/definitions.h"
#include "sync/views/view_keeper.h"

namespace hm::sync {
namespace {

using mariadb::ColumnDef;
using mariadb::IndexDef;
using mariadb::TableDef;

// Ids are compared byte by byte: HubSpot's stage ids may differ in case alone.
constexpr const char* kIdType = "VARCHAR(50) COLLATE utf8mb4_bin";

ColumnDef Required(std::string name, std::string type) { return {std::move(name), std::move(type), false}; }
ColumnDef Optional(std::string name, std::string type) { return {std::move(name), std::move(type), true}; }
ColumnDef Defaulted(std::string name, std::string type, std::string value, bool nullable) {
  return {std::move(name), std::move(type), nullable, std::move(value)};
}

void AddRowTimes(TableDef& table) {
  for (const char* name : {"synced_at", "created_at", "updated_at"}) {
    table.columns.push_back(Required(name, "DATETIME"));
  }
}

TableDef SyncState() {
  TableDef table{"sync_state", {}, {"id"}};
  table.columns = {
      {"id", "INT", false, std::nullopt, true},
      Required("object_type", "VARCHAR(50)"),
      Optional("last_sync_timestamp", "BIGINT"),
      Optional("last_sync_date", "DATETIME"),
      Defaulted("status", "VARCHAR(20)", "'success'", true),
      Defaulted("records_synced", "INT", "0", true),
      Optional("error_message", "TEXT"),
      Required("created_at", "DATETIME"),
      Required("updated_at", "DATETIME"),
  };
  table.indexes = {{"object_type", {"object_type"}, true}};
  return table;
}

TableDef Checkpoints() {
  TableDef table{"hubspot_sync_checkpoints", {}, {"object_type"}};
  table.columns = {
      Required("object_type", "VARCHAR(50)"),   Required("phase", "VARCHAR(20)"),
      Required("complete_until", "BIGINT"),     Required("window_from", "BIGINT"),
      Required("window_to", "BIGINT"),          Required("window_seen", "BIGINT"),
      Required("after_cursor", "VARCHAR(255)"), Required("updated_at", "DATETIME"),
  };
  return table;
}

TableDef Meta() {
  TableDef table{"hubspot_meta", {}, {"name"}};
  table.columns = {Required("name", "VARCHAR(64)"), Required("value", "VARCHAR(255)")};
  return table;
}

}  // namespace

TableDef PipelineTable(const std::string& prefix) {
  TableDef table{prefix + "_pipelines", {}, {"id"}};
  table.columns = {
      Required("id", kIdType),
      Optional("label", "VARCHAR(255)"),
      Optional("display_order", "INT"),
      Defaulted("active", "TINYINT(1)", "1", true),
      Optional("created_at_hubspot", "DATETIME"),
      Optional("updated_at_hubspot", "DATETIME"),
  };
  AddRowTimes(table);
  return table;
}

TableDef StageTable(const std::string& prefix) {
  TableDef table{prefix + "_stages", {}, {"pipeline_id", "id"}};
  table.columns = {
      Required("id", kIdType),
      Required("pipeline_id", kIdType),
      Optional("label", "VARCHAR(255)"),
      Optional("display_order", "INT"),
      Optional("metadata_json", "JSON"),
      Optional("probability", "DECIMAL(5,4)"),
      Optional("is_closed", "TINYINT(1)"),
      Defaulted("active", "TINYINT(1)", "1", true),
      Optional("created_at_hubspot", "DATETIME"),
      Optional("updated_at_hubspot", "DATETIME"),
  };
  AddRowTimes(table);
  return table;
}

TableDef ObjectTable(const ObjectType& type) {
  TableDef table{type.table, {}, {"id"}};
  table.columns.push_back(Required("id", kIdType));
  for (const TypedColumn& column : type.columns) {
    table.columns.push_back(Optional(column.column, column.sql_type));
    if (column.indexed) {
      table.indexes.push_back({column.column + "_idx", {column.column}});
    }
  }
  table.columns.push_back(Optional("createdate", "DATETIME"));
  table.columns.push_back(Optional("lastmodifieddate", "DATETIME"));
  table.columns.push_back(Optional("hs_lastmodifieddate", "BIGINT"));
  table.columns.push_back(Optional("properties_json", "JSON"));
  AddRowTimes(table);
  table.columns.push_back(Defaulted("archived", "TINYINT(1)", "0", false));
  table.columns.push_back(Optional("archived_at", "DATETIME"));
  table.columns.push_back(Optional("merged_into", kIdType));
  table.indexes.push_back({"archived_idx", {"archived"}});
  table.indexes.push_back({"merged_into_idx", {"merged_into"}});
  table.indexes.push_back({"lastmodified_idx", {"lastmodifieddate"}});
  table.indexes.push_back({"hs_lastmodified_idx", {"hs_lastmodifieddate"}});
  return table;
}

std::vector<TableDef> CoreTables() {
  return {LeaseTable(),
          Meta(),
          SyncState(),
          Checkpoints(),
          RangeTable(),
          PassTable(),
          RunsTable(),
          EventsTable(),
          ObjectTypesTable(),
          QuarantineTable(),
          PropertiesTable(),
          PropertyOptionsTable(),
          ViewsTable(),
          AssociationTable(),
          AssociationTypeTable(),
          AssociationQueueTable(),
          KnownPropertiesTable(),
          PromotedTable()};
}

}  // namespace hm::sync
