#include "sync/object_types.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/error.h"

namespace hm::sync {
namespace {

using enum CellKind;

constexpr auto kContactColumns = std::to_array<TypedColumn>({
    {"email", "email", kText, "VARCHAR(255)", true},
    {"firstname", "firstname", kText, "VARCHAR(255)"},
    {"lastname", "lastname", kText, "VARCHAR(255)"},
    {"phone", "phone", kText, "VARCHAR(50)"},
    {"company", "company", kText, "VARCHAR(255)"},
    {"website", "website", kText, "VARCHAR(255)"},
    {"lifecyclestage", "lifecyclestage", kText, "VARCHAR(100)"},
    {"jobtitle", "jobtitle", kText, "VARCHAR(255)"},
});

constexpr auto kDealColumns = std::to_array<TypedColumn>({
    {"dealname", "dealname", kText, "VARCHAR(255)"},
    {"dealstage", "dealstage", kText, "VARCHAR(100)", true},
    {"pipeline", "pipeline", kText, "VARCHAR(100)", true},
    {"amount", "amount", kDecimal, "DECIMAL(15,2)"},
    {"closedate", "closedate", kDateTime, "DATETIME"},
    {"hubspot_owner_id", "hubspot_owner_id", kText, "VARCHAR(50)"},
    {"dealtype", "dealtype", kText, "VARCHAR(100)"},
});

std::vector<std::string> KnownNames() {
  std::vector<std::string> names;
  for (const ObjectType& type : ObjectTypes()) {
    names.emplace_back(type.name);
  }
  names.emplace_back(kPipelines);
  return names;
}

}  // namespace

const std::vector<ObjectType>& ObjectTypes() {
  static const std::vector<ObjectType> types{
      {"contacts", "hubspot_contacts", "lastmodifieddate", "createdate", "crm.objects.contacts.read",
       kContactColumns},
      {"deals", "hubspot_deals", "hs_lastmodifieddate", "createdate", "crm.objects.deals.read", kDealColumns},
  };
  return types;
}

const ObjectType* FindObjectType(std::string_view name) {
  const auto& types = ObjectTypes();
  const auto found =
      std::find_if(types.begin(), types.end(), [&](const ObjectType& t) { return t.name == name; });
  return found == types.end() ? nullptr : &*found;
}

std::vector<std::string> ResolveObjects(const std::vector<std::string>& wanted, std::string_view setting) {
  const std::vector<std::string> known = KnownNames();
  for (const std::string& name : wanted) {
    if (name != "all" && std::find(known.begin(), known.end(), name) == known.end()) {
      throw Error(ErrorKind::kConfig,
                  fmt::format("{} names \"{}\", which this version cannot sync", setting, name),
                  fmt::format("it takes any of {}, or all", fmt::join(known, ", ")));
    }
  }
  std::vector<std::string> resolved;
  for (const std::string& name : known) {
    const auto is = [&](const std::string& w) { return w == name || w == "all"; };
    if (std::any_of(wanted.begin(), wanted.end(), is)) {
      resolved.push_back(name);
    }
  }
  return resolved;
}

}  // namespace hm::sync
