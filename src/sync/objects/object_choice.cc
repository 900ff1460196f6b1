#include "sync/objects/object_choice.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

#include "base/nearest.h"
#include "mariadb/ddl.h"

namespace hm::sync {
namespace {

constexpr std::string_view kAll = "all";

bool Contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsWhole(std::string_view name) { return name == kPipelines || name == kOwners; }

bool IsStandard(const ObjectCatalogue& catalogue, const std::string& name) {
  const ObjectType* const type = catalogue.Find(name);
  return IsWhole(name) || (type != nullptr && !type->is_custom());
}

// Everything that can be synced, in the order of the schedule.
std::vector<std::string> KnownNames(const ObjectCatalogue& catalogue) {
  std::vector<std::string> names;
  for (const ObjectType& type : catalogue.types()) {
    names.push_back(type.name);
  }
  names.emplace_back(kOwners);
  names.emplace_back(kPipelines);
  return names;
}

std::vector<std::string> InOrder(const ObjectCatalogue& catalogue, const std::set<std::string>& names) {
  const std::vector<std::string> known = KnownNames(catalogue);
  std::vector<std::string> ordered;
  std::copy_if(known.begin(), known.end(), std::back_inserter(ordered),
               [&](const std::string& name) { return names.contains(name); });
  std::copy_if(names.begin(), names.end(), std::back_inserter(ordered),
               [&](const std::string& name) { return !Contains(known, name); });
  return ordered;
}

// One record's worth of a question, which HubSpot answers if it answers any.
void Probe(const ObjectCatalogue& catalogue, const std::string& name, hubspot::Client& client,
           const std::stop_token& stop) {
  if (name == kOwners) {
    client.ListOwners(false, stop);
  } else if (name == kPipelines) {
    client.ListPipelines(catalogue.Find("deals")->path, stop);
  } else {
    hubspot::RecordPage page;
    client.ListRecords({catalogue.Find(name)->path, {}, "", false, 1}, page, stop);
  }
}

// What the account has: a custom object that HubSpot lists no longer is not of it.
std::vector<std::string> NamesInAccount(const ObjectCatalogue& catalogue,
                                        const std::set<std::string>& listed) {
  std::vector<std::string> names = KnownNames(catalogue);
  std::erase_if(
      names, [&](const std::string& name) { return !IsStandard(catalogue, name) && !listed.contains(name); });
  return names;
}

std::string DidYouMean(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = Nearest(name, {known.begin(), known.end()});
  return near.empty() ? "" : fmt::format("did you mean {}? ", near);
}

Error Unknown(const ObjectCatalogue& catalogue, const WantedObjects& wanted, const std::string& name) {
  const std::vector<std::string> known = KnownNames(catalogue);
  return {ErrorKind::kConfig, ErrorCode::kUnknownObject,
          fmt::format("{} names \"{}\", which is no object of this account", wanted.setting, name),
          fmt::format("{}it takes any of {}, or all", DidYouMean(name, known), fmt::join(known, ", "))};
}

// Misspelt, or a custom object that the token may not list: nobody can tell which.
Error NotFound(const ObjectCatalogue& catalogue, const WantedObjects& wanted, const std::string& name,
               const Error& no_schemas) {
  const std::vector<std::string> known = KnownNames(catalogue);
  return {no_schemas.kind(), no_schemas.code(),
          fmt::format("{} names \"{}\": no standard object is called so, and the account's own cannot be "
                      "listed: {}",
                      wanted.setting, name, no_schemas.what()),
          fmt::format("{}correct it to one of {}; or, for an object of your own, {}", DidYouMean(name, known),
                      fmt::join(known, ", "), no_schemas.hint())};
}

// The names that were given, as tables have them. What cannot be looked up for want of a scope is refused.
std::set<std::string> NamedObjects(const ObjectCatalogue& catalogue, const WantedObjects& wanted,
                                   const std::optional<Error>& no_schemas, Choice& choice) {
  std::set<std::string> names;
  for (const std::string& name : wanted.names) {
    const ObjectType* const type = catalogue.FindWanted(name);
    if (type != nullptr || IsWhole(name)) {
      names.insert(type != nullptr ? type->name : name);
    } else if (name != kAll && no_schemas && !name.empty() && name.size() <= ObjectType::kLongestName) {
      names.insert(name);
      choice.refused.emplace(name, NotFound(catalogue, wanted, name, *no_schemas));
    } else if (name != kAll) {
      throw Unknown(catalogue, wanted, name);
    }
  }
  return names;
}

// What is in the account and the token may read, asked one by one: what a scope opens is for HubSpot to say.
void AddReadable(const ObjectCatalogue& catalogue, const std::set<std::string>& listed,
                 hubspot::Client& client, const std::stop_token& stop, std::set<std::string>& names,
                 Choice& choice) {
  for (const std::string& name : NamesInAccount(catalogue, listed)) {
    try {
      if (!names.contains(name)) {
        Probe(catalogue, name, client, stop);
        names.insert(name);
      }
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kScope) {
        throw;
      }
      choice.passed_over.emplace_back(name, e);
    }
  }
}

}  // namespace

Choice ChooseObjects(ObjectCatalogue& catalogue, const WantedObjects& wanted, hubspot::Client& client,
                     const std::stop_token& stop) {
  Choice choice;
  std::set<std::string> listed;
  std::optional<Error> no_schemas;
  const auto standard = [&](const std::string& name) { return IsStandard(catalogue, name); };
  if (!std::all_of(wanted.names.begin(), wanted.names.end(), standard)) {
    try {
      for (const hubspot::ObjectSchema& schema : client.ListSchemas(stop)) {
        listed.insert(catalogue.AddCustom(schema.type_id, schema.name, schema.qualified_name).name);
      }
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kScope) {
        throw;
      }
      no_schemas = e;
    }
  }
  std::set<std::string> names = NamedObjects(catalogue, wanted, no_schemas, choice);
  if (Contains(wanted.names, kAll)) {
    AddReadable(catalogue, listed, client, stop, names, choice);
    if (no_schemas) {
      choice.passed_over.emplace_back("custom objects", *no_schemas);
    }
    if (names.empty()) {
      throw Error(ErrorKind::kScope, "the token may read no object at all",
                  choice.passed_over.front().second.hint());
    }
  }
  choice.objects = InOrder(catalogue, names);
  return choice;
}

std::set<std::string, std::less<>> ChooseHistory(ObjectCatalogue& catalogue, const WantedObjects& wanted,
                                                 hubspot::Client& client, const std::stop_token& stop) {
  std::set<std::string, std::less<>> chosen;
  WantedObjects unknown{{}, wanted.setting};
  for (const std::string& name : wanted.names) {
    if (IsWhole(name)) {
      throw Error(ErrorKind::kConfig, ErrorCode::kUnknownObject,
                  fmt::format("{} names \"{}\", of which no changes can be kept", wanted.setting, name),
                  "it takes objects that have records, such as contacts and deals, or all");
    }
    if (const ObjectType* const type = catalogue.FindWanted(name)) {
      chosen.insert(type->name);
    } else if (name != kAll) {
      unknown.names.push_back(name);
    } else {
      for (const ObjectType& known : catalogue.types()) {
        chosen.insert(known.name);
      }
    }
  }
  if (!unknown.names.empty()) {
    const Choice choice = ChooseObjects(catalogue, unknown, client, stop);
    chosen.insert(choice.objects.begin(), choice.objects.end());
  }
  return chosen;
}

std::vector<std::string> StoredObjects(mariadb::Connection& connection, const ObjectCatalogue& catalogue,
                                       const WantedObjects& wanted) {
  std::set<std::string> names;
  for (const std::string& name : wanted.names) {
    const ObjectType* const type = catalogue.FindWanted(name);
    if (name != kAll) {
      names.insert(type != nullptr ? type->name : name);
    } else if (mariadb::ReadTable(connection, "sync_state")) {
      mariadb::Result rows = connection.Query("SELECT object_type FROM sync_state");
      while (rows.Next()) {
        if (catalogue.Find(rows.String(0)) != nullptr || IsWhole(rows.String(0))) {
          names.insert(rows.String(0));
        }
      }
    }
  }
  return InOrder(catalogue, names);
}

}  // namespace hm::sync
