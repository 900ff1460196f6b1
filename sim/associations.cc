#include "sim/associations.h"

#include <algorithm>
#include <array>

namespace hubsim {
namespace {

struct TypePair {
  std::string_view from;
  std::string_view to;
  int primary;  // 0: none
  int plain;
};

// hubspot-api.md §8; of records of one type with each other, and of a custom object.
constexpr std::array<TypePair, 18> kTypes{{
    {"contacts", "companies", 1, 279},
    {"companies", "contacts", 2, 280},
    {"deals", "companies", 5, 341},
    {"companies", "deals", 6, 342},
    {"deals", "contacts", 0, 3},
    {"contacts", "deals", 0, 4},
    {"contacts", "tickets", 0, 15},
    {"tickets", "contacts", 0, 16},
    {"companies", "tickets", 25, 340},
    {"tickets", "companies", 26, 339},
    {"deals", "tickets", 0, 27},
    {"tickets", "deals", 0, 28},
    {"contacts", "contacts", 0, 449},
    {"companies", "companies", 0, 450},
    {"deals", "deals", 0, 451},
    {"tickets", "tickets", 0, 452},
    {"cars", "contacts", 0, 101},
    {"contacts", "cars", 0, 102},
}};
constexpr int kLabelled = 28'001;

const TypePair* FindPair(std::string_view from, std::string_view to) {
  for (const TypePair& pair : kTypes) {
    if (pair.from == from && pair.to == to) return &pair;
  }
  return nullptr;
}

// Records of the object with the higher rank each belong to one record of the lower.
int Rank(std::string_view object) {
  constexpr std::array<std::string_view, 4> kOrder{"companies", "contacts", "deals", "tickets"};
  return static_cast<int>(std::ranges::find(kOrder, object) - kOrder.begin());
}

std::vector<int> TypesOf(const TypePair& pair, bool labelled) {
  std::vector<int> types;
  if (pair.primary != 0) types.push_back(pair.primary);
  types.push_back(pair.plain);
  if (labelled) types.push_back(kLabelled);
  return types;
}

void AddSeeded(const ObjectStore& from, Slot slot, const ObjectStore& to, std::vector<Association>& list) {
  const TypePair* pair = FindPair(from.Type().name, to.Type().name);
  const std::size_t many = from.SeededCount();
  const std::size_t other = to.SeededCount();
  if (pair == nullptr || pair->from == pair->to || slot >= many || other == 0) return;
  const auto add = [&](std::size_t target, std::size_t labelled_by) {
    const Record& record = to.At(static_cast<Slot>(target));
    if (record.fate != Fate::kPresent || record.archived_at != 0) return;
    list.push_back({record.id, TypesOf(*pair, labelled_by % 10 == 0)});
  };
  if (Rank(from.Type().name) > Rank(to.Type().name)) {
    add(slot % other, slot);
    return;
  }
  for (std::size_t target = slot; target < other; target += many) add(target, target);
}

void ApplyEdits(const World& world, const std::string& from, std::uint64_t from_id, const std::string& to,
                std::vector<Association>& list) {
  for (const AssociationEdit& edit : world.associations) {
    const bool forward = edit.from == from && edit.to == to && edit.from_id == from_id;
    const bool backward = edit.from == to && edit.to == from && edit.to_id == from_id;
    if (!forward && !backward) continue;
    const std::uint64_t id = forward ? edit.to_id : edit.from_id;
    std::erase_if(list, [&](const Association& entry) { return entry.to_id == id; });
    if (edit.removed) continue;
    const TypePair* pair = FindPair(from, to);
    std::vector<int> types = edit.type_ids;
    if (types.empty()) types.push_back(pair != nullptr ? pair->plain : 1000);
    list.push_back({id, std::move(types)});
  }
}

}  // namespace

std::vector<Association> AssociationsOf(World& world, ObjectStore& from, Slot slot, ObjectStore& to) {
  std::vector<Association> list;
  AddSeeded(from, slot, to, list);
  ApplyEdits(world, from.Type().name, from.At(slot).id, to.Type().name, list);
  // Whoever is archived, merged or erased is associated with nobody.
  std::erase_if(list, [&](const Association& entry) { return !to.Find(entry.to_id, false); });
  std::ranges::sort(list, [](const Association& a, const Association& b) { return a.to_id < b.to_id; });
  return list;
}

Json AssociationTypes(const std::string& from, const std::string& to) {
  Json list = Json::array();
  const TypePair* pair = FindPair(from, to);
  if (pair == nullptr) return list;
  if (pair->primary != 0) {
    list.push_back({{"category", "HUBSPOT_DEFINED"}, {"typeId", pair->primary}, {"label", "Primary"}});
  }
  list.push_back({{"category", "HUBSPOT_DEFINED"}, {"typeId", pair->plain}, {"label", nullptr}});
  list.push_back({{"category", "USER_DEFINED"}, {"typeId", kLabelled}, {"label", "Billing contact"}});
  return list;
}

Json TypesJson(const std::vector<int>& ids, const Json& known) {
  Json list = Json::array();
  for (const int id : ids) {
    Json entry{{"category", "HUBSPOT_DEFINED"}, {"typeId", id}, {"label", nullptr}};
    for (const Json& type : known) {
      if (type["typeId"] == id) entry = type;
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json AssociationTruth(World& world, ObjectStore& from, ObjectStore& to) {
  const Json known = AssociationTypes(from.Type().name, to.Type().name);
  Json list = Json::array();
  for (const IdSlot& entry : from.Live()) {
    for (const Association& association : AssociationsOf(world, from, entry.slot, to)) {
      for (Json type : TypesJson(association.type_ids, known)) {
        type["fromId"] = std::to_string(entry.id);
        type["toId"] = std::to_string(association.to_id);
        list.push_back(std::move(type));
      }
    }
  }
  return list;
}

std::string InlineTypeName(const ObjectType& from, const ObjectType& to, int type_id) {
  const std::string base = Lower(from.singular) + "_to_" + Lower(to.singular);
  const TypePair* pair = FindPair(from.name, to.name);
  if (type_id == kLabelled) return "billing_contact";
  return pair != nullptr && pair->primary != 0 && type_id == pair->plain ? base + "_unlabeled" : base;
}

}  // namespace hubsim
