#include "sim/world.h"

#include <chrono>
#include <fstream>
#include <stdexcept>

#include "sim/object_types.h"
#include "sim/owners.h"

namespace hubsim {
namespace {

// Seeded records were changed before 2026-01-01, whenever the program runs: one seed, one data set.
constexpr Millis kNewestSeeded = 1'767'225'600'000;
// US/Eastern in winter; account-info says the same.
constexpr Millis kUtcOffsetMs = -5LL * 3600 * 1000;

Catalogue LoadCatalogue(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read catalogue " + path);
  const Json json = Json::parse(file);
  Catalogue catalogue;
  for (const Json& definition : json.is_array() ? json : json.at("results")) {
    Property property = DefinitionFrom(definition);
    property.fill = definition.value("fill", 20U);
    catalogue.Add(std::move(property));
  }
  return catalogue;
}

}  // namespace

World::World(const WorldOptions& options) {
  settings.scopes = AllScopes();
  owners = SeededOwners();
  ValueSettings values;
  values.seed = options.seed;
  values.awkward = static_cast<unsigned>(options.awkward * 10'000.0);
  for (ObjectType& type : AccountTypes()) {
    const std::string name = type.name;
    pipelines[name] = SeededPipelines(name);
    const auto file = options.catalogue_files.find(name);
    Catalogue catalogue = file == options.catalogue_files.end() ? BuildCatalogue(name, options.small)
                                                                : LoadCatalogue(file->second);
    stores_.push_back(std::make_unique<ObjectStore>(std::move(type), std::move(catalogue), values));
    const auto count = options.counts.find(name);
    if (count != options.counts.end()) stores_.back()->Seed(count->second, kNewestSeeded);
  }
}

ObjectStore* World::Find(std::string_view type) {
  for (const auto& store : stores_) {
    const ObjectType& known = store->Type();
    if (type == known.name || type == known.type_id || Lower(type) == Lower(known.singular))
      return store.get();
    if (!known.schema_name.empty() && type == QualifiedName(known)) return store.get();
  }
  return nullptr;
}

std::string World::QualifiedName(const ObjectType& type) const {
  return "p" + std::to_string(settings.portal_id) + "_" + type.schema_name;
}

void World::Remake(ObjectStore& store, const std::string& type_id) {
  ObjectType type = store.Type();
  type.type_id = type_id;
  for (auto& held : stores_) {
    if (held.get() != &store) continue;
    held = std::make_unique<ObjectStore>(std::move(type), store.Properties(), store.Values());
    return;
  }
}

Millis World::RealNow() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Millis World::Now() const { return RealNow() + settings.clock_offset_ms; }

void World::PurgeExpired(ObjectStore& store) const {
  constexpr Millis kDay = 86'400'000;
  store.PurgeArchivedBefore(Now() - settings.archived_days * kDay);
}

std::int64_t World::AccountDay() const { return (Now() + kUtcOffsetMs) / 86'400'000; }

}  // namespace hubsim
