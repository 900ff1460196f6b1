#include "sync/promote/row_room.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace hm::sync {
namespace {

constexpr std::size_t kMostColumns = 1017;
constexpr std::size_t kMostIndexes = 64;  // the primary key is one
constexpr std::size_t kMostRowBytes = 65'535;
constexpr std::size_t kMostPageBytes = 16'383;
// Of an InnoDB record: its header, and the transaction and undo pointers of a clustered one.
constexpr std::size_t kRecordBytes = 5 + 6 + 7;
// A redundant one also has two bytes for the place of each field.
constexpr std::size_t kRedundantBytes = 1 + 2 * 2 + 3;
constexpr std::size_t kPointerBytes = 20;  // to a value outside of the page

constexpr auto kFixedTypes = std::to_array<std::pair<std::string_view, std::size_t>>({{"tinyint", 1},
                                                                                      {"smallint", 2},
                                                                                      {"mediumint", 3},
                                                                                      {"int", 4},
                                                                                      {"bigint", 8},
                                                                                      {"float", 4},
                                                                                      {"double", 8},
                                                                                      {"date", 3},
                                                                                      {"year", 1},
                                                                                      {"bit", 8},
                                                                                      {"enum", 2},
                                                                                      {"set", 8},
                                                                                      {"uuid", 16},
                                                                                      {"inet4", 4},
                                                                                      {"inet6", 16}});

// Nine digits stand in four bytes, fewer in as many as they need.
std::size_t DecimalBytes(std::size_t precision, std::size_t scale) {
  constexpr std::array<std::size_t, 9> kRest{0, 1, 1, 2, 2, 3, 3, 4, 4};
  const auto bytes = [&](std::size_t digits) { return digits / 9 * 4 + kRest.at(digits % 9); };
  return bytes(precision - scale) + bytes(scale);
}

bool IsLong(std::string_view type) {
  return type.ends_with("text") || type.ends_with("blob") || type == "json" || type == "geometry";
}

// 0 when it is no fixed type.
std::size_t FixedBytes(std::string_view type, std::size_t precision, std::size_t scale,
                       std::size_t decimals) {
  if (type == "decimal") {
    return DecimalBytes(precision, scale);
  }
  if (type == "datetime" || type == "timestamp" || type == "time") {
    return (type == "datetime" ? 5U : type == "timestamp" ? 4U : 3U) + (decimals + 1) / 2;
  }
  const auto* const found = std::ranges::find(kFixedTypes, type, [](const auto& row) { return row.first; });
  return found == kFixedTypes.end() ? 0 : found->second;
}

}  // namespace

RowRoom::RowRoom(mariadb::Connection& connection, const std::string& table) : table_(table) {
  const std::string where = "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = " + connection.Quote(table);
  mariadb::Result format = connection.Query(
      "SELECT LOWER(ROW_FORMAT), @@innodb_page_size FROM information_schema.TABLES " + where);
  const bool found = format.Next();
  const std::string row_format = found ? format.String(0) : "";
  const std::size_t page = found ? static_cast<std::size_t>(format.Int(1)) : 16'384;
  redundant_ = row_format == "redundant";
  short_keys_ = redundant_ || row_format == "compact" || page <= 4096;
  page_limit_ = std::min((page - 132) / 2, kMostPageBytes);
  local_ = kPointerBytes + (redundant_ || row_format == "compact" ? 768 : 0);
  mariadb::Result columns = connection.Query(
      "SELECT LOWER(DATA_TYPE), IFNULL(CHARACTER_OCTET_LENGTH, 0), IFNULL(NUMERIC_PRECISION, 0), "
      "IFNULL(NUMERIC_SCALE, 0), IFNULL(DATETIME_PRECISION, 0), IS_NULLABLE = 'YES', COLUMN_KEY = 'PRI' FROM "
      "information_schema.COLUMNS " +
      where);
  while (columns.Next()) {
    const auto number = [&](std::size_t at) { return static_cast<std::size_t>(columns.Int(at)); };
    Need need = NeedOf(columns.String(0), number(1), number(2), number(3), number(4));
    if (number(6) != 0) {
      need.of_page = need.of_row;  // a key stands in the page whole
    }
    used_ = {used_.of_row + need.of_row, used_.of_page + need.of_page};
    ++columns_;
    nullable_ += number(5);
  }
  mariadb::Result indexes =
      connection.Query("SELECT COUNT(DISTINCT INDEX_NAME) FROM information_schema.STATISTICS " + where);
  indexes_ = indexes.Next() ? static_cast<std::size_t>(indexes.Int(0)) : 0;
}

RowRoom::Need RowRoom::NeedOf(const std::string& data_type, std::size_t octets, std::size_t precision,
                              std::size_t scale, std::size_t decimals) const {
  const std::size_t place = redundant_ ? 2 : 0;
  if (const std::size_t bytes = FixedBytes(data_type, precision, scale, decimals); bytes > 0) {
    return {bytes, bytes + place};
  }
  const bool is_long = IsLong(data_type);
  const std::size_t length_bytes = octets > 255 ? 2 : 1;
  const std::size_t row = is_long ? 12 : octets + length_bytes;
  if (redundant_) {
    return {row, std::min(octets, local_) + place};
  }
  const bool apart = octets > 255 && octets > local_;
  return {row, apart ? local_ + (local_ > 255 ? 2 : 1) : octets + length_bytes};
}

RowRoom::Need RowRoom::NeedOf(const PromotedColumn& column) const {
  switch (column.kind) {
    case CellKind::kViewNumber:
      return NeedOf("decimal", 0, 38, 10, 0);
    case CellKind::kViewDate:
      return NeedOf("date", 0, 0, 0, 0);
    case CellKind::kViewDateTime:
      return NeedOf("datetime", 0, 0, 0, 3);
    case CellKind::kViewBool:
      return NeedOf("tinyint", 0, 0, 0, 0);
    default:
      return NeedOf("varchar", std::size_t{255} * 4, 0, 0, 0);
  }
}

RowRoom::Need RowRoom::Sum(const Need& more, std::size_t nullable) const {
  const std::size_t null_bits = (nullable + 7) / 8;
  return {used_.of_row + more.of_row + null_bits,
          used_.of_page + more.of_page + kRecordBytes + (redundant_ ? kRedundantBytes : null_bits)};
}

std::string RowRoom::Take(const PromotedColumn& column) {
  if (columns_ >= kMostColumns) {
    return fmt::format("{} has {} columns already, InnoDB takes {}", table_, columns_, kMostColumns);
  }
  if (indexes_ >= kMostIndexes) {
    return fmt::format("{} has {} indexes already, MariaDB takes {}", table_, indexes_, kMostIndexes);
  }
  const Need need = NeedOf(column);
  const Need sum = Sum(need, nullable_ + 1);
  if (sum.of_row > kMostRowBytes) {
    return fmt::format("a row of {} could be {} bytes wide with it, MariaDB takes {}", table_, sum.of_row,
                       kMostRowBytes);
  }
  if (sum.of_page >= page_limit_) {
    return fmt::format("a row of {} could take {} bytes of a page with it, InnoDB takes {}", table_,
                       sum.of_page, page_limit_);
  }
  used_ = {used_.of_row + need.of_row, used_.of_page + need.of_page};
  ++columns_;
  ++nullable_;
  ++indexes_;
  return "";
}

}  // namespace hm::sync
