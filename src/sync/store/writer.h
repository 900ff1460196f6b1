// Puts batches of rows into one object's table, each with the checkpoint that covers it in one transaction.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mariadb/transaction.h"
#include "sync/store/row_batch.h"
#include "sync/store/row_look_up.h"
#include "sync/store/write_session.h"

namespace hm::sync {

class History;

struct WriteCounts {
  std::int64_t read = 0;       // rows offered
  std::int64_t written = 0;    // inserted or changed
  std::int64_t unchanged = 0;  // already there with the same content
  std::int64_t stale = 0;      // older than what the table holds
  std::int64_t merged = 0;     // further rows, marked as merged into one of these

  WriteCounts& operator+=(const WriteCounts& other);
};

// Saves what must commit together with the rows; is told what the batch did.
using Seal = std::function<void(mariadb::Transaction&, const WriteCounts&)>;

// Not thread-safe. The session must outlive it.
class Writer {
 public:
  // `columns` as RowBuilder::columns().
  Writer(WriteSession& session, const ObjectType& type, const std::vector<std::string>& columns);

  // Writes the rows that are new or differ, then `seal`, in one transaction of the session, and throws as
  // that does. An older version never replaces a newer one: the statement itself sees to that. What the table
  // refuses, and what no row could be made of, is set aside in the same transaction.
  WriteCounts Write(std::span<const RowBatch* const> batches, const Seal& seal);

  // Looks the rows up and writes nothing: what Write() would count, nullopt when it would write anything but
  // the seal. For rows that are probably as they were: a transaction that writes costs a third of their
  // look-up.
  std::optional<WriteCounts> FindUnchanged(std::span<const RowBatch* const> batches);

  // As RowLookUp::ExpectPages().
  void ExpectPages(bool pages) {
    pages_ = pages;
    look_up_.ExpectPages(pages);
  }

  // Whether the associations of what is written are to be read again.
  void QueueLinks(bool queue) { queue_links_ = queue; }

  // Keeps there what the writes change; it must outlive this.
  void KeepHistory(History& history) { history_ = &history; }
  // Leaves the values of these that the table has as they are; it must outlive this.
  void KeepWithheld(const Withheld& withheld) { look_up_.KeepWithheld(withheld); }
  // `hold` is called in each transaction before it writes, once it has read the table.
  void HoldColumns(std::function<void(mariadb::Transaction&)> hold) { hold_columns_ = std::move(hold); }

  // Whether the last Write() set this record aside.
  bool Refuses(std::string_view id) const { return refused_.contains(id); }

  struct Version {
    std::int64_t version;  // milliseconds since 1970; -1 when the row has none
    bool archived;
  };
  // What the table holds of these ids.
  std::unordered_map<std::string, Version> StoredVersions(std::span<const std::string_view> ids);

 private:
  // Those of changed_ in [begin, end) that the table refuses for their own sake are added to refused_.
  void FindRefused(std::size_t begin, std::size_t end);
  WriteCounts WriteOrThrow(std::span<const RowBatch* const> batches, const Seal& seal);
  // The row, with the values that are withheld; good until the next transaction.
  const RowBatch::Row* Whole(const RowBatch::Row* row, const HeldRows& stored);
  // Whether the row must be written; counts it in either case.
  bool IsNew(const RowBatch::Row& row, const HeldRows& stored, WriteCounts& counts) const;
  WriteCounts WriteOnce(mariadb::Transaction& transaction, std::span<const RowBatch* const> batches);

  WriteSession& session_;
  const ObjectType& type_;
  RowLookUp look_up_;
  mariadb::InsertStatement upsert_;
  std::size_t json_column_;
  std::size_t archived_column_;
  bool queue_links_ = false;
  bool pages_ = false;
  std::deque<RowBatch::Row> whole_;              // scratch: rows with what is withheld
  Arena whole_json_;                             // scratch: theirs
  History* history_ = nullptr;                   // null: nobody wants it
  std::vector<const RowBatch::Row*> replacing_;  // scratch: of the rows to write, those that are there
  std::function<void(mariadb::Transaction&)> hold_columns_;
  mariadb::ColumnBatch changed_;  // scratch: the rows to write
  std::map<std::string, RefusedRecord, std::less<>> refused_;
};

}  // namespace hm::sync
