#include "sync/views/view_sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "mariadb/identifiers.h"
#include "sync/promote/promoted_columns.h"
#include "sync/views/definitions.h"
#include "sync/views/view_columns.h"
#include "sync/views/view_joins.h"
#include "sync/views/view_names.h"

namespace hm::sync {
namespace {

// Longer lists of options are looked up in their table, so that reading the view's text stays quick; and only
// so many, since each opens that table.
constexpr std::size_t kMostInlineOptions = 200;
constexpr std::size_t kMostLookups = 100;

std::string JsonText(const mariadb::Connection& connection, const std::string& property) {
  return fmt::format("JSON_VALUE(t.properties_json, {})", connection.Quote(JsonPath(property)));
}

struct Property {
  std::string name;
  std::string type;
  std::string field_type;
  std::string column;
  std::string label_column;  // "" for none
  std::vector<ViewOption> options;
};

// Collects the columns, up to the most that fit.
class ColumnList {
 public:
  bool Add(const std::string& expression, const std::string& name) {
    if (names_.contains(name)) {
      return false;
    }
    if (names_.size() == kMostViewColumns) {
      ++left_out_;
      return false;
    }
    names_.insert(name);
    sql_ +=
        fmt::format("{}{} AS {}", sql_.empty() ? "" : ",\n  ", expression, mariadb::QuoteIdentifier(name));
    return true;
  }
  void LeaveOut() { ++left_out_; }
  bool Has(const std::string& name) const { return names_.contains(name); }
  const std::string& sql() const { return sql_; }
  std::size_t size() const { return names_.size(); }
  std::size_t left_out() const { return left_out_; }

 private:
  std::set<std::string> names_;
  std::string sql_;
  std::size_t left_out_ = 0;
};

class ViewMaker {
 public:
  ViewMaker(mariadb::Connection& connection, const ObjectType& type)
      : connection_(connection),
        type_(WithFilled(connection, type)),
        database_(mariadb::QuoteIdentifier(connection.database())) {
    ReadProperties();
    ReadOptions();
  }

  ViewText Make(const std::string& views_database) {
    const std::vector<ViewJoin> joins = LiveJoins();
    for (const std::string& name : RowColumns()) {
      if (!GivesWay(name) || !HasColumn(name)) {
        columns_.Add("t." + mariadb::QuoteIdentifier(name), name);
      }
    }
    for (const ViewJoin& join : joins) {
      for (const JoinedColumn& column : join.columns) {
        columns_.Add(FillIn(column.expression, join), column.name);
      }
    }
    for (const Property& property : properties_) {
      columns_.Add(Typed(property), property.column);
    }
    for (const Property& property : properties_) {
      AddLabel(property);
    }
    return Finish(ViewDatabase(connection_, views_database), ViewName(type_),
                  From(joins) + "\nWHERE t.archived = 0");
  }

  ViewText MakePrefixed(const std::string& schema, const PrefixedView& view) {
    std::set<std::string> reserved;
    for (const JoinedColumn& column : view.columns) {
      columns_.Add(column.expression, column.name);
      reserved.insert(column.name);
    }
    ViewNames names(reserved);
    for (const Property& property : properties_) {
      columns_.Add(Typed(property), names.For(view.prefix + property.column));
    }
    return Finish(schema, view.name, "");
  }

 private:
  void ReadProperties() {
    // What people look at comes first, should not all fit.
    mariadb::Result rows = connection_.Query(fmt::format(
        "SELECT name, type, field_type, view_column, view_label_column FROM hubspot_properties WHERE "
        "object_type_id = {} AND archived = 0 AND view_column IS NOT NULL ORDER BY hidden, name",
        connection_.Quote(type_.type_id)));
    while (rows.Next()) {
      by_name_[rows.String(0)] = properties_.size();
      properties_.push_back(
          {rows.String(0), rows.String(1), rows.String(2), rows.String(3), rows.String(4), {}});
    }
    if (properties_.empty()) {
      throw Error(ErrorKind::kDatabase,
                  fmt::format("there are no property definitions of {} in the database yet", type_.name),
                  fmt::format("hubspot-mariadb sync --objects {} reads them", type_.name));
    }
  }

  // Also those that HubSpot no longer lists: old records still name them.
  void ReadOptions() {
    mariadb::Result rows = connection_.Query(
        fmt::format("SELECT property, value, label FROM hubspot_property_options WHERE object_type_id = {} "
                    "ORDER BY property, archived, display_order, value",
                    connection_.Quote(type_.type_id)));
    while (rows.Next()) {
      const auto found = by_name_.find(rows.String(0));
      if (found != by_name_.end()) {
        properties_[found->second].options.push_back(
            {connection_.Quote(rows.String(1)), connection_.Quote(rows.String(2))});
      }
    }
  }

  ViewText Finish(const std::string& schema, const std::string& view, const std::string& rest) const {
    const std::string from = fmt::format("{}.{} t{}", database_, mariadb::QuoteIdentifier(type_.table), rest);
    return {ViewStatement(schema, view, "\n  " + columns_.sql() + "\nFROM " + from), columns_.size(),
            columns_.left_out()};
  }

  bool HasColumn(const std::string& column) const {
    return std::any_of(properties_.begin(), properties_.end(),
                       [&](const Property& p) { return p.column == column; });
  }

  std::string Text(const std::string& property, bool any = false) const {
    return PropertyText(connection_, type_, property, any);
  }

  std::string Json(const std::string& property) const { return JsonText(connection_, property); }

  std::string Typed(const Property& property) const {
    for (const TypedColumn& column : type_.columns) {
      if (column.promoted && column.property == property.name) {
        return "t." + mariadb::QuoteIdentifier(column.column);
      }
    }
    const std::string text = Text(property.name);
    // An index does not serve an expression; the column compares without case by itself.
    return property.type == "string" && text != Json(property.name) ? text
                                                                    : TypedExpression(property.type, text);
  }

  void AddLabel(const Property& property) {
    if (property.label_column.empty() || property.options.empty() || columns_.Has(property.label_column)) {
      return;
    }
    const bool several = property.field_type == "checkbox";
    // Several values may be longer than their column.
    const std::string text = several ? Json(property.name) : Text(property.name);
    if (!several && property.options.size() <= kMostInlineOptions) {
      columns_.Add(LabelExpression(text, property.options), property.label_column);
      return;
    }
    if (lookups_ == kMostLookups) {
      columns_.LeaveOut();
      return;
    }
    const std::string options =
        fmt::format("{}.hubspot_property_options o WHERE o.object_type_id = {} AND o.property = {}",
                    database_, connection_.Quote(type_.type_id), connection_.Quote(property.name));
    lookups_ += columns_.Add(several ? LabelsLookup(text, options) : LabelLookup(text, options),
                             property.label_column)
                    ? 1
                    : 0;
  }

  std::vector<ViewJoin> LiveJoins() const {
    const std::vector<std::string> tables = TablesToJoin(connection_, type_);
    const auto exists = [&](const std::string& table) {
      return std::find(tables.begin(), tables.end(), table) != tables.end();
    };
    const auto has = [&](const std::string& property) { return by_name_.contains(property); };
    std::vector<ViewJoin> joins = JoinsFor(type_);
    std::erase_if(joins, [&](const ViewJoin& join) {
      return !std::all_of(join.tables.begin(), join.tables.end(), exists) ||
             !std::all_of(join.properties.begin(), join.properties.end(), has);
    });
    return joins;
  }

  std::string FillIn(std::string text, const ViewJoin& join) const {
    for (const std::string& property : join.properties) {
      text = Fill(std::move(text), property, Text(property, true));
    }
    return Fill(std::move(text), "db", database_);
  }

  std::string From(const std::vector<ViewJoin>& joins) const {
    std::string sql;
    for (const ViewJoin& join : joins) {
      sql += join.sql.empty() ? "" : "\n" + FillIn(join.sql, join);
    }
    return sql;
  }

  mariadb::Connection& connection_;
  const ObjectType type_;  // with the promoted columns that are filled
  std::string database_;   // quoted
  std::vector<Property> properties_;
  std::map<std::string, std::size_t> by_name_;
  ColumnList columns_;
  std::size_t lookups_ = 0;
};

}  // namespace

std::string ViewDatabase(const mariadb::Connection& connection, const std::string& views_database) {
  return views_database.empty() ? connection.database() : views_database;
}

std::string ViewName(const ObjectType& type) {
  // v_sync_status is another view of this program.
  return (type.name == "sync_status" ? "v_custom_" : "v_") + type.name;
}

std::string ViewStatement(const std::string& schema, const std::string& name, const std::string& select) {
  return fmt::format("CREATE OR REPLACE ALGORITHM=MERGE SQL SECURITY DEFINER VIEW {}.{} AS\nSELECT{}",
                     mariadb::QuoteIdentifier(schema), mariadb::QuoteIdentifier(name), select);
}

ViewText MakePrefixedView(mariadb::Connection& connection, const ObjectType& type, const std::string& schema,
                          const PrefixedView& view) {
  return ViewMaker(connection, type).MakePrefixed(schema, view);
}

std::string PropertyText(const mariadb::Connection& connection, const ObjectType& type,
                         const std::string& property, bool any) {
  for (const TypedColumn& column : type.columns) {
    if (column.property == property && column.kind == CellKind::kText && (column.indexed || any)) {
      return "t." + mariadb::QuoteIdentifier(column.column);
    }
  }
  return JsonText(connection, property);
}

ViewText MakeView(mariadb::Connection& connection, const ObjectType& type,
                  const std::string& views_database) {
  return ViewMaker(connection, type).Make(views_database);
}

std::vector<std::string> TablesToJoin(mariadb::Connection& connection, const ObjectType& type) {
  std::string names;
  for (const ViewJoin& join : JoinsFor(type)) {
    for (const std::string& table : join.tables) {
      names += (names.empty() ? "" : ", ") + connection.Quote(table);
    }
  }
  std::vector<std::string> tables;
  if (!names.empty()) {
    mariadb::Result rows = connection.Query(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME IN "
        "(" +
        names + ") ORDER BY TABLE_NAME");
    while (rows.Next()) {
      tables.push_back(rows.String(0));
    }
  }
  return tables;
}

}  // namespace hm::sync
