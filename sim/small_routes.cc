// Properties, pipelines, owners, schemas, account, token, usage and limits.
#include <algorithm>
#include <cctype>

#include "sim/api.h"
#include "sim/owners.h"

namespace hubsim {
namespace {

Reply Results(Json list) { return JsonReply({{"results", std::move(list)}}); }

std::optional<Reply> SchemaScope(const World& world, const ObjectType& type) {
  std::vector<std::string> any{type.read_scope, "crm.schemas." + type.name + ".read"};
  if (!type.schema_name.empty()) any = {"crm.objects.custom.read", "crm.schemas.custom.read"};
  return RequireScope(world, any);
}

Reply Pipelines(World& world, const Route& route) {
  ObjectStore* store = route.rest.empty() ? nullptr : world.Find(route.rest[0]);
  if (store == nullptr) return ValidationError(world, "Unable to infer object type");
  if (auto refusal = SchemaScope(world, store->Type())) return *std::move(refusal);
  const Json& list = world.pipelines[store->Type().name];
  if (route.rest.size() == 1) return Results(list);
  for (const Json& pipeline : list) {
    if (pipeline["id"] != route.rest[1]) continue;
    return route.rest.size() == 2 ? JsonReply(pipeline) : Results(pipeline["stages"]);
  }
  return NotFound(world, "Pipeline not found: " + route.rest[1]);
}

Reply Owners(World& world, const Request& request, const Route& route) {
  if (auto refusal = RequireScope(world, {"crm.objects.owners.read"})) return *std::move(refusal);
  const bool archived = request.Flag("archived");
  Json all = Json::array();
  for (const Json& owner : world.owners) {
    if (owner["archived"] == archived) all.push_back(owner);
  }
  if (!route.rest.empty()) {
    for (const Json& owner : all) {
      if (owner["id"] == route.rest[0]) return JsonReply(owner);
    }
    return NotFound(world, "Owner not found: " + route.rest[0]);
  }
  const auto limit = ParseUnsigned(request.Query("limit").value_or("100"));
  if (!limit || *limit == 0 || *limit > 500) return ValidationError(world, "limit must be between 1 and 500");
  const std::size_t after = ParseUnsigned(request.Query("after").value_or("0")).value_or(0);
  const std::uint64_t most = world.settings.list_page_rows;
  const std::uint64_t rows = most == 0 ? *limit : std::min(*limit, most);
  Json page = Json::array();
  std::size_t at = std::min<std::size_t>(after, all.size());
  while (at < all.size() && page.size() < rows) page.push_back(all[at++]);
  Json json{{"results", std::move(page)}};
  if (at < all.size()) json["paging"] = {{"next", {{"after", std::to_string(at)}}}};
  return JsonReply(json);
}

// "CONTACT" or "contacts" as a label: "Contact", "Contacts".
std::string LabelOf(std::string name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    name[i] = static_cast<char>(i == 0 ? std::toupper(c) : std::tolower(c));
  }
  return name;
}

std::string PrimaryDisplay(const std::string& object) {
  if (object == "contacts") return "firstname";
  if (object == "deals") return "dealname";
  return object == "tickets" ? "subject" : "name";
}

// Of a custom object, or, as HubSpot answers when asked by name, of a standard one.
Json SchemaJson(const World& world, const ObjectStore& store) {
  const ObjectType& type = store.Type();
  const bool custom = type.type_id.starts_with("2-");
  Json properties = Json::array();
  for (std::size_t i = 0; i < store.Properties().Size(); ++i) {
    properties.push_back(DefinitionJson(store.Properties().At(i)));
  }
  const std::string primary = PrimaryDisplay(type.name);
  return {{"labels", {{"singular", LabelOf(type.singular)}, {"plural", LabelOf(type.name)}}},
          {"requiredProperties", custom ? Json::array({primary}) : Json::array()},
          {"searchableProperties", Json::array({primary})},
          {"primaryDisplayProperty", primary},
          {"secondaryDisplayProperties", Json::array()},
          {"allowsSensitiveProperties", false},
          {"archived", false},
          {"restorable", true},
          {"metaType", custom ? "PORTAL_SPECIFIC" : "HUBSPOT"},
          {"id", type.type_id.substr(2)},
          {"fullyQualifiedName", custom ? world.QualifiedName(type) : type.singular},
          {"createdAt", "2024-02-01T08:00:00.123Z"},
          {"updatedAt", "2024-02-01T08:00:00.123Z"},
          {"objectTypeId", type.type_id},
          {"properties", std::move(properties)},
          {"associations", Json::array()},
          {"name", custom ? type.schema_name : type.singular}};
}

Reply Schemas(World& world, const Request& request, const Route& route) {
  if (!route.rest.empty()) {
    const ObjectStore* store = world.Find(route.rest[0]);
    if (store == nullptr) return NotFound(world, "Unable to infer object type from: " + route.rest[0]);
    if (auto refusal = SchemaScope(world, store->Type())) return *std::move(refusal);
    return JsonReply(SchemaJson(world, *store));
  }
  if (auto refusal = RequireScope(world, {"crm.schemas.custom.read", "crm.objects.custom.read"}))
    return *std::move(refusal);
  Json list = Json::array();
  for (const auto& store : world.Stores()) {
    if (!store->Type().schema_name.empty() && !request.Flag("archived")) {
      list.push_back(SchemaJson(world, *store));
    }
  }
  return Results(std::move(list));
}

Reply Account(World& world, const Route& route) {
  if (route.rest == std::vector<std::string>{"details"}) {
    return JsonReply({{"portalId", world.settings.portal_id},
                      {"accountType", "DEVELOPER_TEST"},
                      {"timeZone", "US/Eastern"},
                      {"companyCurrency", "USD"},
                      {"additionalCurrencies", Json::array({"EUR"})},
                      {"utcOffset", "-05:00"},
                      {"utcOffsetMilliseconds", -18'000'000},
                      {"uiDomain", "app.hubspot.com"},
                      {"dataHostingLocation", "na1"}});
  }
  const Millis reset = (world.AccountDay() + 1) * 86'400'000 + 18'000'000;
  return Results(Json::array({{{"name", "private-apps-api-calls-daily"},
                               {"usageLimit", world.limiter.limits.daily},
                               {"currentUsage", world.limiter.daily_used},
                               {"collectedAt", Iso(world.Now())},
                               {"fetchStatus", "SUCCESS"},
                               {"resetsAt", Iso(reset)}}}));
}

Reply TokenInfo(World& world, const Request& request) {
  const Json body = Json::parse(request.body);
  if (world.settings.oauth || body.value("tokenKey", "") != world.settings.token)
    return NotFound(world, "Token not found");
  return JsonReply({{"userId", 2'620'022},
                    {"hubId", world.settings.portal_id},
                    {"appId", 1'160'452},
                    {"scopes", world.settings.scopes}});
}

Reply RecordLimits(World& world) {
  Json list = Json::array();
  for (const auto& store : world.Stores()) {
    list.push_back({{"objectTypeId", store->Type().type_id},
                    {"singularLabel", store->Type().singular},
                    {"pluralLabel", store->Type().name},
                    {"limit", 15'000'000},
                    {"usage", store->Live().size()},
                    {"percentage", 0}});
  }
  Json json{{"hubspotDefinedObjectTypes", std::move(list)}};
  json["customObjectTypes"] = {{"byObjectType", Json::array()},
                               {"overallLimit", 1'500'000},
                               {"overallPercentage", 0},
                               {"overallUsage", world.Find("cars")->Live().size()}};
  return JsonReply(json);
}

}  // namespace

Reply HandleProperties(World& world, const Request& request, const Route& route) {
  ObjectStore* store = route.rest.empty() ? nullptr : world.Find(route.rest[0]);
  if (store == nullptr) return ValidationError(world, "Unable to infer object type");
  if (auto refusal = SchemaScope(world, store->Type())) return *std::move(refusal);
  const Catalogue& catalogue = store->Properties();
  const bool archived = request.Flag("archived");
  if (route.rest.size() == 2) {
    const auto index = catalogue.Find(route.rest[1]);
    if (!index || catalogue.At(*index).archived_at.has_value() != archived) {
      return NotFound(world, "Property " + route.rest[1] + " does not exist");
    }
    return JsonReply(DefinitionJson(catalogue.At(*index)));
  }
  const std::string sensitivity = request.Query("dataSensitivity").value_or("non_sensitive");
  if (sensitivity != "non_sensitive" && world.settings.sensitive_lists_need_scope) {
    if (auto refusal = SensitiveRefusal(world, store->Type(), {sensitivity})) return *std::move(refusal);
  }
  Json list = Json::array();
  for (std::size_t i = 0; i < catalogue.Size(); ++i) {
    const Property& property = catalogue.At(i);
    if (property.sensitivity != sensitivity || property.archived_at.has_value() != archived) continue;
    list.push_back(DefinitionJson(property));
  }
  return Results(std::move(list));
}

Reply HandleSmallRoutes(World& world, const Request& request, const Route& route) {
  if (route.api == "pipelines") return Pipelines(world, route);
  if (route.api == "owners") return Owners(world, request, route);
  if (route.api == "schemas") return Schemas(world, request, route);
  if (route.api == "account-info") return Account(world, route);
  if (route.api == "token-info") return TokenInfo(world, request);
  if (route.api == "limits") return RecordLimits(world);
  return NotFound(world, "No such resource: " + request.method + " " + request.url.substr(0, 200));
}

}  // namespace hubsim
