#include "sync/sync_context.h"

#include <fmt/format.h>

#include "base/error.h"
#include "sync/state.h"

namespace hm::sync {
namespace {

mariadb::TableShape ReadShape(mariadb::Connection& connection, const ObjectType& type) {
  auto shape = mariadb::ReadTable(connection, type.table);
  if (!shape) {
    throw Error(ErrorKind::kDatabase, fmt::format("table {} does not exist", type.table),
                "run hubspot-mariadb migrate");
  }
  return *std::move(shape);
}

}  // namespace

SyncContext::SyncContext(hubspot::Client& hubspot, WriteSession& database, const ObjectType& object,
                         const SyncOptions& how, Summary& result)
    : client(hubspot),
      session(database),
      type(object),
      options(how),
      summary(result),
      builder(object, ReadShape(database.connection(), object)),
      writer(database, object, builder.columns()) {}

void SyncContext::ReadProperties(const std::stop_token& stop) {
  properties.clear();
  for (const hubspot::PropertyDefinition& property : client.ListProperties(type.name, stop)) {
    properties.push_back(property.name);
  }
  if (properties.empty()) {
    throw Error(ErrorKind::kRetry, fmt::format("{}: HubSpot listed no properties at all", type.name),
                "nothing was changed; the next sync tries again");
  }
}

void SyncContext::ReadWhole(std::span<const std::string_view> ids, hubspot::RecordPage& page, RowBatch& rows,
                            const std::stop_token& stop, bool archived) {
  client.BatchRead(type.name, properties, ids, page, stop, archived);
  builder.Build(page.records(), rows);
}

void SyncContext::Write(const RowBatch& rows, const Seal& seal) { summary.rows += writer.Write(rows, seal); }

Seal SyncContext::Sealing(const Checkpoint& checkpoint) {
  return [this, checkpoint](mariadb::Transaction& transaction, const WriteCounts& counts) {
    SaveCheckpoint(transaction, type.name, checkpoint);
    if (checkpoint.phase == Phase::kIdle) {
      MarkSuccess(transaction, type.name, checkpoint.complete_until, summary.rows.written + counts.written);
    }
  };
}

void SyncContext::Save(const Checkpoint& checkpoint) {
  session.InTransaction([&](mariadb::Transaction& transaction) { Sealing(checkpoint)(transaction, {}); });
}

}  // namespace hm::sync
