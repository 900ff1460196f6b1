// The rows of one query, stored in the client. Owns them; views from Text() live until the next Next() or the
// end of the Result, whichever comes first. One thread at a time; independent of its Connection once made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct st_mysql_res;

namespace hm::mariadb {

class Result {
 public:
  // Takes ownership; null is the result of a statement without rows.
  explicit Result(st_mysql_res* rows) : rows_(rows) {}

  // Steps to the next row, at first to the first one; false after the last.
  bool Next();

  std::size_t row_count() const;
  std::size_t column_count() const;

  // Cells of the current row, by position from 0. Text is nullopt for NULL.
  std::optional<std::string_view> Text(std::size_t column) const;
  bool IsNull(std::size_t column) const { return !Text(column).has_value(); }
  // A copy, "" for NULL.
  std::string String(std::size_t column) const { return std::string(Text(column).value_or("")); }
  // nullopt for NULL; throws Error(kBug) for text that is not an integer of 64 bits.
  std::optional<std::int64_t> OptionalInt(std::size_t column) const;
  // As OptionalInt; throws Error(kBug) for NULL.
  std::int64_t Int(std::size_t column) const;

  // Copies of the first column of the rows to come.
  std::vector<std::string> Texts();

 private:
  struct Free {
    void operator()(st_mysql_res* rows) const;
  };
  std::unique_ptr<st_mysql_res, Free> rows_;
  char** row_ = nullptr;
  unsigned long* lengths_ = nullptr;
};

}  // namespace hm::mariadb
