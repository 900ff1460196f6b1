#include "sync/objects/object_catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hm::sync {
namespace {

// Tables of the program itself, and words that settings give another meaning.
constexpr auto kReserved = std::to_array<std::string_view>({"all",
                                                            "associations",
                                                            "association_queue",
                                                            "association_types",
                                                            "changes",
                                                            "events",
                                                            "history",
                                                            "known_properties",
                                                            "lease",
                                                            "meta",
                                                            "object_types",
                                                            "owners",
                                                            "pipelines",
                                                            "promoted_columns",
                                                            "properties",
                                                            "property_options",
                                                            "quarantine",
                                                            "runs",
                                                            "sync_checkpoints",
                                                            "sync_passes",
                                                            "sync_ranges",
                                                            "sync_state",
                                                            "sync_status",
                                                            "views"});

// Lower-case letters, digits and underscores alone: it becomes part of table names, settings and paths.
std::string SafeName(std::string_view name, std::size_t longest) {
  std::string safe;
  for (const char c : name.substr(0, longest)) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    safe += upper ? static_cast<char>(c - 'A' + 'a') : plain ? c : '_';
  }
  return safe;
}

// Also what looks like a table of another object's pipelines, or a view of its history.
bool IsReserved(std::string_view name) {
  return name.empty() || name.ends_with("_pipelines") || name.ends_with("_stages") ||
         name.ends_with("_history") || name.ends_with("_stage_durations") ||
         std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

ObjectType CustomType(std::string name, std::string_view type_id, std::string_view hubspot_name,
                      std::string_view qualified_name) {
  const std::string table = "hubspot_" + name;
  return {.name = std::move(name),
          .path = std::string(type_id),
          .type_id = std::string(type_id),
          .table = table,
          .last_modified_property = "hs_lastmodifieddate",
          .create_property = "hs_createdate",
          .scope = "crm.objects.custom.read",
          .columns = {},
          .pipeline_tables = table,
          .hubspot_name = std::string(hubspot_name),
          .qualified_name = std::string(qualified_name)};
}

template <typename Matches>
const ObjectType* FindIf(const std::deque<ObjectType>& types, const Matches& matches) {
  const auto found = std::find_if(types.begin(), types.end(), matches);
  return found == types.end() ? nullptr : &*found;
}

}  // namespace

ObjectCatalogue::ObjectCatalogue() {
  for (ObjectType& type : StandardObjects()) {
    types_.push_back(std::move(type));
  }
  kept_ = types_.size();
}

const ObjectType* ObjectCatalogue::Find(std::string_view name) const {
  return FindIf(types_, [&](const ObjectType& t) { return t.name == name; });
}

const ObjectType* ObjectCatalogue::FindById(std::string_view type_id) const {
  return FindIf(types_, [&](const ObjectType& t) { return t.type_id == type_id; });
}

const ObjectType* ObjectCatalogue::FindWanted(std::string_view name) const {
  const ObjectType* const by_name = Find(name);
  if (by_name != nullptr && !by_name->is_custom()) {
    return by_name;
  }
  const auto newest = std::find_if(types_.rbegin(), types_.rend(), [&](const ObjectType& t) {
    return t.type_id == name || (t.is_custom() && (t.qualified_name == name || t.hubspot_name == name));
  });
  return newest == types_.rend() ? by_name : &*newest;
}

const ObjectType& ObjectCatalogue::AddCustom(std::string_view type_id, std::string_view hubspot_name,
                                             std::string_view qualified_name) {
  if (const ObjectType* const known = FindById(type_id)) {
    return *known;
  }
  constexpr std::string_view kPrefix = "custom_";
  const std::string suffix = "_" + SafeName(type_id, type_id.size());
  const std::string name = SafeName(hubspot_name, ObjectType::kLongestName);
  const std::string with_id =
      SafeName(hubspot_name, ObjectType::kLongestName - std::min(suffix.size(), ObjectType::kLongestName)) +
      suffix;
  const std::string prefixed =
      std::string(kPrefix) + SafeName(hubspot_name, ObjectType::kLongestName - kPrefix.size());
  const auto standard = Find(name);
  const bool clashes = (standard != nullptr && !standard->is_custom()) || IsReserved(name);
  // A name that had to be cut may be another's too.
  const bool cut = hubspot_name.size() > ObjectType::kLongestName;
  const std::string& first = cut ? with_id : clashes ? prefixed : name;
  const std::string& chosen = Find(first) == nullptr && !IsReserved(first) ? first : with_id;
  return types_.emplace_back(CustomType(chosen, type_id, hubspot_name, qualified_name));
}

void ObjectCatalogue::Load(mariadb::Connection& connection) {
  if (!mariadb::ReadTable(connection, "hubspot_object_types")) {
    return;
  }
  mariadb::Result rows = connection.Query(
      "SELECT name, object_type_id, hubspot_name, qualified_name FROM hubspot_object_types "
      "ORDER BY created_at, object_type_id");
  while (rows.Next()) {
    if (FindById(rows.String(1)) == nullptr) {
      types_.push_back(CustomType(rows.String(0), rows.String(1), rows.String(2), rows.String(3)));
    }
  }
  kept_ = types_.size();
}

void ObjectCatalogue::Save(mariadb::Transaction& transaction) const {
  for (std::size_t i = kept_; i < types_.size(); ++i) {
    const ObjectType& type = types_[i];
    // An earlier try may have committed without our knowing.
    transaction.Execute(fmt::format(
        "INSERT INTO hubspot_object_types (object_type_id, name, table_name, hubspot_name, qualified_name, "
        "created_at) VALUES ({}, {}, {}, {}, {}, UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE name = name",
        transaction.Quote(type.type_id), transaction.Quote(type.name), transaction.Quote(type.table),
        transaction.Quote(type.hubspot_name), transaction.Quote(type.qualified_name)));
  }
}

mariadb::TableDef ObjectTypesTable() {
  mariadb::TableDef table{"hubspot_object_types", {}, {"object_type_id"}};
  table.columns = {
      {"object_type_id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"name", "VARCHAR(50)", false},
      {"table_name", "VARCHAR(64)", false},
      {"hubspot_name", "VARCHAR(255)", false},
      {"qualified_name", "VARCHAR(255)", false},
      {"created_at", "DATETIME", false},
  };
  table.indexes = {{"name", {"name"}, true}};
  return table;
}

}  // namespace hm::sync
