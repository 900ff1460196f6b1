#include "sync/object_sync.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "sync/first_load.h"
#include "sync/incremental.h"
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

ObjectSync::ObjectSync(hubspot::Client& client, mariadb::Connection& connection, const ObjectType& type,
                       Summary& summary)
    : client_(client),
      connection_(connection),
      type_(type),
      summary_(summary),
      builder_(type, ReadShape(connection, type)),
      writer_(connection, type, builder_.columns()) {}

void ObjectSync::Run(Millis buffer, bool full, const std::stop_token& stop) {
  properties_.clear();
  for (const hubspot::PropertyDefinition& property : client_.ListProperties(type_.name, stop)) {
    properties_.push_back(property.name);
  }
  if (properties_.empty()) {
    throw Error(ErrorKind::kRetry, fmt::format("{}: HubSpot listed no properties at all", type_.name),
                "nothing was changed; the next sync tries again");
  }
  // The moment up to which this sync makes the table complete is HubSpot's, taken before anything is read.
  Checkpoint checkpoint = Begin(buffer, full, client_.ServerNowMillis());
  if (checkpoint.phase == Phase::kFirstLoad) {
    FirstLoad(*this).Run(checkpoint, stop);
  } else {
    Incremental(*this).Run(checkpoint, stop);
  }
  summary_.complete_until = checkpoint.complete_until;
  summary_.misfits = builder_.misfits();
}

Checkpoint ObjectSync::Begin(Millis buffer, bool full, std::int64_t now_ms) {
  Checkpoint checkpoint;
  InTransaction(connection_, [&](mariadb::Transaction& transaction) {
    checkpoint = LoadCheckpoint(transaction, type_.name, now_ms);
    const bool resumes_load = checkpoint.phase == Phase::kFirstLoad && !checkpoint.cursor.empty();
    if (full || checkpoint.phase == Phase::kNew) {
      checkpoint = {Phase::kFirstLoad, checkpoint.complete_until, 0, now_ms, 0, ""};
    } else if (checkpoint.phase == Phase::kFirstLoad) {
      if (resumes_load) {
        log::Info("going on with the first load",
                  {{"object", std::string(type_.name)}, {"after", checkpoint.cursor}});
      }
    } else if (checkpoint.phase == Phase::kIdle) {
      const std::int64_t from = std::max<std::int64_t>(checkpoint.complete_until - buffer.count(), 0);
      // HubSpot's clock may have gone back a little; a window never ends before what is complete already.
      const std::int64_t to = std::max(now_ms, checkpoint.complete_until);
      checkpoint = {Phase::kIncremental, checkpoint.complete_until, from, to, 0, ""};
    }
    SaveCheckpoint(transaction, type_.name, checkpoint);
  });
  return checkpoint;
}

void ObjectSync::Save(const Checkpoint& checkpoint) {
  InTransaction(connection_,
                [&](mariadb::Transaction& transaction) { Sealing(checkpoint)(transaction, {}); });
}

Seal ObjectSync::Sealing(const Checkpoint& checkpoint) {
  return [this, checkpoint](mariadb::Transaction& transaction, const WriteCounts& counts) {
    SaveCheckpoint(transaction, type_.name, checkpoint);
    if (checkpoint.phase == Phase::kIdle) {
      MarkSuccess(transaction, type_.name, checkpoint.complete_until, summary_.rows.written + counts.written);
    }
  };
}

void ObjectSync::ReadWhole(std::span<const std::string_view> ids, hubspot::RecordPage& page, RowBatch& rows,
                           const std::stop_token& stop) {
  client_.BatchRead(type_.name, properties_, ids, page, stop);
  // Archived or erased between the listing and this reading: the pass over deletions takes care of them.
  summary_.gone += static_cast<std::int64_t>(page.missing_ids().size());
  builder_.Build(page.records(), rows);
}

}  // namespace hm::sync
