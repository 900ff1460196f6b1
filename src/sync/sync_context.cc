#include "sync/sync_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "base/error.h"
#include "sync/sensitive/readable.h"
#include "sync/store/marks.h"
#include "sync/store/state.h"

namespace hm::sync {
namespace {

mariadb::TableShape ReadShape(mariadb::Connection& connection, const ObjectType& type) {
  auto shape = mariadb::ReadTable(connection, type.table);
  if (!shape) {
    throw Error(ErrorKind::kDatabase, ErrorCode::kTableMissing,
                fmt::format("table {} does not exist", type.table), "run hubspot-mariadb migrate");
  }
  return *std::move(shape);
}

// Every JSON text written here was made here; the server's own check of it is a fifth of the work of an
// insert. The session's switch is for all checks, so it stays on where somebody added one of their own.
void SkipJsonCheck(mariadb::Connection& connection) {
  if (!connection.server().is_mariadb) {
    return;
  }
  mariadb::Result others = connection.Query(
      "SELECT COUNT(*) FROM information_schema.check_constraints WHERE constraint_schema = DATABASE() AND "
      "check_clause NOT LIKE 'json\\_valid(`%`)'");
  if (others.Next() && others.Int(0) == 0) {
    connection.Execute("SET check_constraint_checks = 0");
  }
}

constexpr int kMostReads = 3;

// Those that the answer has not, and does not call missing.
std::vector<std::string_view> LeftOut(std::span<const std::string_view> ids,
                                      const hubspot::RecordPage& page) {
  std::unordered_set<std::string_view> answered(page.missing_ids().begin(), page.missing_ids().end());
  for (const hubspot::RecordView& record : page.records()) {
    answered.insert(record.id);
  }
  std::vector<std::string_view> left_out;
  std::copy_if(ids.begin(), ids.end(), std::back_inserter(left_out),
               [&](std::string_view id) { return !answered.contains(id); });
  return left_out;
}

bool Holds(const hubspot::RecordPage& page, std::string_view id) {
  return std::ranges::any_of(page.records(), [&](const auto& record) { return record.id == id; });
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
      writer(database, object, builder.columns()) {
  SkipJsonCheck(database.connection());
  if (options.with_history.contains(object.name)) {
    history.emplace(object, [this] { return client.ServerNowMillis(); });
    writer.KeepHistory(*history);
  }
}

std::vector<hubspot::PropertyDefinition> ReadDefinitions(hubspot::Client& client, const ObjectType& type,
                                                         const std::stop_token& stop) {
  std::vector<hubspot::PropertyDefinition> definitions = client.ListProperties(type.path, stop);
  if (!definitions.empty() && std::ranges::find(definitions, type.last_modified_property,
                                                &hubspot::PropertyDefinition::name) == definitions.end()) {
    // Searching by it would find nothing, and nothing would look like no changes.
    throw Error(ErrorKind::kBug, ErrorCode::kNoProperties,
                fmt::format("{}: HubSpot lists no property {} any more, by which changes are found",
                            type.name, type.last_modified_property),
                "nothing was changed; please report this");
  }
  if (definitions.empty()) {
    throw Error(ErrorKind::kRetry, ErrorCode::kNoProperties,
                fmt::format("{}: HubSpot listed no properties at all", type.name),
                "nothing was changed; the next sync tries again");
  }
  return definitions;
}

void SyncContext::Use(const Readable& readable) {
  properties.clear();
  for (const hubspot::PropertyDefinition& property : readable.definitions) {
    properties.push_back(property.name);
  }
  withheld = readable.withheld;
  writer.KeepWithheld(withheld);
}

void SyncContext::ReadWhole(std::span<const std::string_view> ids, hubspot::RecordPage& page, RowBatch& rows,
                            const std::stop_token& stop, bool archived) {
  client.BatchRead(type.path, properties, ids, page, stop, archived);
  builder.Build(page.records(), rows);
}

void SyncContext::ReadEvery(RowBuilder& with, std::span<const std::string_view> ids,
                            hubspot::RecordPage& page, RowBatch& rows, const std::stop_token& stop,
                            bool archived) const {
  std::vector<std::string_view> silent;
  for (int tries = 1; tries <= kMostReads; ++tries) {
    client.BatchRead(type.path, properties, ids, page, stop, archived);
    with.Build(page.records(), rows);
    silent = LeftOut(ids, page);
    if (!silent.empty()) {
      silent = StillSilent(std::move(silent), page, stop, archived);
    }
    if (silent.empty()) {
      return;
    }
  }
  for (const std::string_view id : silent) {
    rows.refused.push_back({std::string(id), std::string(kNotGiven),
                            "HubSpot lists this record, but its batch read leaves it out", ""});
  }
}

std::vector<std::string_view> SyncContext::StillSilent(std::vector<std::string_view> left_out,
                                                       const hubspot::RecordPage& page,
                                                       const std::stop_token& stop, bool archived) const {
  hubspot::RecordPage alone;
  client.BatchRead(type.path, properties, left_out, alone, stop, archived);
  const bool now_given = LeftOut(left_out, alone).size() < left_out.size();
  const auto is_new = [&](const hubspot::RecordView& record) { return !Holds(page, record.id); };
  if (alone.records().empty() || now_given || std::ranges::any_of(alone.records(), is_new)) {
    return left_out;  // to be read again
  }
  // Some answer under the ids of the records they were merged into. These list them, or should.
  std::unordered_set<std::string_view> merged;
  for (const hubspot::RecordView& record : alone.records()) {
    const std::vector<std::string_view> losers = MergedInto(record);
    merged.insert(losers.begin(), losers.end());
  }
  std::erase_if(left_out, [&](std::string_view id) {
    if (merged.contains(id)) return true;
    hubspot::RecordPage one;
    client.BatchRead(type.path, properties, {&id, 1}, one, stop, archived);
    return !one.records().empty() && one.records().front().id != id && Holds(page, one.records().front().id);
  });
  return left_out;
}

void SyncContext::Write(const RowBatch& rows, const Seal& seal) {
  const RowBatch* const one[] = {&rows};
  Write(one, seal);
}

void SyncContext::Write(std::span<const RowBatch* const> batches, const Seal& seal) {
  Count(writer.Write(batches, seal));
}

void SyncContext::Count(const WriteCounts& counts) {
  const std::lock_guard lock(mutex_);
  summary.rows += counts;
  if (options.telemetry != nullptr) {
    options.telemetry->Progress(type.name, summary);
  }
}

Writer SyncContext::WriterOn(WriteSession& further) const {
  SkipJsonCheck(further.connection());
  Writer another(further, type, builder.columns());
  another.KeepWithheld(withheld);
  return another;
}

Seal SyncContext::Sealing(const Checkpoint& checkpoint) {
  return [this, checkpoint](mariadb::Transaction& transaction, const WriteCounts& counts) {
    SaveCheckpoint(transaction, type.name, checkpoint);
    if (checkpoint.phase == Phase::kIdle) {
      if (history) {
        history->Reach(transaction, checkpoint.complete_until);
      }
      MarkSuccess(transaction, type.name, checkpoint.complete_until, summary.rows.written + counts.written);
    }
  };
}

void SyncContext::Save(const Checkpoint& checkpoint) {
  session.InTransaction([&](mariadb::Transaction& transaction) { Sealing(checkpoint)(transaction, {}); });
}

}  // namespace hm::sync
