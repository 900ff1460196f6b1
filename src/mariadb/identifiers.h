// Names in SQL. MariaDB takes any name between backticks once backticks in it are doubled; NUL, an empty
// name, a trailing space and 4-byte characters it refuses itself (measured: 1064, 1166, 1300).
#pragma once

#include <string>
#include <string_view>

namespace hm::mariadb {

// `name`, with backticks doubled.
inline std::string QuoteIdentifier(std::string_view name) {
  std::string out = "`";
  for (const char c : name) {
    if (c == '`') out += '`';
    out += c;
  }
  return out += '`';
}

}  // namespace hm::mariadb
