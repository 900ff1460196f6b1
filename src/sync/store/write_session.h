// The one way to write: a connection of its own, transactions that are repeated when they lose a lock, and
// the fence that lets only the holder of the lease commit.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "mariadb/transaction.h"

namespace hm::sync {

// A part of the database that is written independently of the others (an object's name), and the lease under
// which it is. Its row in hubspot_lease is what a connector that took over changes to lock this one out.
struct Fence {
  std::string scope;
  std::int64_t epoch = 0;
};

// Not thread-safe. Errors as mariadb::Connection and mariadb::Transaction throw them, and kFenced when
// another connector has taken over: nothing of the transaction is in the database then.
class WriteSession {
 public:
  WriteSession(mariadb::Connection connection, Fence fence);

  // Runs `work` in a transaction, checks the fence and commits. Repeats all of it on kRetry errors (deadlock,
  // lock wait), at most ten times. After any error but kInDoubt nothing of `work` is in the database.
  void InTransaction(const std::function<void(mariadb::Transaction&)>& work);

  // The same for `work` that only reads, outside of transactions: nothing is fenced or committed.
  void Read(const std::function<void(mariadb::Connection&)>& work);

  // For reading, outside of transactions.
  mariadb::Connection& connection() { return connection_; }

 private:
  static void Repeat(const std::function<void()>& once);
  void CheckFence(mariadb::Transaction& transaction) const;

  mariadb::Connection connection_;
  Fence fence_;
};

}  // namespace hm::sync
