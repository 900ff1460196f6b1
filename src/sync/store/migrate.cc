#include "sync/store/migrate.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "mariadb/ddl.h"
#include "sync/history/history_table.h"
#include "sync/objects/owners.h"
#include "sync/report/status_view.h"
#include "sync/store/meta.h"
#include "sync/store/tables.h"

namespace hm::sync {
namespace {

constexpr std::string_view kSchemaVersionName = "schema_version";

// What the Node connector called pipelines, and its sync times, which cannot be trusted: they are the end of
// a sync, not the moment up to which a table is complete. The first sync here reads everything and sets them.
std::vector<std::string> TakeOverStatements(const mariadb::TableShape& sync_state) {
  if (sync_state.Find("object_type") == nullptr) {
    return {};
  }
  return {"UPDATE IGNORE sync_state SET object_type = 'pipelines' WHERE object_type = 'deal_pipelines'",
          "UPDATE sync_state SET last_sync_timestamp = NULL, last_sync_date = NULL"};
}

// Its stages may lack the pipeline, which is part of the key here.
std::vector<std::string> PrepareStages(const mariadb::TableShape& stages) {
  const mariadb::ColumnShape* pipeline = stages.Find("pipeline_id");
  if (pipeline == nullptr || !pipeline->nullable) {
    return {};
  }
  return {"UPDATE hubspot_deal_stages SET pipeline_id = '' WHERE pipeline_id IS NULL"};
}

bool LacksContent(const ObjectType& type, const mariadb::TableShape& shape) {
  const auto lacks = [&](std::string_view column) { return shape.Find(column) == nullptr; };
  return lacks("createdate") || lacks("lastmodifieddate") ||
         std::any_of(type.columns.begin(), type.columns.end(),
                     [&](const TypedColumn& c) { return lacks(c.column); });
}

// A table or column that somebody dropped, or that this version adds, is filled by reading everything again:
// the checkpoint speaks of rows that are no longer there, and a row that counts as unchanged would keep its
// gap. Stands before the statement that adds it, so that an end in between loses nothing.
std::vector<std::string> ReadAgain(const ObjectType& type, const std::optional<mariadb::TableShape>& shape) {
  if (shape && !LacksContent(type, *shape)) {
    return {};
  }
  std::vector<std::string> statements{
      fmt::format("DELETE FROM hubspot_sync_checkpoints WHERE object_type = '{}'", type.name)};
  if (!shape) {
    statements.push_back(fmt::format(
        "UPDATE sync_state SET last_sync_timestamp = NULL, last_sync_date = NULL WHERE object_type = '{}'",
        type.name));
  } else if (shape->Find("hs_lastmodifieddate") != nullptr) {
    statements.push_back(fmt::format("UPDATE {} SET hs_lastmodifieddate = NULL", type.table));
  }
  return statements;
}

void Append(std::vector<std::string>& to, std::vector<std::string> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// The mirror does without it, so a missing right to make views stops nothing.
void MakeStatusView(const mariadb::ConnectionOptions& options, mariadb::Connection& connection,
                    const ObjectCatalogue& catalogue) try {
  mariadb::ApplyChanges(options, PlanStatusView(connection, catalogue));
} catch (const Error& e) {
  if (e.kind() != ErrorKind::kDatabase) {
    throw;
  }
  log::Warn("view v_sync_status cannot be made, all else goes on", {{"why", e.Coded()}, {"hint", e.hint()}});
}

// Of these the Node connector made tables too, so there always are.
bool IsClassic(std::string_view object) { return object == "contacts" || object == "deals"; }

// A table that may be made or brought up to date.
struct Planned {
  mariadb::TableDef table;
  const ObjectType* type = nullptr;  // unless the table is no object's
  bool always = false;               // else only where it exists
};

std::vector<Planned> PlannedTables(const ObjectCatalogue& catalogue, const std::vector<std::string>& objects,
                                   bool with_history) {
  const auto wanted = [&](std::string_view name) {
    return std::find(objects.begin(), objects.end(), name) != objects.end();
  };
  std::vector<Planned> planned;
  for (mariadb::TableDef& table : CoreTables()) {
    planned.push_back({std::move(table), nullptr, true});
  }
  planned.push_back({OwnersTable(), nullptr, wanted(kOwners)});
  planned.push_back({HistoryTable(), nullptr, with_history});
  for (const ObjectType& type : catalogue.types()) {
    const bool classic = IsClassic(type.name);
    planned.push_back({ObjectTable(type), &type, classic || wanted(type.name)});
    if (!type.pipeline_tables.empty()) {
      const bool always = classic || (wanted(type.name) && wanted(kPipelines));
      planned.push_back({PipelineTable(type.pipeline_tables), nullptr, always});
      planned.push_back({StageTable(type.pipeline_tables), nullptr, always});
    }
  }
  return planned;
}

}  // namespace

int StoredSchemaVersion(mariadb::Connection& connection) {
  const auto meta = mariadb::ReadTable(connection, "hubspot_meta");
  const std::string version = meta ? ReadMeta(connection, kSchemaVersionName).value_or("0") : "0";
  const int stored = std::stoi(version);
  if (stored > kSchemaVersion) {
    throw Error(ErrorKind::kDatabase, ErrorCode::kNewerSchema,
                fmt::format("the tables in {} have version {}, this program knows {}", connection.database(),
                            stored, kSchemaVersion),
                "install the newer hubspot-mariadb that made them");
  }
  return stored;
}

namespace {

std::vector<std::string> Plan(mariadb::Connection& connection, const ObjectCatalogue& catalogue,
                              const std::vector<std::string>& objects, bool with_history,
                              std::set<std::string>& current) {
  const int stored = StoredSchemaVersion(connection);
  const std::set<std::string> there = mariadb::ReadTableNames(connection);
  std::vector<std::string> statements;
  for (const Planned& planned : PlannedTables(catalogue, objects, with_history)) {
    const std::string& name = planned.table.name;
    if (current.contains(name) || (!planned.always && !there.contains(name))) {
      continue;
    }
    current.insert(name);
    const auto shape = mariadb::ReadTable(connection, name);
    if (shape && name == "hubspot_deal_stages") {
      Append(statements, PrepareStages(*shape));
    }
    if (shape && name == "sync_state" && stored == 0) {
      Append(statements, TakeOverStatements(*shape));
    }
    if (planned.type != nullptr && stored > 0) {
      Append(statements, ReadAgain(*planned.type, shape));
    }
    if (!shape && name == "hubspot_associations" && stored > 0) {
      statements.emplace_back("DELETE FROM hubspot_sync_passes WHERE pass LIKE 'links %'");
    }
    Append(statements, mariadb::PlanChanges(planned.table, shape));
  }
  if (stored != kSchemaVersion) {
    statements.push_back(fmt::format("REPLACE INTO hubspot_meta (name, value) VALUES ('{}', '{}')",
                                     kSchemaVersionName, kSchemaVersion));
  }
  return statements;
}

}  // namespace

std::vector<std::string> PlanMigration(mariadb::Connection& connection, const ObjectCatalogue& catalogue,
                                       const std::vector<std::string>& objects, bool with_history) {
  std::set<std::string> current;
  return Plan(connection, catalogue, objects, with_history, current);
}

std::vector<std::string> Migrate(const mariadb::ConnectionOptions& options, const ObjectCatalogue& catalogue,
                                 const std::vector<std::string>& objects, bool with_history,
                                 std::set<std::string>& current) {
  mariadb::Connection connection(options);
  const std::vector<std::string> statements = Plan(connection, catalogue, objects, with_history, current);
  mariadb::ApplyChanges(options, statements);
  MakeStatusView(options, connection, catalogue);
  return statements;
}

std::vector<std::string> Migrate(const mariadb::ConnectionOptions& options, const ObjectCatalogue& catalogue,
                                 const std::vector<std::string>& objects, bool with_history) {
  std::set<std::string> current;
  return Migrate(options, catalogue, objects, with_history, current);
}

}  // namespace hm::sync
