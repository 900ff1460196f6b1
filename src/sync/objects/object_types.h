// An object type: what is the same for all its records, as data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hm::sync {

enum class CellKind {
  kText,
  kDecimal,
  kDateTime,
  // Of promoted columns: as the typed views convert (store/view_cells.h).
  kViewNumber,
  kViewDate,
  kViewDateTime,
  kViewBool,
};

// A property that has a typed column of its own beside properties_json.
struct TypedColumn {
  std::string column;
  std::string property;
  CellKind kind;
  std::string sql_type;  // an existing wider column stays
  bool indexed = false;
  bool promoted = false;  // says what the typed view's expression would
};

// HubSpot facts: contacts are filtered by `lastmodifieddate`; a search on their `hs_lastmodifieddate`
// silently finds nothing. Every object can be named by its type id, standard ones by their plural too.
struct ObjectType {
  std::string name;     // plural: in settings, sync_state and the table's name; at most kLongestName
  std::string path;     // how HubSpot's paths name it
  std::string type_id;  // "0-1"; "2-123" for a custom object
  std::string table;
  std::string last_modified_property;
  std::string create_property;
  std::string scope;  // that the token needs
  std::vector<TypedColumn> columns;
  std::string pipeline_tables{};  // "hubspot_deal" for hubspot_deal_pipelines and _stages; "" without
  std::string hubspot_name{};     // of a custom object: "car"
  std::string qualified_name{};   // of a custom object: "p123_car"

  bool is_custom() const { return type_id.starts_with("2-"); }

  // So that the tables named after it, and its column in sync_state, hold it.
  static constexpr std::size_t kLongestName = 46;
};

// Not types of records, but synced, scheduled and kept in sync_state like them.
inline constexpr std::string_view kPipelines = "pipelines";  // with their stages
inline constexpr std::string_view kOwners = "owners";

// The standard objects of HubSpot's CRM, contacts and deals first. Adding one is adding a row.
std::vector<ObjectType> StandardObjects();

}  // namespace hm::sync
