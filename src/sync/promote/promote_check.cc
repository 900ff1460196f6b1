#include "sync/promote/promote_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "mariadb/ddl.h"
#include "mariadb/identifiers.h"
#include "sync/promote/promoted_columns.h"
#include "sync/promote/promoted_type.h"
#include "sync/promote/row_room.h"

namespace hm::sync {
namespace {

constexpr std::size_t kLongestColumn = 64;

Error Refusal(ErrorCode code, const ObjectType& type, const std::string& property, const std::string& why,
              const std::string& hint) {
  return {ErrorKind::kConfig, code, fmt::format("PROMOTE names {}.{}, but {}", type.name, property, why),
          hint};
}

bool IsColumnName(const std::string& name) {
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  return name.size() <= kLongestColumn && std::ranges::all_of(name, plain);
}

// The column that a property has without PROMOTE; "" for none.
std::string OwnColumn(const ObjectType& type, const std::string& property) {
  for (const TypedColumn& column : type.columns) {
    if (column.property == property) {
      return column.column;
    }
  }
  if (property == type.create_property) {
    return "createdate";
  }
  if (property == type.last_modified_property || property == "hs_lastmodifieddate") {
    return "lastmodifieddate";
  }
  return property == "hs_object_id" ? "id" : "";
}

// The properties of one object. Not thread-safe.
class ObjectPromotions {
 public:
  ObjectPromotions(const ObjectType& type, mariadb::Connection& connection, hubspot::Client& client,
                   const std::stop_token& stop)
      : type_(type),
        connection_(connection),
        client_(client),
        stop_(stop),
        recorded_(ReadPromoted(connection, type)),
        shape_(mariadb::ReadTable(connection, type.table)),
        room_(connection, type.table) {}

  // Whether it is to have a column.
  bool Add(const std::string& property) {
    if (const std::string own = OwnColumn(type_, property); !own.empty()) {
      log::Warn("PROMOTE names a property that has a column already",
                {{"property", type_.name + "." + property},
                 {"column", own},
                 {"hint", fmt::format("leave it out; an index of your own stays: CREATE INDEX ... ON {} ({})",
                                      type_.table, own)}});
      return false;
    }
    if (!IsColumnName(property)) {
      throw Refusal(ErrorCode::kNoColumn, type_, property, "no column can have that name",
                    "names are lower-case letters, digits and underscores, at most 64; leave it out");
    }
    const auto known = recorded_.find(property);
    if (known == recorded_.end()) {
      RefuseTaken(property);
    }
    const std::optional<std::string> hubspot_type = TypeOf(property);
    if (!hubspot_type) {
      return known != recorded_.end();
    }
    if (known == recorded_.end() || known->second.state == promotion::kAdding) {
      TakeRoom(ColumnFor(property, *hubspot_type));
    }
    return true;
  }

 private:
  void RefuseTaken(const std::string& property) const {
    if (shape_ && shape_->Find(property) != nullptr) {
      throw Refusal(
          ErrorCode::kNoColumn, type_, property,
          fmt::format("{} has a column of that name for something else", type_.table),
          fmt::format("rename that column if it is yours, or leave {}.{} out", type_.name, property));
    }
  }

  void TakeRoom(const PromotedColumn& column) {
    if (const std::string why = room_.Take(column); !why.empty()) {
      throw Refusal(ErrorCode::kNoColumn, type_, column.property, "there is no room for it: " + why,
                    fmt::format("leave it or another property of {} out", type_.name));
    }
  }

  // nullopt when HubSpot listed it once and does no longer.
  std::optional<std::string> TypeOf(const std::string& property) {
    mariadb::Result row = connection_.Query(
        fmt::format("SELECT type, archived FROM hubspot_properties WHERE object_type_id = {} AND name = {}",
                    connection_.Quote(type_.type_id), connection_.Quote(property)));
    const bool stored = row.Next();
    if (stored && row.Int(1) == 0) {
      return row.String(0);
    }
    for (const hubspot::PropertyDefinition& definition : Listed()) {
      if (definition.name == property) {
        return definition.type;
      }
    }
    if (const auto sensitive = SensitiveTypeOf(property)) {
      return sensitive;
    }
    if (!stored && !recorded_.contains(property)) {
      throw Refusal(ErrorCode::kUnknownProperty, type_, property, "HubSpot lists no such property",
                    Hint(property));
    }
    log::Warn("PROMOTE names a property that HubSpot lists no longer; a column that it has stays",
              {{"property", type_.name + "." + property}});
    return std::nullopt;
  }

  // Of one that is in no plain list; its column comes once the token may read it.
  std::optional<std::string> SensitiveTypeOf(const std::string& property) {
    for (const char* const of_class : {"sensitive", "highly_sensitive"}) {
      try {
        for (const hubspot::PropertyDefinition& one : client_.ListProperties(type_.path, stop_, of_class)) {
          if (one.name == property) {
            return one.type;
          }
        }
      } catch (const Error& e) {
        if (e.kind() != ErrorKind::kScope && e.kind() != ErrorKind::kBug) {
          throw;
        }
      }
    }
    return std::nullopt;
  }

  const std::vector<hubspot::PropertyDefinition>& Listed() {
    if (!listed_) {
      listed_ = client_.ListProperties(type_.path, stop_);
    }
    return *listed_;
  }

  // The names that begin alike.
  std::string Hint(const std::string& property) {
    std::vector<std::string> near;
    for (const hubspot::PropertyDefinition& definition : Listed()) {
      const std::size_t head = std::min<std::size_t>(property.size(), 3);
      if (near.size() < 5 && definition.name.find(property.substr(0, head)) != std::string::npos) {
        near.push_back(definition.name);
      }
    }
    return near.empty() ? "take its internal name, as HubSpot shows it in the property's settings"
                        : fmt::format("it takes internal names, such as {}", fmt::join(near, ", "));
  }

  const ObjectType& type_;
  mariadb::Connection& connection_;
  hubspot::Client& client_;
  const std::stop_token& stop_;
  PromotedColumns recorded_;
  std::optional<mariadb::TableShape> shape_;
  RowRoom room_;
  std::optional<std::vector<hubspot::PropertyDefinition>> listed_;
};

// nullptr for one that is not of the objects asked for.
const ObjectType* FindObject(const WantedProperty& wanted, const ObjectCatalogue& catalogue,
                             const SyncedObjects& synced) {
  const ObjectType* const type = catalogue.FindWanted(wanted.object);
  // A custom object that the token may not look up is among the names all the same.
  const bool named = std::ranges::find(synced.names, wanted.object) != synced.names.end();
  if (type == nullptr && synced.all && (!named || wanted.object == kPipelines || wanted.object == kOwners)) {
    throw Error(ErrorKind::kConfig, ErrorCode::kUnknownObject,
                fmt::format("PROMOTE names {}.{}, but no object with properties is called {}", wanted.object,
                            wanted.property, wanted.object),
                "it takes the names of SYNC_OBJECTS: deals.region");
  }
  const bool is_synced = type != nullptr && std::ranges::find(synced.names, type->name) != synced.names.end();
  if (type != nullptr && !is_synced && synced.all) {
    log::Warn("PROMOTE names an object that is not synced",
              {{"property", type->name + "." + wanted.property}});
  }
  return is_synced ? type : nullptr;
}

}  // namespace

Promotions CheckPromotions(const std::vector<WantedProperty>& wanted, const ObjectCatalogue& catalogue,
                           const SyncedObjects& synced, mariadb::Connection& connection,
                           hubspot::Client& client, const std::stop_token& stop) {
  if (!wanted.empty() && !connection.server().is_mariadb) {
    throw Error(ErrorKind::kConfig, "PROMOTE needs MariaDB", "leave it unset for MySQL");
  }
  std::map<const ObjectType*, ObjectPromotions> objects;
  Promotions promotions;
  for (const WantedProperty& one : wanted) {
    const ObjectType* const type = FindObject(one, catalogue, synced);
    if (type == nullptr) {
      continue;
    }
    auto& properties = promotions[type->name];
    if (std::ranges::find(properties, one.property) != properties.end()) {
      continue;
    }
    try {
      if (objects.try_emplace(type, *type, connection, client, stop).first->second.Add(one.property)) {
        properties.push_back(one.property);
      }
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kScope) {
        throw;
      }
      // The object's sync says so; columns that it has stay.
      properties.push_back(one.property);
    }
  }
  return promotions;
}

}  // namespace hm::sync
