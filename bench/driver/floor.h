// The same rows, ready in memory, written by ways that do nothing else: what the database takes at best, and
// what others do.
#pragma once

#include <string>
#include <vector>

#include "mariadb/column_batch.h"
#include "mariadb/connection.h"

namespace hm::bench {

// The rows of hubspot_contacts as the program bound them. Their bytes are kept here.
class Rows {
 public:
  // At most `most` rows, in the order of the primary key.
  Rows(mariadb::Connection& connection, std::size_t most);

  std::size_t size() const { return cells_.size() / columns_.size(); }
  double mean_json_bytes() const;
  // Rows [begin, end) in the order of columns().
  void Fill(mariadb::ColumnBatch& batch, std::size_t begin, std::size_t end) const;
  const std::vector<std::string>& columns() const { return columns_; }

 private:
  std::vector<std::string> columns_;
  std::vector<std::optional<std::string>> cells_;
};

enum class Way { kBulk, kMultiRow, kSingle };

// Seconds for writing the rows into a new empty table like hubspot_contacts, `rows_each` in a statement and a
// transaction; kSingle commits each row by itself. The JSON check is off for kBulk, as the floor has it.
double WriteAll(const mariadb::ConnectionOptions& options, const Rows& rows, Way way, std::size_t rows_each);

}  // namespace hm::bench
