#include "sync/object_catalogue.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.h"

namespace hm::sync {
namespace {

// Tables of the program itself, and words that settings give another meaning.
constexpr auto kReserved = std::to_array<std::string_view>(
    {"all", "associations", "association_types", "changes", "events", "history", "lease", "meta",
     "object_types", "owners", "pipelines", "properties", "property_options", "quarantine", "runs",
     "sync_checkpoints", "sync_passes", "sync_state", "views"});

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

// Also what looks like a table of another object's pipelines.
bool IsReserved(std::string_view name) {
  return name.empty() || name.ends_with("_pipelines") || name.ends_with("_stages") ||
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

// A custom object by any name that a user may know it by; one that lost its name to a newer one comes last.
const ObjectType* FindWanted(const ObjectCatalogue& catalogue, std::string_view wanted) {
  if (const ObjectType* const type = catalogue.Find(wanted)) {
    return type;
  }
  const auto& types = catalogue.types();
  const auto found = std::find_if(types.rbegin(), types.rend(), [&](const ObjectType& t) {
    return t.type_id == wanted || (t.is_custom() && (t.qualified_name == wanted || t.hubspot_name == wanted));
  });
  return found == types.rend() ? nullptr : &*found;
}

std::vector<std::string> KnownNames(const ObjectCatalogue& catalogue) {
  std::vector<std::string> names;
  for (const ObjectType& type : catalogue.types()) {
    names.push_back(type.name);
  }
  names.emplace_back(kPipelines);
  return names;
}

// What SYNC_OBJECTS=all stands for.
std::vector<std::string> AllNames() { return {"contacts", "deals", std::string(kPipelines)}; }

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

std::vector<std::string> ResolveObjects(const ObjectCatalogue& catalogue, const WantedObjects& wanted) {
  const std::vector<std::string> known = KnownNames(catalogue);
  std::vector<std::string> names;
  for (const std::string& name : wanted.names) {
    const ObjectType* const type = FindWanted(catalogue, name);
    if (name == "all") {
      const std::vector<std::string> all = AllNames();
      names.insert(names.end(), all.begin(), all.end());
    } else if (type != nullptr || name == kPipelines) {
      names.push_back(type != nullptr ? type->name : name);
    } else {
      throw Error(ErrorKind::kConfig,
                  fmt::format("{} names \"{}\", which this version cannot sync", wanted.setting, name),
                  fmt::format("it takes any of {}, or all", fmt::join(known, ", ")));
    }
  }
  std::vector<std::string> resolved;
  std::copy_if(known.begin(), known.end(), std::back_inserter(resolved), [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  });
  return resolved;
}

}  // namespace hm::sync
