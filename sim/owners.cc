#include "sim/owners.h"

#include <array>

namespace hubsim {
namespace {

struct Owner {
  std::string_view id;
  std::string_view first;
  std::string_view last;
  bool archived;
  bool team;
};

constexpr std::array<Owner, 9> kOwners{{
    {"41629001", "Nora", "Lindqvist", false, true},
    {"41629002", "Samuel", "Adeyemi", false, true},
    {"41629003", "Clara", "Weiß", false, false},
    {"41629004", "José", "Ramírez", false, false},
    {"1153009211", "Mina", "Park", false, true},
    {"1153009212", "", "", false, false},
    {"77000001", "Gone", "Person", true, false},
    {"77000002", "", "", true, false},
    {"77000003", "Old", "Queue", true, false},
}};

Json OwnerJson(const Owner& owner) {
  const std::string id(owner.id);
  Json json{{"id", id},
            {"email", "owner" + id + "@simulated.example"},
            {"type", "PERSON"},
            {"firstName", owner.first},
            {"lastName", owner.last}};
  const auto user = std::stoll(id) + 7;
  json["userId"] = owner.archived ? Json() : Json(user);
  json["userIdIncludingInactive"] = user;
  json["createdAt"] = "2021-03-01T09:30:00Z";
  json["updatedAt"] = "2025-05-14T11:02:33.120Z";
  json["archived"] = owner.archived;
  if (owner.team) json["teams"] = Json::array({{{"id", "368001"}, {"name", "Sales"}, {"primary", true}}});
  return json;
}

}  // namespace

std::string_view SeededOwnerId(std::uint64_t hash) { return kOwners[hash % kOwners.size()].id; }

Json SeededOwners() {
  Json list = Json::array();
  for (const Owner& owner : kOwners) list.push_back(OwnerJson(owner));
  return list;
}

void EditOwner(Json& owners, const Json& edit) {
  for (Json& owner : owners) {
    if (owner["id"] != edit.at("id")) continue;
    owner.update(edit);
    if (owner["archived"] == true) owner["userId"] = nullptr;
    return;
  }
  const std::string id = edit.at("id").get<std::string>();
  Json owner = OwnerJson({id, "New", "Owner", false, false});
  owner.update(edit);
  owners.push_back(std::move(owner));
}

}  // namespace hubsim
