#include "sync/status.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "mariadb/ddl.h"
#include "mariadb/identifiers.h"
#include "sync/lease.h"
#include "sync/meta.h"
#include "sync/object_choice.h"
#include "sync/pass_state.h"
#include "sync/quarantine.h"

namespace hm::sync {
namespace {

// Adds those of a table, if it is there; `gone` (SQL) is true of a row that is archived.
void CountRows(mariadb::Connection& connection, const std::string& table, std::string_view gone,
               ObjectStatus& status) {
  if (!mariadb::ReadTable(connection, table)) {
    return;
  }
  mariadb::Result row = connection.Query(
      fmt::format("SELECT COUNT(*), COALESCE(SUM({}), 0) FROM {}", gone, mariadb::QuoteIdentifier(table)));
  row.Next();
  status.rows += row.Int(0);
  status.archived += row.Int(1);
}

void CountRows(mariadb::Connection& connection, const ObjectCatalogue& catalogue, ObjectStatus& status) {
  if (status.object == kOwners) {
    CountRows(connection, "hubspot_owners", "archived", status);
  }
  for (const ObjectType& type : catalogue.types()) {
    if (status.object == type.name) {
      CountRows(connection, type.table, "archived", status);
    } else if (status.object == kPipelines && !type.pipeline_tables.empty()) {
      CountRows(connection, type.pipeline_tables + "_pipelines", "active = 0", status);
    }
  }
}

std::optional<std::int64_t> ReadNumber(mariadb::Connection& connection, std::string_view name) {
  const auto text = ReadMeta(connection, name);
  return text ? std::optional(std::stoll(*text)) : std::nullopt;
}

ObjectStatus ReadObject(mariadb::Connection& connection, const ObjectCatalogue& catalogue,
                        const std::string& object) {
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
  CountRows(connection, catalogue, status);
  return status;
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

Status ReadStatus(mariadb::Connection& connection, const WantedObjects& wanted) {
  if (!mariadb::ReadTable(connection, "hubspot_meta")) {
    throw Error(ErrorKind::kDatabase,
                fmt::format("database {} has no tables of this program yet", connection.database()),
                "run hubspot-mariadb sync (or migrate) first");
  }
  ObjectCatalogue catalogue;
  catalogue.Load(connection);
  Status status;
  status.portal = ReadMeta(connection, kPortalId).value_or("");
  for (const std::string& object : StoredObjects(connection, catalogue, wanted)) {
    status.objects.push_back(ReadObject(connection, catalogue, object));
  }
  // A database of an earlier version has neither until it is migrated.
  if (mariadb::ReadTable(connection, "hubspot_lease")) {
    status.writer = ReadLeaseHolder(connection);
  }
  if (mariadb::ReadTable(connection, "hubspot_sync_passes")) {
    for (ObjectStatus& object : status.objects) {
      ReadVerify(connection, object);
      object.index_lag = ReadIndexLag(connection, object.object);
    }
  }
  if (mariadb::ReadTable(connection, "hubspot_quarantine")) {
    for (ObjectStatus& object : status.objects) {
      object.set_aside = CountSetAside(connection, object.object);
    }
  }
  status.daily_limit = ReadNumber(connection, kDailyLimit);
  status.daily_remaining = ReadNumber(connection, kDailyRemaining);
  return status;
}

}  // namespace hm::sync
