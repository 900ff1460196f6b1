#include "sync/report/status.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "mariadb/identifiers.h"
#include "sync/objects/object_choice.h"
#include "sync/store/lease.h"
#include "sync/store/meta.h"
#include "sync/store/pass_state.h"
#include "sync/store/quarantine.h"

namespace hm::sync {
namespace {

std::optional<std::int64_t> ReadNumber(mariadb::Connection& connection, std::string_view name) {
  const auto text = ReadMeta(connection, name);
  return text ? std::optional(std::stoll(*text)) : std::nullopt;
}

// Those of `there` that hold the object's rows, the main one first.
std::vector<std::string> TablesOf(const ObjectCatalogue& catalogue, const std::string& object,
                                  const std::set<std::string>& there) {
  std::vector<std::string> tables;
  if (object == kOwners) {
    tables.emplace_back("hubspot_owners");
  }
  for (const ObjectType& type : catalogue.types()) {
    if (object == type.name) {
      tables.push_back(type.table);
    } else if (object == kPipelines && !type.pipeline_tables.empty()) {
      tables.push_back(type.pipeline_tables + "_pipelines");
    }
  }
  std::erase_if(tables, [&](const std::string& table) { return !there.contains(table); });
  return tables;
}

ObjectStatus ReadObject(mariadb::Connection& connection, const std::string& object) {
  ObjectStatus status{.object = object, .state = "never"};
  mariadb::Result row = connection.Query(
      "SELECT status, updated_at, last_sync_timestamp, records_synced, error_message FROM sync_state "
      "WHERE object_type = " +
      connection.Quote(object));
  if (row.Next()) {
    status.state = row.String(0);
    status.last_sync = row.String(1);
    status.complete_until = row.OptionalInt(2);
    status.records_synced = row.OptionalInt(3).value_or(0);
    status.error = row.String(4);
  }
  return status;
}

// Of a sync that only looked, a rate would say nothing.
void ReadRate(mariadb::Connection& connection, ObjectStatus& status) {
  mariadb::Result row = connection.Query(
      "SELECT records_read / seconds FROM sync_runs WHERE object_type = " + connection.Quote(status.object) +
      " AND ended_at IS NOT NULL AND seconds > 0 AND records_read >= 100 ORDER BY id DESC LIMIT 1");
  if (row.Next()) {
    status.per_second = std::stod(row.String(0));
  }
}

void ReadVerify(mariadb::Connection& connection, ObjectStatus& status) {
  const PassState verify = LoadPass(connection, status.object, kVerifyPass);
  if (verify.finished_ms > 0) {
    status.verified_at = verify.finished_ms;
    status.verify_details = verify.details;
  }
  status.verify_error = nlohmann::json::parse(verify.details).value("error", "");
}

}  // namespace

void CountRows(mariadb::Connection& connection, ObjectStatus& status) {
  status.rows = 0;
  status.archived = 0;
  for (const std::string& table : status.tables) {
    mariadb::Result row = connection.Query(fmt::format(
        "SELECT COUNT(*), COALESCE(SUM({}), 0) FROM {}",
        status.object == kPipelines ? "active = 0" : "archived", mariadb::QuoteIdentifier(table)));
    row.Next();
    status.rows += row.Int(0);
    status.archived += row.Int(1);
  }
}

Status ReadStatus(mariadb::Connection& connection, const WantedObjects& wanted, RowCounts counts) {
  const std::set<std::string> tables = mariadb::ReadTableNames(connection);
  if (!tables.contains("hubspot_meta")) {
    throw Error(ErrorKind::kDatabase, ErrorCode::kTableMissing,
                fmt::format("database {} has no tables of this program yet", connection.database()),
                "run hubspot-mariadb sync (or migrate) first");
  }
  ObjectCatalogue catalogue;
  catalogue.Load(connection);
  Status status;
  status.portal = ReadMeta(connection, kPortalId).value_or("");
  for (const std::string& object : StoredObjects(connection, catalogue, wanted)) {
    ObjectStatus& read = status.objects.emplace_back(ReadObject(connection, object));
    read.tables = TablesOf(catalogue, object, tables);
    if (counts == RowCounts::kCounted) {
      CountRows(connection, read);
    }
  }
  // A database of an earlier version has neither until it is migrated.
  if (tables.contains("hubspot_lease")) {
    status.writer = ReadLeaseHolder(connection);
  }
  if (tables.contains("hubspot_sync_passes")) {
    for (ObjectStatus& object : status.objects) {
      ReadVerify(connection, object);
      object.index_lag = ReadIndexLag(connection, object.object);
    }
  }
  if (tables.contains("sync_runs")) {
    for (ObjectStatus& object : status.objects) {
      ReadRate(connection, object);
    }
  }
  if (tables.contains("hubspot_quarantine")) {
    for (ObjectStatus& object : status.objects) {
      object.set_aside = CountSetAside(connection, object.object);
    }
  }
  status.daily_limit = ReadNumber(connection, kDailyLimit);
  status.daily_remaining = ReadNumber(connection, kDailyRemaining);
  return status;
}

}  // namespace hm::sync
