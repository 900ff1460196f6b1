#include "sim/world.h"

#include <chrono>
#include <fstream>
#include <stdexcept>

namespace hubsim {
namespace {

// Seeded records were changed before 2026-01-01, whenever the program runs: one seed, one data set.
constexpr Millis kNewestSeeded = 1'767'225'600'000;
// US/Eastern in winter; account-info says the same.
constexpr Millis kUtcOffsetMs = -5LL * 3600 * 1000;

std::vector<ObjectType> Types() {
  return {{"contacts",
           "0-1",
           "CONTACT",
           "lastmodifieddate",
           "crm.objects.contacts.read",
           {"createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"}},
          {"companies",
           "0-2",
           "COMPANY",
           "hs_lastmodifieddate",
           "crm.objects.companies.read",
           {"createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"}},
          {"deals",
           "0-3",
           "DEAL",
           "hs_lastmodifieddate",
           "crm.objects.deals.read",
           {"amount", "closedate", "createdate", "dealname", "dealstage", "hs_lastmodifieddate",
            "hs_object_id", "pipeline"}},
          {"tickets",
           "0-5",
           "TICKET",
           "hs_lastmodifieddate",
           "tickets",
           {"content", "createdate", "hs_lastmodifieddate", "hs_object_id", "hs_pipeline",
            "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority", "subject"}},
          {"cars",
           "2-3465404",
           "CAR",
           "hs_lastmodifieddate",
           "crm.objects.custom.read",
           {"hs_createdate", "hs_lastmodifieddate", "hs_object_id"}}};
}

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

std::set<std::string> AllScopes() {
  std::set<std::string> scopes{"oauth", "tickets", "crm.objects.owners.read", "crm.objects.custom.read",
                               "crm.schemas.custom.read"};
  for (const char* object : {"contacts", "companies", "deals"}) {
    scopes.insert(std::string("crm.objects.") + object + ".read");
    scopes.insert(std::string("crm.schemas.") + object + ".read");
  }
  return scopes;
}

}  // namespace

World::World(const WorldOptions& options) {
  settings.scopes = AllScopes();
  ValueSettings values;
  values.seed = options.seed;
  values.awkward = static_cast<unsigned>(options.awkward * 10'000.0);
  for (ObjectType& type : Types()) {
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
    if (known.name == "cars" && type == "p" + std::to_string(settings.portal_id) + "_cars")
      return store.get();
  }
  return nullptr;
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
