// Tables, declared: what a table should be, what it is, and the statements between the two. Statements never
// narrow a column, drop anything or touch a column they do not know. Works on MySQL 5.7 too.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "mariadb/connection.h"

namespace hm::mariadb {

struct ColumnDef {
  std::string name;
  std::string type;  // "VARCHAR(255)", "JSON", "VARCHAR(50) COLLATE utf8mb4_bin", "DATETIME"
  bool nullable = true;
  std::optional<std::string> default_expr = {};  // SQL: "0", "'x'", "CURRENT_TIMESTAMP"
  bool auto_increment = false;
};

struct IndexDef {
  std::string name;
  std::vector<std::string> columns;
  bool unique = false;
};

struct TableDef {
  std::string name;
  std::vector<ColumnDef> columns;
  std::vector<std::string> primary_key;
  std::vector<IndexDef> indexes = {};
};

struct ColumnShape {
  std::string name;
  std::string data_type;    // "varchar", lower case, without length
  std::string column_type;  // "varchar(255)"
  std::optional<std::uint64_t> char_length = {};
  std::string charset = {};  // "" when it is no text
  std::string collation = {};
  bool nullable = true;
  std::optional<std::int64_t> numeric_precision = {};
  std::optional<std::int64_t> numeric_scale = {};
  bool auto_increment = false;
  std::string definition = {};  // what SHOW CREATE TABLE has after the name: type, default, comment, check
};

struct TableShape {
  std::string name;
  std::vector<ColumnShape> columns;
  std::vector<std::string> primary_key;
  std::vector<IndexDef> indexes;  // without the primary key

  // Names are compared without case, as the server does. Null when there is none.
  const ColumnShape* Find(std::string_view column) const;
};

// CREATE TABLE … ENGINE=InnoDB, utf8mb4, utf8mb4_unicode_ci.
std::string CreateTable(const TableDef& table);

// Tables and views of the connection's database.
std::set<std::string> ReadTableNames(Connection& connection);

// The table of the connection's database; nullopt when there is none. A view of that name throws kDatabase.
std::optional<TableShape> ReadTable(Connection& connection, std::string_view name);

// The statements that bring `shape` to `table`; empty when nothing is to do. Creates the table; or, in one
// ALTER: adds missing columns after their predecessors and missing indexes (an index of another name over the
// same leading columns counts; a unique one must cover the same columns), turns known text columns into
// utf8mb4 (TEXT types one step up, so that no byte is lost), widens VARCHARs, changes the primary key.
std::vector<std::string> PlanChanges(const TableDef& table, const std::optional<TableShape>& shape);

// Runs statements on a connection of its own without time limits: an ALTER of a large table takes minutes.
void ApplyChanges(const ConnectionOptions& options, const std::vector<std::string>& statements);

}  // namespace hm::mariadb
