// What the typed views join to the columns of properties: pipelines and stages, owners, the primary company.
// Adding a join is adding a row. A join counts only while the tables it needs exist and the object has the
// properties it goes by.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sync/objects/object_types.h"

namespace hm::sync {

struct JoinedColumn {
  std::string name;
  std::string expression;
};

// In tables, `sql` and expressions, {db} stands for the quoted database of the tables, {pipelines} for what
// the object's pipeline tables begin with, and the name of a needed property in braces for its text. The
// object's row is `t`.
struct ViewJoin {
  std::string object;                   // by name; "" for every object
  std::vector<std::string> tables;      // that must exist
  std::vector<std::string> properties;  // that the object must have
  std::string sql;                      // LEFT JOIN … that finds at most one row; "" for none
  std::vector<JoinedColumn> columns;
};

// Those that are for this object, whatever exists, with {pipelines} filled in.
std::vector<ViewJoin> JoinsFor(const ObjectType& type);

// The columns of the row itself that a view shows under their own names, beside the properties.
const std::vector<std::string>& RowColumns();

// Row columns that a property of the same name stands in for: it says the same, to the millisecond.
bool GivesWay(const std::string& row_column);

// The names that no property's column may have.
std::set<std::string> ReservedColumns(const ObjectType& type);

// `text` with "{name}" replaced.
std::string Fill(std::string text, const std::string& name, const std::string& value);

}  // namespace hm::sync
