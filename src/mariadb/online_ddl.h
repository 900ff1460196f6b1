// Changes of a table that is in use. Readers and writers go on while the server works; the moment that it
// needs the table alone is waited for two seconds only, because whoever comes later waits behind.
#pragma once

#include <stop_token>
#include <string>

#include "mariadb/connection.h"

namespace hm::mariadb {

// Not thread-safe.
class OnlineDdl {
 public:
  // A connection of its own without time limits: an index of a large table takes minutes.
  explicit OnlineDdl(const ConnectionOptions& options);

  // ALTER TABLE `table` `clause` in place, or by copy where the server cannot do otherwise, which lets
  // readers go on too. False when somebody held the table: nothing is changed then. Throws Error; kCancelled
  // on a stop, when the server may still finish what it has begun.
  bool Alter(const std::string& table, const std::string& clause, const std::stop_token& stop);

 private:
  void Execute(const std::string& sql, const std::stop_token& stop);

  Connection connection_;
};

}  // namespace hm::mariadb
