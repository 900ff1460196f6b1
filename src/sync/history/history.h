// Keeps the changes of one object's properties: what a write is about to replace is compared with what
// replaces it, in the transaction of the rows.
//
// It begins when the object is complete for the first time, or HISTORY first names it; the pass `history` of
// hubspot_sync_passes says when (started_ms), and up to when it goes without a gap (finished_ms).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/arena.h"
#include "json/property_diff.h"
#include "mariadb/column_batch.h"
#include "mariadb/transaction.h"
#include "sync/objects/object_types.h"
#include "sync/store/row_batch.h"

namespace hm::sync {

inline constexpr std::string_view kHistoryPass = "history";

// Not thread-safe. `type` must outlive it.
class History {
 public:
  // `now_ms` gives HubSpot's time.
  History(const ObjectType& type, std::function<std::int64_t()> now_ms);

  // In the transaction that begins a sync of an object that is complete until then, 0 for never. Syncs
  // without HISTORY leave a gap, which is said.
  void Begin(mariadb::Transaction& transaction, std::int64_t complete_until);
  // In the transaction that makes the object complete.
  void Reach(mariadb::Transaction& transaction, std::int64_t complete_until) const;
  // Changes are kept from now on if the object's history has begun.
  void Resume(mariadb::Connection& connection);

  // Keeps what changes with these rows, in the transaction that is about to write them. Locks the rows they
  // replace; a row older than the one in the table changes nothing.
  void Note(mariadb::Transaction& transaction, std::span<const RowBatch::Row* const> rows);

 private:
  struct State {
    std::int64_t version;
    std::string_view json;
  };
  using Rows = std::span<const RowBatch::Row* const>;

  void ReadStates(mariadb::Transaction& transaction, Rows rows);
  void NoteRow(const RowBatch::Row& row);
  std::string_view ValidFrom(const RowBatch::Row& row, const State& before);

  const ObjectType& type_;
  std::function<std::int64_t()> now_ms_;
  bool begun_ = false;
  std::unordered_map<std::string_view, State> states_;  // of the records in hand, as the rows will be
  Arena stored_;                                        // what they were
  json::PropertyDiff diff_;
  mariadb::ColumnBatch changes_;
  Arena cells_;  // of changes_
};

}  // namespace hm::sync
