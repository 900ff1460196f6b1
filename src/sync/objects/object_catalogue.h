// The object types of one account: the standard ones, and the custom ones once they are known.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "mariadb/connection.h"
#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "sync/objects/object_types.h"

namespace hm::sync {

// References to its types stay good while it lives. Thread-safe while nobody adds.
class ObjectCatalogue {
 public:
  ObjectCatalogue();
  ObjectCatalogue(ObjectCatalogue&&) noexcept = default;
  ObjectCatalogue& operator=(ObjectCatalogue&&) noexcept = default;
  ObjectCatalogue(const ObjectCatalogue&) = delete;
  ObjectCatalogue& operator=(const ObjectCatalogue&) = delete;

  const std::deque<ObjectType>& types() const { return types_; }

  // By `name`, as tables and sync_state have it; nullptr when there is none.
  const ObjectType* Find(std::string_view name) const;
  const ObjectType* FindById(std::string_view type_id) const;
  // By any name that a user may know it by: a custom object also by its name in HubSpot, its fully qualified
  // name or its type id. Of several that bore one name, the newest.
  const ObjectType* FindWanted(std::string_view name) const;

  // A custom object as HubSpot describes it: the one that is known by its type id already, or a new one. Its
  // name in the tables is HubSpot's, made safe; one that is taken or reserved gets "custom_" before it or its
  // type id behind it.
  const ObjectType& AddCustom(std::string_view type_id, std::string_view hubspot_name,
                              std::string_view qualified_name);

  // The custom objects that hubspot_object_types keeps; none when that table is missing.
  void Load(mariadb::Connection& connection);
  // Custom objects were added that Load() did not give.
  bool has_new() const { return types_.size() > kept_; }
  // Keeps the new ones there, so that no other object ever gets the name of one.
  void Save(mariadb::Transaction& transaction) const;

 private:
  std::deque<ObjectType> types_;  // the first kept_ are standard ones, or in the database
  std::size_t kept_ = 0;
};

mariadb::TableDef ObjectTypesTable();

// What a user asked for.
struct WantedObjects {
  std::vector<std::string> names;
  std::string setting;  // where: SYNC_OBJECTS or --objects
};

}  // namespace hm::sync
