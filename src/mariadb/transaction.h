// A transaction: begins on construction, rolls back on destruction unless Commit() returned. The Connection
// must outlive it and not be moved meanwhile; one Transaction at a time on it (kBug otherwise). Same thread
// rules.
//
// Any error poisons it: the server may have kept earlier statements (1205) or lost all (1213), so the only
// way on is to destroy it and start anew; further calls throw kBug.
#pragma once

#include <cstdint>
#include <string_view>

#include "mariadb/column_batch.h"
#include "mariadb/connection.h"

namespace hm::mariadb {

class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  Result Query(std::string_view sql);

  // Affected rows as the server counts them: an upsert counts 1 for inserted, 2 for changed, 0 for identical.
  std::uint64_t Execute(std::string_view sql);

  // Runs the insert for every row of the batch, split so that no packet passes half of max_allowed_packet.
  // Bulk where the server can, else multi-row text of at most 500 rows. All or nothing only as far as the
  // transaction is rolled back. A row that is too large for any packet throws kData. Returns affected rows.
  std::uint64_t ExecuteBatch(const InsertStatement& statement, const ColumnBatch& batch);

  // kInDoubt: the answer was lost, committed or not; reconnect and read the checkpoint. Any other error: not
  // committed.
  void Commit();

  std::string Quote(std::string_view value) const { return connection_.Quote(value); }
  Connection& connection() { return connection_; }

 private:
  enum class State { kOpen, kPoisoned, kDone };
  template <typename Work>
  auto Guarded(Work work);

  Connection& connection_;
  State state_ = State::kOpen;
};

}  // namespace hm::mariadb
