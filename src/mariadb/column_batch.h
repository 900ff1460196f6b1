// Rows of a bulk insert, stored column by column in the shape libmariadb's array binding reads
// (STMT_ATTR_ARRAY_SIZE with MYSQL_TYPE_STRING). Cells are borrowed: the caller keeps their bytes alive and
// unchanged until ExecuteBatch() has returned (an Arena or the response buffer). Not thread-safe.
//
// A row is complete when every column got one cell; appending order between columns is free.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hm::mariadb {

// INSERT in three parts, so that it runs as one prepared bulk statement or as multi-row text:
//   head  "INSERT INTO `t` (a, b, synced_at) VALUES "
//   row   "(?, ?, UTC_TIMESTAMP())"      one ? a column of the batch, no ? inside literals
//   tail  " ON DUPLICATE KEY UPDATE b = VALUES(b)"   or ""
// The bulk statement is prepared once per connection and text: keep the texts constant.
struct InsertStatement {
  std::string head;
  std::string row;
  std::string tail = {};
};

class ColumnBatch {
 public:
  explicit ColumnBatch(std::size_t columns) : columns_(columns) {}

  // nullopt is NULL.
  void Append(std::size_t column, std::optional<std::string_view> text) {
    if (!text) return AppendNull(column);
    // libmariadb wants a pointer even for an empty text.
    Push(column, text->data() == nullptr ? "" : text->data(), text->size(), kNotNull);
  }
  void AppendNull(std::size_t column) { Push(column, "", 0, kNull); }

  std::size_t column_count() const { return columns_.size(); }
  // Complete rows: those of the first column.
  std::size_t rows() const { return columns_.empty() ? 0 : columns_.front().data.size(); }
  bool empty() const { return rows() == 0; }
  // True when every column has the same number of cells.
  bool Complete() const {
    for (const Column& c : columns_) {
      if (c.data.size() != rows()) return false;
    }
    return true;
  }
  // Bytes of all cells.
  std::size_t bytes() const { return bytes_; }

  // Keeps the capacity.
  void Clear() {
    for (Column& c : columns_) {
      c.data.clear();
      c.lengths.clear();
      c.indicators.clear();
    }
    bytes_ = 0;
  }
  void Reserve(std::size_t rows) {
    for (Column& c : columns_) {
      c.data.reserve(rows);
      c.lengths.reserve(rows);
      c.indicators.reserve(rows);
    }
  }

  bool IsNull(std::size_t column, std::size_t row) const { return columns_[column].indicators[row] == kNull; }
  std::string_view Text(std::size_t column, std::size_t row) const {
    return {columns_[column].data[row], columns_[column].lengths[row]};
  }

  // The arrays of one column, from `row` on; for the binding only.
  const char* const* data(std::size_t column, std::size_t row) const {
    return columns_[column].data.data() + row;
  }
  const unsigned long* lengths(std::size_t column, std::size_t row) const {
    return columns_[column].lengths.data() + row;
  }
  const char* indicators(std::size_t column, std::size_t row) const {
    return columns_[column].indicators.data() + row;
  }

 private:
  // STMT_INDICATOR_NONE and STMT_INDICATOR_NULL of mariadb_stmt.h.
  static constexpr char kNotNull = 0;
  static constexpr char kNull = 1;

  struct Column {
    std::vector<const char*> data;
    std::vector<unsigned long> lengths;
    std::vector<char> indicators;
  };

  void Push(std::size_t column, const char* data, std::size_t size, char indicator) {
    Column& c = columns_.at(column);
    c.data.push_back(data);
    c.lengths.push_back(size);
    c.indicators.push_back(indicator);
    bytes_ += size;
  }

  std::vector<Column> columns_;
  std::size_t bytes_ = 0;
};

}  // namespace hm::mariadb
