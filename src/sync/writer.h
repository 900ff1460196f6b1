// Puts batches of rows into one object's table, each with the checkpoint that covers it in one transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mariadb/transaction.h"
#include "sync/row_batch.h"

namespace hm::sync {

struct WriteCounts {
  std::int64_t read = 0;       // rows offered
  std::int64_t written = 0;    // inserted or changed
  std::int64_t unchanged = 0;  // already there with the same content
  std::int64_t stale = 0;      // older than what the table holds

  WriteCounts& operator+=(const WriteCounts& other);
};

// Saves what must commit together with the rows; is told what the batch did.
using Seal = std::function<void(mariadb::Transaction&, const WriteCounts&)>;

// Not thread-safe. The connection must outlive it.
class Writer {
 public:
  // `columns` as RowBuilder::columns().
  Writer(mariadb::Connection& connection, const ObjectType& type, const std::vector<std::string>& columns);

  // Writes the rows that are new or differ, then `seal`, in one transaction; repeats it on deadlocks and lock
  // waits. An older version never replaces a newer one: the statement itself sees to that. Throws as
  // mariadb::Transaction does; after anything but success nothing of the batch is in the table, kInDoubt
  // apart.
  WriteCounts Write(const RowBatch& batch, const Seal& seal);

  // The versions (milliseconds since 1970) that the table holds of these ids.
  std::unordered_map<std::string, std::int64_t> StoredVersions(std::span<const std::string_view> ids);

 private:
  struct Stored {
    std::int64_t version;
    bool archived;
    std::string hash;
  };
  std::unordered_map<std::string, Stored> ReadStored(mariadb::Transaction& transaction,
                                                     const RowBatch& batch);
  WriteCounts WriteOnce(const RowBatch& batch, const Seal& seal);

  mariadb::Connection& connection_;
  const ObjectType& type_;
  mariadb::InsertStatement upsert_;
  mariadb::ColumnBatch changed_;  // scratch: the rows to write
};

// Runs `work` in a transaction of its own and repeats it on kRetry errors (deadlock, lock wait), at most ten
// times. Other errors pass through.
void InTransaction(mariadb::Connection& connection, const std::function<void(mariadb::Transaction&)>& work);

}  // namespace hm::sync
