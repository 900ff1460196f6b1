#include "sync/promote/promoted_type.h"

#include <fmt/format.h>

#include "mariadb/identifiers.h"
#include "sync/views/view_columns.h"

namespace hm::sync {
namespace {

constexpr int kWidth = 255;

std::string Text(const mariadb::Connection& connection, const PromotedColumn& column) {
  return fmt::format("JSON_VALUE(t.properties_json, {})", connection.Quote(JsonPath(column.property)));
}

std::string_view ViewTypeOf(CellKind kind) {
  switch (kind) {
    case CellKind::kViewNumber:
      return "number";
    case CellKind::kViewDate:
      return "date";
    case CellKind::kViewDateTime:
      return "datetime";
    case CellKind::kViewBool:
      return "bool";
    default:
      return "";
  }
}

}  // namespace

PromotedColumn ColumnFor(const std::string& property, std::string_view hubspot_type) {
  const auto make = [&](CellKind kind, std::string sql_type) {
    return PromotedColumn{property, std::move(sql_type), kind, std::string(promotion::kAdding), "", ""};
  };
  if (hubspot_type == "number") {
    return make(CellKind::kViewNumber, "DECIMAL(38,10)");
  }
  if (hubspot_type == "date") {
    return make(CellKind::kViewDate, "DATE");
  }
  if (hubspot_type == "datetime") {
    return make(CellKind::kViewDateTime, "DATETIME(3)");
  }
  if (hubspot_type == "bool") {
    return make(CellKind::kViewBool, "TINYINT(1)");
  }
  return make(CellKind::kText, fmt::format("VARCHAR({}) CHARACTER SET utf8mb4 COLLATE {}", kWidth,
                                           hubspot_type == "string" ? "utf8mb4_unicode_ci" : "utf8mb4_bin"));
}

std::string FillExpression(const mariadb::Connection& connection, const PromotedColumn& column) {
  const std::string text = Text(connection, column);
  return column.kind == CellKind::kText ? fmt::format("LEFT({}, {})", text, kWidth)
                                        : TypedExpression(ViewTypeOf(column.kind), text);
}

std::string MisfitCondition(const mariadb::Connection& connection, const PromotedColumn& column) {
  const std::string text = Text(connection, column);
  return column.kind == CellKind::kText
             ? fmt::format("CHAR_LENGTH({}) > {}", text, kWidth)
             : fmt::format("t.{} IS NULL AND {} <> ''", mariadb::QuoteIdentifier(column.property), text);
}

}  // namespace hm::sync
