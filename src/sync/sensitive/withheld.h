// Sensitive properties that are mirrored and that the token may not read now: their definitions and the
// values that the table has stay as they are, whatever else of a record is written, until the token may read
// them again.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mariadb/connection.h"
#include "sync/objects/object_types.h"

namespace hm::sync {

class Withheld {
 public:
  Withheld() = default;
  // All sensitive properties in hubspot_properties that are of none of these classes.
  Withheld(mariadb::Connection& connection, const ObjectType& type, const std::vector<std::string>& readable);

  bool empty() const { return names_.empty(); }
  const std::vector<std::string>& names() const { return names_; }  // in order
  bool contains(std::string_view name) const;

  // For a SELECT on the object's table: ", …", a column for each.
  std::string Columns(const mariadb::Connection& connection) const;
  // JSON texts by name, of those columns of a row, the first of which is `from`.
  using Values = std::map<std::string, std::string, std::less<>>;
  Values Read(const mariadb::Result& row, std::size_t from) const;

  // The type without columns of its own for them.
  ObjectType Without(ObjectType type) const;

 private:
  std::vector<std::string> names_;
};

// `json`, as RowBuilder makes it, with the values that it has not, each where it stands by name.
std::string WithValues(std::string_view json, const Withheld::Values& values);

}  // namespace hm::sync
