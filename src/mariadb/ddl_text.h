// Pieces of DDL text. Internal to mariadb/.
#pragma once

#include <strings.h>

#include <string>
#include <string_view>
#include <vector>

#include "mariadb/ddl.h"

namespace hm::mariadb {

// Names of columns and indexes are compared without case (measured: `Foo` and `foo` clash, 1060).
inline bool SameName(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// `a`, `b`
std::string ColumnList(const std::vector<std::string>& columns);
// `name` type NOT NULL DEFAULT …
std::string ColumnSql(const ColumnDef& column);
// UNIQUE KEY `name` (`a`, `b`)
std::string IndexSql(const IndexDef& index, const std::string& name);

}  // namespace hm::mariadb
