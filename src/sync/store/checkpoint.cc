#include "sync/store/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "mariadb/ddl.h"

namespace hm::sync {
namespace {

constexpr std::array<std::string_view, 4> kPhaseNames{"new", "first_load", "incremental", "idle"};
constexpr std::int64_t kDay = 86'400'000;

[[noreturn]] void Corrupt(std::string_view object, std::string_view what) {
  throw Error(
      ErrorKind::kDatabase,
      fmt::format("{}: its row in hubspot_sync_checkpoints cannot be right: {}", object, what),
      fmt::format("DELETE FROM hubspot_sync_checkpoints WHERE object_type = '{}'; the next sync then reads "
                  "everything again, in place",
                  object));
}

Phase ParsePhase(std::string_view object, const std::string& name) {
  const auto* const found = std::find(kPhaseNames.begin(), kPhaseNames.end(), name);
  if (found == kPhaseNames.end()) {
    Corrupt(object, "unknown phase");
  }
  return static_cast<Phase>(found - kPhaseNames.begin());
}

}  // namespace

Checkpoint LoadCheckpoint(mariadb::Transaction& transaction, std::string_view object, std::int64_t now_ms) {
  mariadb::Result row = transaction.Query(
      "SELECT phase, complete_until, window_from, window_to, window_seen, after_cursor "
      "FROM hubspot_sync_checkpoints WHERE object_type = " +
      transaction.Quote(object));
  if (!row.Next()) {
    return {};
  }
  const Checkpoint c{
      ParsePhase(object, row.String(0)), row.Int(1), row.Int(2), row.Int(3), row.Int(4), row.String(5)};
  if (std::max({c.complete_until, c.window_from, c.window_to}) > now_ms + kDay) {
    Corrupt(object, "a time in the future");
  }
  if (std::min({c.complete_until, c.window_from, c.window_to}) < 0) {
    Corrupt(object, "a negative time");
  }
  return c;
}

std::int64_t ReadCompleteUntil(mariadb::Connection& connection, std::string_view object) {
  mariadb::Result row = connection.Query(
      "SELECT complete_until FROM hubspot_sync_checkpoints WHERE object_type = " + connection.Quote(object));
  return row.Next() ? row.Int(0) : 0;
}

void ThrowIfNeverSynced(mariadb::Connection& connection, std::string_view object) {
  const bool was_synced =
      mariadb::ReadTable(connection, "hubspot_sync_checkpoints") &&
      connection
          .Query("SELECT 1 FROM hubspot_sync_checkpoints WHERE object_type = " + connection.Quote(object))
          .Next();
  if (!was_synced) {
    throw Error(ErrorKind::kData, ErrorCode::kNeverSynced,
                fmt::format("{} was never synced, so there is nothing to compare", object),
                fmt::format("hubspot-mariadb sync --objects {}", object));
  }
}

void SaveCheckpoint(mariadb::Transaction& transaction, std::string_view object, const Checkpoint& c) {
  transaction.Execute(fmt::format(
      "INSERT INTO hubspot_sync_checkpoints (object_type, phase, complete_until, window_from, window_to, "
      "window_seen, after_cursor, updated_at) VALUES ({}, '{}', {}, {}, {}, {}, {}, UTC_TIMESTAMP()) "
      "ON DUPLICATE KEY UPDATE phase = VALUES(phase), complete_until = VALUES(complete_until), "
      "window_from = VALUES(window_from), window_to = VALUES(window_to), window_seen = VALUES(window_seen), "
      "after_cursor = VALUES(after_cursor), updated_at = VALUES(updated_at)",
      transaction.Quote(object), kPhaseNames.at(static_cast<std::size_t>(c.phase)), c.complete_until,
      c.window_from, c.window_to, c.window_seen, transaction.Quote(c.cursor)));
}

void AdvanceLoad(mariadb::Transaction& transaction, std::string_view object, std::int64_t records,
                 const std::optional<std::string>& cursor) {
  transaction.Execute(
      fmt::format("UPDATE hubspot_sync_checkpoints SET window_seen = window_seen + {}, {}updated_at = "
                  "UTC_TIMESTAMP() WHERE object_type = {}",
                  records, cursor ? fmt::format("after_cursor = {}, ", transaction.Quote(*cursor)) : "",
                  transaction.Quote(object)));
}

}  // namespace hm::sync
