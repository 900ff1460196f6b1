// The text of an object's typed view, v_contacts and its like, made from the definitions in the database.
#pragma once

#include <string>
#include <vector>

#include "mariadb/connection.h"
#include "sync/objects/object_types.h"
#include "sync/views/view_joins.h"

namespace hm::sync {

// What MariaDB takes in a view, with room left for joined columns: 4,096.
inline constexpr std::size_t kMostViewColumns = 4000;

struct ViewText {
  std::string sql;  // CREATE OR REPLACE … VIEW …
  std::size_t columns = 0;
  std::size_t left_out = 0;  // columns that did not fit; their properties stand in properties_json
};

// The view's database: `views_database`, or the tables' own when that is "".
std::string ViewDatabase(const mariadb::Connection& connection, const std::string& views_database);

// v_contacts
std::string ViewName(const ObjectType& type);

// SQL for a property's text in a row `t`: from the JSON; from the column of its own when an index may serve,
// or `any` such will do.
std::string PropertyText(const mariadb::Connection& connection, const ObjectType& type,
                         const std::string& property, bool any = false);

// Throws Error(kDatabase) when the database holds no definitions of the object yet.
ViewText MakeView(mariadb::Connection& connection, const ObjectType& type, const std::string& views_database);

// CREATE OR REPLACE … VIEW … AS SELECT and `select`, which begins with white space.
std::string ViewStatement(const std::string& schema, const std::string& name, const std::string& select);

// All of an object's rows, archived ones too: `columns` of the row `t`, and one for each property, named as
// the typed view's with `prefix` before it.
struct PrefixedView {
  std::string name;
  std::vector<JoinedColumn> columns;
  std::string prefix;
};

// Throws as MakeView().
ViewText MakePrefixedView(mariadb::Connection& connection, const ObjectType& type, const std::string& schema,
                          const PrefixedView& view);

// The tables that exist among those that the object's joins need.
std::vector<std::string> TablesToJoin(mariadb::Connection& connection, const ObjectType& type);

}  // namespace hm::sync
