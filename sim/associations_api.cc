// Associations v4 / 2026-09: batch read, labels, and those of one record.
#include "sim/api.h"
#include "sim/associations.h"

namespace hubsim {
namespace {

constexpr std::size_t kPage = 500;

// {"to":[…],"paging":…?}: the partners from `after` on, a page of them.
Json Partners(World& world, ObjectStore& from, Slot slot, ObjectStore& to, std::uint64_t after) {
  const Json known = AssociationTypes(from.Type().name, to.Type().name);
  Json list = Json::array();
  Json json;
  for (const Association& association : AssociationsOf(world, from, slot, to)) {
    if (association.to_id < after) continue;
    if (list.size() == kPage) {
      json["paging"] = {{"next", {{"after", std::to_string(association.to_id)}}}};
      break;
    }
    list.push_back(
        {{"toObjectId", association.to_id}, {"associationTypes", TypesJson(association.type_ids, known)}});
  }
  json["to"] = std::move(list);
  return json;
}

Json NoAssociations(const ObjectStore& from, const std::string& id) {
  return {{"status", "error"},
          {"category", "OBJECT_NOT_FOUND"},
          {"subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND"},
          {"message", "No " + from.Type().name + " associations found for " + id},
          {"context", {{"fromObjectId", Json::array({id})}}}};
}

Reply BatchRead(World& world, ObjectStore& from, ObjectStore& to, const Request& request) {
  const Json body = Json::parse(request.body);
  const std::uint64_t most = world.settings.association_inputs;
  if (body.at("inputs").size() > most)
    return ValidationError(world, "at most " + std::to_string(most) + " inputs are allowed");
  Json results = Json::array();
  Json errors = Json::array();
  for (const Json& input : body.at("inputs")) {
    const auto id = input.at("id").get<std::string>();
    const auto number = ParseUnsigned(id);
    const auto slot = number ? from.Find(*number, false) : std::nullopt;
    const std::uint64_t after = ParseUnsigned(input.value("after", "0")).value_or(0);
    Json partners = slot ? Partners(world, from, *slot, to, after) : Json{{"to", Json::array()}};
    if (partners["to"].empty()) {
      errors.push_back(NoAssociations(from, id));
      continue;
    }
    Json result{{"from", {{"id", id}}}};
    result.update(partners);
    results.push_back(std::move(result));
  }
  const std::string now = Iso(world.Now());
  Json json{
      {"status", "COMPLETE"}, {"results", std::move(results)}, {"startedAt", now}, {"completedAt", now}};
  if (errors.empty()) return JsonReply(json);
  json["numErrors"] = errors.size();
  json["errors"] = std::move(errors);
  return JsonReply(json, 207);
}

Reply OfRecord(World& world, const Request& request, const Route& route) {
  ObjectStore* from = world.Find(route.rest[0]);
  ObjectStore* to = world.Find(route.rest[3]);
  if (from == nullptr || to == nullptr) return ValidationError(world, "Unable to infer object type");
  const auto number = ParseUnsigned(route.rest[1]);
  const auto slot = number ? from->Find(*number, false) : std::nullopt;
  if (!slot) return NotFound(world, "Object not found");
  const std::uint64_t after = ParseUnsigned(request.Query("after").value_or("0")).value_or(0);
  Json partners = Partners(world, *from, *slot, *to, after);
  Json json{{"results", partners["to"]}};
  if (partners.contains("paging")) json["paging"] = partners["paging"];
  return JsonReply(json);
}

}  // namespace

Reply HandleAssociations(World& world, const Request& request, const Route& route) {
  if (route.api == "record-associations") return OfRecord(world, request, route);
  if (route.rest.size() < 3) return NotFound(world, "No such resource");
  ObjectStore* from = world.Find(route.rest[0]);
  ObjectStore* to = world.Find(route.rest[1]);
  if (from == nullptr || to == nullptr) return ValidationError(world, "Unable to infer object type");
  if (auto refusal = RequireScope(world, {from->Type().read_scope})) return *std::move(refusal);
  if (auto refusal = RequireScope(world, {to->Type().read_scope})) return *std::move(refusal);
  if (route.rest[2] == "labels") {
    const bool none = from == to && !world.settings.own_type_associations;
    return JsonReply(
        {{"results", none ? Json::array() : AssociationTypes(from->Type().name, to->Type().name)}});
  }
  return BatchRead(world, *from, *to, request);
}

}  // namespace hubsim
