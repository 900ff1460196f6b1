#include "mariadb/result.h"

#include <fmt/format.h>
#include <mysql.h>

#include <charconv>

#include "base/error.h"

namespace hm::mariadb {

void Result::Free::operator()(st_mysql_res* rows) const { mysql_free_result(rows); }

bool Result::Next() {
  if (rows_ == nullptr) return false;
  row_ = mysql_fetch_row(rows_.get());
  lengths_ = row_ == nullptr ? nullptr : mysql_fetch_lengths(rows_.get());
  return row_ != nullptr;
}

std::size_t Result::row_count() const { return rows_ == nullptr ? 0 : mysql_num_rows(rows_.get()); }

std::size_t Result::column_count() const { return rows_ == nullptr ? 0 : mysql_num_fields(rows_.get()); }

std::optional<std::string_view> Result::Text(std::size_t column) const {
  if (row_ == nullptr || column >= column_count()) {
    throw Error(ErrorKind::kBug, fmt::format("result has no column {} here", column));
  }
  if (row_[column] == nullptr) return std::nullopt;
  return std::string_view(row_[column], lengths_[column]);
}

std::optional<std::int64_t> Result::OptionalInt(std::size_t column) const {
  const auto text = Text(column);
  if (!text) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size()) {
    throw Error(ErrorKind::kBug, fmt::format("result column {} is no integer", column));
  }
  return value;
}

std::int64_t Result::Int(std::size_t column) const {
  if (const auto value = OptionalInt(column)) return *value;
  throw Error(ErrorKind::kBug, fmt::format("result column {} is NULL", column));
}

std::vector<std::string> Result::Texts() {
  std::vector<std::string> texts;
  texts.reserve(row_count());
  while (Next()) {
    texts.push_back(String(0));
  }
  return texts;
}

}  // namespace hm::mariadb
