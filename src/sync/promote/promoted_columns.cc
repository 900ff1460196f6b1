#include "sync/promote/promoted_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/error.h"

namespace hm::sync {
namespace {

using mariadb::ColumnDef;

constexpr std::array<std::pair<CellKind, std::string_view>, 5> kKindNames{
    {{CellKind::kText, "text"},
     {CellKind::kViewNumber, "number"},
     {CellKind::kViewDate, "date"},
     {CellKind::kViewDateTime, "datetime"},
     {CellKind::kViewBool, "bool"}}};

std::string KindName(CellKind kind) {
  return std::string(std::ranges::find(kKindNames, kind, [](const auto& k) { return k.first; })->second);
}

CellKind KindOf(std::string_view name) {
  const auto* const found = std::ranges::find(kKindNames, name, [](const auto& k) { return k.second; });
  return found == kKindNames.end() ? CellKind::kText : found->first;
}

bool IsFilledByWrites(std::string_view state) {
  return state != promotion::kAdding && state != promotion::kDropping;
}

template <typename Reader>
PromotedColumns ReadFrom(Reader& reader, const ObjectType& type, std::string_view lock) {
  mariadb::Result rows =
      reader.Query(fmt::format("SELECT property, sql_type, kind, state, after_id, index_name FROM "
                               "hubspot_promoted_columns WHERE object_type_id = {}{}",
                               reader.Quote(type.type_id), lock));
  PromotedColumns columns;
  while (rows.Next()) {
    columns[rows.String(0)] = {rows.String(0), rows.String(1), KindOf(rows.String(2)),
                               rows.String(3), rows.String(4), rows.String(5)};
  }
  return columns;
}

TypedColumn ToTyped(const PromotedColumn& column) {
  return {column.property, column.property, column.kind, column.sql_type, true, true};
}

template <typename Includes>
ObjectType With(mariadb::Connection& connection, const ObjectType& type, const Includes& includes) {
  ObjectType with = type;
  const PromotedColumns columns = ReadPromoted(connection, type);
  if (columns.empty()) {
    return with;
  }
  const auto shape = mariadb::ReadTable(connection, type.table);
  for (const auto& [property, column] : columns) {
    if (includes(column) && shape && shape->Find(property) != nullptr) {
      with.columns.push_back(ToTyped(column));
    }
  }
  return with;
}

}  // namespace

mariadb::TableDef PromotedTable() {
  mariadb::TableDef table{"hubspot_promoted_columns", {}, {"object_type_id", "property"}};
  table.columns = {
      {"object_type_id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"property", "VARCHAR(64) COLLATE utf8mb4_bin", false},
      {"object", "VARCHAR(64)", false},
      {"sql_type", "VARCHAR(128)", false},
      {"kind", "VARCHAR(20)", false},
      {"state", "VARCHAR(20)", false},
      {"after_id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"index_name", "VARCHAR(64)", false},
      {"updated_at", "DATETIME", false},
  };
  return table;
}

PromotedColumns ReadPromoted(mariadb::Connection& connection, const ObjectType& type) {
  return ReadFrom(connection, type, "");
}

void SavePromoted(mariadb::Transaction& transaction, const ObjectType& type, const PromotedColumn& column) {
  // An update of the row where there is one, so that it waits for whoever holds it.
  transaction.Execute(fmt::format(
      "INSERT INTO hubspot_promoted_columns (object_type_id, property, object, sql_type, kind, state, "
      "after_id, index_name, updated_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, UTC_TIMESTAMP()) ON "
      "DUPLICATE KEY UPDATE sql_type = VALUES(sql_type), kind = VALUES(kind), state = VALUES(state), "
      "after_id = VALUES(after_id), index_name = VALUES(index_name), updated_at = VALUES(updated_at)",
      transaction.Quote(type.type_id), transaction.Quote(column.property), transaction.Quote(type.name),
      transaction.Quote(column.sql_type), transaction.Quote(KindName(column.kind)),
      transaction.Quote(column.state), transaction.Quote(column.after_id), transaction.Quote(column.index)));
}

void DropPromoted(mariadb::Transaction& transaction, const ObjectType& type, const std::string& property) {
  transaction.Execute(
      fmt::format("DELETE FROM hubspot_promoted_columns WHERE object_type_id = {} AND property = {}",
                  transaction.Quote(type.type_id), transaction.Quote(property)));
}

ObjectType WithPromoted(mariadb::Connection& connection, const ObjectType& type) {
  return With(connection, type, [](const PromotedColumn& c) { return IsFilledByWrites(c.state); });
}

ObjectType WithFilled(mariadb::Connection& connection, const ObjectType& type) {
  return With(connection, type, [](const PromotedColumn& c) { return c.state == promotion::kReady; });
}

std::function<void(mariadb::Transaction&)> HoldPromoted(const ObjectType& type) {
  std::set<std::pair<std::string, std::string>> known;
  for (const TypedColumn& column : type.columns) {
    if (column.promoted) {
      known.emplace(column.property, column.sql_type);
    }
  }
  return [&type, known = std::move(known)](mariadb::Transaction& transaction) {
    std::set<std::pair<std::string, std::string>> now;
    for (const auto& [property, column] : ReadFrom(transaction, type, " LOCK IN SHARE MODE")) {
      if (IsFilledByWrites(column.state)) {
        now.emplace(property, column.sql_type);
      }
    }
    if (now != known) {
      throw Error(ErrorKind::kRetry,
                  fmt::format("{} is being given other columns by PROMOTE; nothing was written", type.table),
                  "it goes on by itself");
    }
  };
}

}  // namespace hm::sync
