#include "mariadb/ddl.h"

#include <fmt/format.h>
#include <strings.h>

#include "base/error.h"
#include "base/failpoint.h"
#include "mariadb/ddl_text.h"
#include "mariadb/identifiers.h"

namespace hm::mariadb {
namespace {

// The lines "  `name` definition," of SHOW CREATE TABLE: definition by name. Line breaks inside comments are
// escaped by the server, so a line is a column.
void ReadDefinitions(std::string_view create, TableShape& shape) {
  while (!create.empty()) {
    const auto end = create.find('\n');
    std::string_view line = create.substr(0, end);
    create = end == std::string_view::npos ? std::string_view{} : create.substr(end + 1);
    if (line.ends_with(',')) line.remove_suffix(1);
    for (ColumnShape& column : shape.columns) {
      const std::string head = "  " + QuoteIdentifier(column.name) + " ";
      if (line.starts_with(head)) column.definition = line.substr(head.size());
    }
  }
}

void ReadColumns(Connection& connection, TableShape& shape) {
  Result rows = connection.Query(fmt::format(
      "SELECT COLUMN_NAME, LOWER(DATA_TYPE), LOWER(COLUMN_TYPE), CHARACTER_MAXIMUM_LENGTH, "
      "CHARACTER_SET_NAME, "
      "COLLATION_NAME, IS_NULLABLE = 'YES', NUMERIC_PRECISION, NUMERIC_SCALE, EXTRA LIKE '%auto_increment%' "
      "FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {} "
      "ORDER BY ORDINAL_POSITION",
      connection.Quote(shape.name)));
  while (rows.Next()) {
    ColumnShape column;
    column.name = rows.String(0);
    column.data_type = rows.String(1);
    column.column_type = rows.String(2);
    if (const auto text = rows.Text(3)) column.char_length = std::stoull(std::string(*text));
    column.charset = rows.String(4);
    column.collation = rows.String(5);
    column.nullable = rows.Int(6) != 0;
    column.numeric_precision = rows.OptionalInt(7);
    column.numeric_scale = rows.OptionalInt(8);
    column.auto_increment = rows.Int(9) != 0;
    shape.columns.push_back(std::move(column));
  }
}

void ReadIndexes(Connection& connection, TableShape& shape) {
  Result rows = connection.Query(fmt::format(
      "SELECT INDEX_NAME, COLUMN_NAME, NON_UNIQUE, SUB_PART IS NOT NULL FROM information_schema.STATISTICS "
      "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {} ORDER BY INDEX_NAME, SEQ_IN_INDEX",
      connection.Quote(shape.name)));
  while (rows.Next()) {
    const std::string name = rows.String(0);
    const std::string column = rows.String(1);
    if (name == "PRIMARY") {
      shape.primary_key.push_back(column);
      continue;
    }
    if (shape.indexes.empty() || shape.indexes.back().name != name) {
      shape.indexes.push_back({.name = name, .columns = {}, .unique = rows.Int(2) == 0});
    }
    IndexDef& index = shape.indexes.back();
    index.columns.push_back(column);
    // A unique index over a part of a column says nothing of the whole.
    if (rows.Int(3) != 0) index.unique = false;
  }
}

}  // namespace

const ColumnShape* TableShape::Find(std::string_view column) const {
  for (const ColumnShape& c : columns) {
    if (SameName(c.name, column)) return &c;
  }
  return nullptr;
}

std::string CreateTable(const TableDef& table) {
  std::string sql = fmt::format("CREATE TABLE {} (\n", QuoteIdentifier(table.name));
  for (const ColumnDef& column : table.columns) sql += "  " + ColumnSql(column) + ",\n";
  sql += fmt::format("  PRIMARY KEY ({})", ColumnList(table.primary_key));
  for (const IndexDef& index : table.indexes) sql += ",\n  " + IndexSql(index, index.name);
  return sql + "\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci";
}

std::set<std::string> ReadTableNames(Connection& connection) {
  Result rows =
      connection.Query("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()");
  std::set<std::string> names;
  while (rows.Next()) {
    names.insert(rows.String(0));
  }
  return names;
}

std::optional<TableShape> ReadTable(Connection& connection, std::string_view name) {
  Result found = connection.Query(
      fmt::format("SELECT TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() "
                  "AND TABLE_NAME = {}",
                  connection.Quote(name)));
  if (!found.Next()) return std::nullopt;
  if (found.String(0) == "VIEW") {
    throw Error(ErrorKind::kDatabase, ErrorCode::kViewInTheWay,
                fmt::format("{} is a view, but a table of this name is needed", name),
                "rename the view or use another database");
  }
  TableShape shape{.name = std::string(name), .columns = {}, .primary_key = {}, .indexes = {}};
  ReadColumns(connection, shape);
  ReadIndexes(connection, shape);
  Result create = connection.Query("SHOW CREATE TABLE " + QuoteIdentifier(name));
  if (create.Next()) ReadDefinitions(create.Text(1).value_or(""), shape);
  return shape;
}

namespace {

// The first name in back-quotes.
std::string_view TableOf(std::string_view statement) {
  const auto begin = statement.find('`');
  const auto end = begin == std::string_view::npos ? begin : statement.find('`', begin + 1);
  return end == std::string_view::npos ? "a table" : statement.substr(begin + 1, end - begin - 1);
}

}  // namespace

void ApplyChanges(const ConnectionOptions& options, const std::vector<std::string>& statements) {
  if (statements.empty()) return;
  ConnectionOptions patient = options;
  patient.read_timeout = std::chrono::seconds{0};
  patient.statement_timeout = std::chrono::seconds{0};
  Connection connection(patient);
  for (const std::string& statement : statements) {
    try {
      connection.Execute(statement);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kRetry) throw;
      throw Error(ErrorKind::kRetry,
                  fmt::format("{} could not be brought up to date, since others use it: {}",
                              TableOf(statement), e.what()),
                  "the next start tries again; SHOW FULL PROCESSLIST tells of queries that run long");
    }
    HM_FAILPOINT("ddl");
  }
}

}  // namespace hm::mariadb
