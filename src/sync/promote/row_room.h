// How much room a table has for further columns, worked out from information_schema before anything is
// changed. InnoDB's limit of a page counts what a row may need at most; where the server is not strict it
// would add the column and refuse rows later.
#pragma once

#include <cstddef>
#include <string>

#include "mariadb/connection.h"
#include "sync/promote/promoted_columns.h"

namespace hm::sync {

class RowRoom {
 public:
  RowRoom(mariadb::Connection& connection, const std::string& table);

  // Takes room for the column and an index of it. "", or why there is none: then nothing is taken.
  std::string Take(const PromotedColumn& column);

  // An index takes no more than a part of a text, here.
  bool short_keys() const { return short_keys_; }

 private:
  struct Need {
    std::size_t of_row;   // as the server counts
    std::size_t of_page;  // as InnoDB does
  };
  Need NeedOf(const std::string& data_type, std::size_t octets, std::size_t precision, std::size_t scale,
              std::size_t decimals) const;
  Need NeedOf(const PromotedColumn& column) const;
  Need Sum(const Need& more, std::size_t nullable) const;

  std::string table_;
  std::size_t columns_ = 0;
  std::size_t nullable_ = 0;
  std::size_t indexes_ = 0;
  Need used_{};
  std::size_t page_limit_ = 0;
  std::size_t local_ = 0;  // bytes of a long value that stand in the page
  bool redundant_ = false;
  bool short_keys_ = false;
};

}  // namespace hm::sync
