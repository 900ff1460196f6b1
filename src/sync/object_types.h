// The object types that can be mirrored, as data: adding one is adding a row. HubSpot facts:
// contacts are filtered by `lastmodifieddate`; a search on their `hs_lastmodifieddate` silently finds
// nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hm::sync {

enum class CellKind { kText, kDecimal, kDateTime };

// A property that has a typed column of its own beside properties_json.
struct TypedColumn {
  std::string_view column;
  std::string_view property;
  CellKind kind;
  std::string_view sql_type;  // as the Node connector's tables have it; an existing wider column stays
  bool indexed = false;
};

struct ObjectType {
  std::string_view name;  // plural: in paths, settings and sync_state
  std::string_view table;
  std::string_view last_modified_property;
  std::string_view create_property;
  std::string_view scope;  // that the token needs
  std::span<const TypedColumn> columns;
};

// In the sync_state table and SYNC_OBJECTS, pipelines (with their stages) count as an object.
inline constexpr std::string_view kPipelines = "pipelines";

const std::vector<ObjectType>& ObjectTypes();

// nullptr when there is none of that name.
const ObjectType* FindObjectType(std::string_view name);

// SYNC_OBJECTS or --objects as names, `all` resolved, in the order of the schedule. Throws Error(kConfig)
// for a name that is not known.
std::vector<std::string> ResolveObjects(const std::vector<std::string>& wanted, std::string_view setting);

}  // namespace hm::sync
