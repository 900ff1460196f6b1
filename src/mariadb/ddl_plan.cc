// From a table as it is to a table as it should be.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "mariadb/ddl.h"
#include "mariadb/ddl_text.h"
#include "mariadb/identifiers.h"

namespace hm::mariadb {
namespace {

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool Contains(const std::vector<std::string>& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& n) { return SameName(n, name); });
}

// The word after `key` in lower-case type text, "" without it.
std::string WordAfter(std::string_view text, std::string_view key) {
  const auto at = text.find(key);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + key.size());
  return std::string(text.substr(0, text.find(' ')));
}

// 255 of "varchar(255) …"; 0 when the type is no VARCHAR.
std::uint64_t VarcharLength(std::string_view lower_type) {
  constexpr std::string_view kHead = "varchar(";
  std::uint64_t length = 0;
  if (lower_type.starts_with(kHead)) {
    lower_type.remove_prefix(kHead.size());
    std::from_chars(lower_type.data(), lower_type.data() + lower_type.size(), length);
  }
  return length;
}

bool NeedsUtf8mb4(const ColumnDef& want, const ColumnShape& have) {
  return !have.charset.empty() && have.charset != "utf8mb4" &&
         Lower(want.type).find("character set") == std::string::npos;
}

// The type as the table has it: in SHOW CREATE TABLE's letters, since ENUM values have case.
std::string TypeText(const ColumnShape& have) {
  return have.definition.empty() ? have.column_type : have.definition.substr(0, have.column_type.size());
}

// A type of utf8mb4 that holds every text the column may hold now.
std::string WidenedType(const ColumnShape& have, std::uint64_t wanted_length) {
  constexpr std::uint64_t kLongestVarchar = 16383;  // characters of up to 4 bytes in 65,535
  if (have.data_type == "varchar") {
    const std::uint64_t length = std::max(have.char_length.value_or(0), wanted_length);
    return length > kLongestVarchar ? "mediumtext" : fmt::format("varchar({})", length);
  }
  // The limit of a TEXT is in bytes, and a character may take more of them in utf8mb4.
  if (have.data_type == "tinytext") return "text";
  if (have.data_type == "text") return "mediumtext";
  if (have.data_type == "mediumtext") return "longtext";
  return TypeText(have);
}

void Drop(std::string& text, std::string_view head) {
  if (text.starts_with(head)) text.erase(0, head.size());
}

// Drops " key word" at the front.
void DropPair(std::string& text, std::string_view key) {
  if (text.starts_with(key)) text.erase(0, std::min(text.find(' ', key.size()), text.size()));
}

// What SHOW CREATE TABLE says after type, charset and collation: " NOT NULL DEFAULT 1 COMMENT 'x'".
std::string Attributes(const ColumnShape& have) {
  std::string rest = have.definition;
  // The type as information_schema has it, which SHOW CREATE TABLE repeats.
  rest.erase(0, std::min(have.column_type.size(), rest.size()));
  DropPair(rest, " CHARACTER SET ");
  DropPair(rest, " COLLATE ");
  return rest;
}

std::string WithNotNull(std::string attributes) {
  if (attributes.starts_with(" NOT NULL")) return attributes;
  Drop(attributes, " NULL");
  Drop(attributes, " DEFAULT NULL");
  return " NOT NULL" + attributes;
}

// MODIFY, or "" when the column is as it should be.
std::string ModifyColumn(const TableDef& table, const ColumnDef& want, const ColumnShape& have) {
  const std::string want_type = Lower(want.type);
  const bool convert = NeedsUtf8mb4(want, have);
  const std::uint64_t wanted_length = VarcharLength(want_type);
  const bool widen = have.data_type == "varchar" && have.char_length.value_or(0) < wanted_length;
  const bool forbid_null = have.nullable && Contains(table.primary_key, want.name);
  if (!convert && !widen && !forbid_null) return {};

  std::string type = TypeText(have);
  if (convert) {
    type = WidenedType(have, wanted_length);
  } else if (widen) {
    type = fmt::format("varchar({})", wanted_length);
  }
  if (convert) {
    const std::string collation = WordAfter(want_type, "collate ");
    type += fmt::format(" CHARACTER SET utf8mb4 COLLATE {}",
                        collation.empty() ? "utf8mb4_unicode_ci" : collation);
  } else if (!have.charset.empty()) {
    type += fmt::format(" CHARACTER SET {} COLLATE {}", have.charset, have.collation);
  }
  std::string attributes = Attributes(have);
  if (forbid_null) attributes = WithNotNull(std::move(attributes));
  return fmt::format("MODIFY COLUMN {} {}{}", QuoteIdentifier(have.name), type, attributes);
}

bool SameColumns(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), SameName);
}

bool StartsWith(const std::vector<std::string>& columns, const std::vector<std::string>& leading) {
  return leading.size() <= columns.size() &&
         std::equal(leading.begin(), leading.end(), columns.begin(), SameName);
}

bool SameSet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return a.size() == b.size() &&
         std::all_of(a.begin(), a.end(), [&](const std::string& name) { return Contains(b, name); });
}

bool Serves(const IndexDef& want, const std::vector<std::string>& columns, bool unique) {
  return want.unique ? unique && SameSet(want.columns, columns) : StartsWith(columns, want.columns);
}

// `wanted`, or with a number behind it when the table has an index of that name for something else.
std::string FreeIndexName(const TableShape& shape, const std::string& wanted) {
  const auto taken = [&](const std::string& name) {
    return std::any_of(shape.indexes.begin(), shape.indexes.end(),
                       [&](const IndexDef& index) { return SameName(index.name, name); });
  };
  std::string name = wanted;
  for (int i = 2; taken(name); ++i) name = fmt::format("{}_{}", wanted, i);
  return name;
}

std::string Position(const TableDef& table, std::size_t column) {
  return column == 0 ? "FIRST" : "AFTER " + QuoteIdentifier(table.columns[column - 1].name);
}

void PlanColumns(const TableDef& table, const TableShape& shape, std::vector<std::string>& clauses) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const ColumnDef& want = table.columns[i];
    if (const ColumnShape* have = shape.Find(want.name)) {
      if (std::string clause = ModifyColumn(table, want, *have); !clause.empty()) clauses.push_back(clause);
    } else {
      clauses.push_back(fmt::format("ADD COLUMN {} {}", ColumnSql(want), Position(table, i)));
    }
  }
}

void PlanPrimaryKey(const TableDef& table, const TableShape& shape, std::vector<std::string>& clauses) {
  if (SameColumns(table.primary_key, shape.primary_key)) return;
  if (!shape.primary_key.empty()) {
    clauses.emplace_back("DROP PRIMARY KEY");
    // An AUTO_INCREMENT column must lead some key (1075).
    const ColumnShape* first = shape.Find(shape.primary_key.front());
    if (first != nullptr && first->auto_increment && !SameName(table.primary_key.front(), first->name)) {
      clauses.push_back(fmt::format("ADD UNIQUE KEY {} ({})",
                                    QuoteIdentifier(FreeIndexName(shape, first->name)),
                                    ColumnList({first->name})));
    }
  }
  clauses.push_back(fmt::format("ADD PRIMARY KEY ({})", ColumnList(table.primary_key)));
}

void PlanIndexes(const TableDef& table, const TableShape& shape, std::vector<std::string>& clauses) {
  for (const IndexDef& want : table.indexes) {
    const bool served = Serves(want, table.primary_key, true) ||
                        std::any_of(shape.indexes.begin(), shape.indexes.end(), [&](const IndexDef& have) {
                          return Serves(want, have.columns, have.unique);
                        });
    if (!served) clauses.push_back("ADD " + IndexSql(want, FreeIndexName(shape, want.name)));
  }
}

}  // namespace

std::string ColumnList(const std::vector<std::string>& columns) {
  std::string out;
  for (const std::string& column : columns) {
    if (!out.empty()) out += ", ";
    out += QuoteIdentifier(column);
  }
  return out;
}

std::string ColumnSql(const ColumnDef& column) {
  std::string sql = QuoteIdentifier(column.name) + " " + column.type;
  sql += column.nullable ? " NULL" : " NOT NULL";
  if (column.default_expr) sql += " DEFAULT " + *column.default_expr;
  if (column.auto_increment) sql += " AUTO_INCREMENT";
  return sql;
}

std::string IndexSql(const IndexDef& index, const std::string& name) {
  return fmt::format("{}KEY {} ({})", index.unique ? "UNIQUE " : "", QuoteIdentifier(name),
                     ColumnList(index.columns));
}

std::vector<std::string> PlanChanges(const TableDef& table, const std::optional<TableShape>& shape) {
  if (!shape) return {CreateTable(table)};
  std::vector<std::string> clauses;
  PlanColumns(table, *shape, clauses);
  PlanPrimaryKey(table, *shape, clauses);
  PlanIndexes(table, *shape, clauses);
  if (clauses.empty()) return {};
  return {fmt::format("ALTER TABLE {}\n  {}", QuoteIdentifier(table.name), fmt::join(clauses, ",\n  "))};
}

}  // namespace hm::mariadb
