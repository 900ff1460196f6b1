// A small table, or the part of one that a key's first column names, mirrored whole: what the source no
// longer lists stays, marked as gone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mariadb/transaction.h"
#include "sync/store/writer.h"

namespace hm::sync {

struct SmallTable {
  using Key = std::vector<std::string>;
  using Cells = std::vector<std::optional<std::string>>;
  using Rows = std::map<Key, Cells>;

  std::string table;  // with synced_at, created_at and updated_at
  std::vector<std::string> keys;
  std::vector<std::string> values;  // the last of them tells whether the row is gone
  std::string gone;                 // what it then holds

  // The rows of which `condition` (SQL, "" for all) holds, in no order. Cells as the server gives them.
  Rows Read(mariadb::Transaction& transaction, const std::string& condition) const;
  // Makes those rows the wanted ones; writes none that is so already.
  WriteCounts Mirror(mariadb::Transaction& transaction, const std::string& condition,
                     const Rows& wanted) const;
};

}  // namespace hm::sync
