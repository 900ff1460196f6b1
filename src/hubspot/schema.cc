#include "hubspot/schema.h"

#include <charconv>
#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "hubspot/timestamps.h"

namespace hm::hubspot {
namespace {

using Json = nlohmann::json;

[[noreturn]] void Unexpected(std::string_view what) {
  throw Error(ErrorKind::kRetry, "unexpected answer: " + std::string(what));
}

Json ParseObject(std::string_view text) {
  Json body = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) {
    Unexpected("not a JSON object");
  }
  return body;
}

// Bad text must not end the sync of a whole account, so dumping replaces it.
std::string Dump(const Json& value) { return value.dump(-1, ' ', false, Json::error_handler_t::replace); }

// Text of a scalar, "" if missing or null.
std::string Text(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) {
    return {};
  }
  return found->is_string() ? found->get<std::string>() : Dump(*found);
}

std::optional<std::int64_t> Integer(const Json& object, const char* key) {
  const std::string text = Text(object, key);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

bool Flag(const Json& object, const char* key) { return Text(object, key) == "true"; }

std::optional<std::int64_t> Time(const Json& object, const char* key) {
  return ParseTimestampMillis(Text(object, key));
}

const Json* Array(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? &*found : nullptr;
}

template <typename T>
std::vector<T> Objects(const Json& array, const char* name, T (*read)(const Json&)) {
  std::vector<T> out;
  for (const Json& item : array) {
    if (!item.is_object()) {
      Unexpected(std::string("an entry of `") + name + "` is not an object");
    }
    out.push_back(read(item));
  }
  return out;
}

template <typename T>
std::vector<T> Results(std::string_view text, T (*read)(const Json&)) {
  const Json body = ParseObject(text);
  const Json* results = Array(body, "results");
  if (results == nullptr) {
    Unexpected("no array `results`");
  }
  return Objects(*results, "results", read);
}

std::string Required(const Json& object, const char* key) {
  std::string text = Text(object, key);
  if (text.empty()) {
    Unexpected(std::string("an entry has no `") + key + "`");
  }
  return text;
}

std::int64_t RequiredInteger(const Json& object, const char* key) {
  const auto value = Integer(object, key);
  if (!value) {
    Unexpected(std::string("no `") + key + "`");
  }
  return *value;
}

// What definitions of every kind have.
template <typename T>
T ToDefinition(const Json& item) {
  T out;
  out.label = Text(item, "label");
  out.display_order = Integer(item, "displayOrder").value_or(0);
  out.archived = Flag(item, "archived");
  return out;
}

PropertyOption ToOption(const Json& item) {
  return {.value = Text(item, "value"),
          .label = Text(item, "label"),
          .display_order = Integer(item, "displayOrder").value_or(0),
          .hidden = Flag(item, "hidden")};
}

PropertyDefinition ToProperty(const Json& item) {
  auto out = ToDefinition<PropertyDefinition>(item);
  out.name = Required(item, "name");
  out.type = Text(item, "type");
  out.field_type = Text(item, "fieldType");
  out.group = Text(item, "groupName");
  out.description = Text(item, "description");
  out.calculated = Flag(item, "calculated");
  out.hidden = Flag(item, "hidden");
  out.hubspot_defined = Flag(item, "hubspotDefined");
  out.has_unique_value = Flag(item, "hasUniqueValue");
  out.external_options = Flag(item, "externalOptions");
  out.sensitivity = Text(item, "dataSensitivity");
  if (const Json* options = Array(item, "options")) {
    out.options = Objects(*options, "options", ToOption);
  }
  return out;
}

// What pipelines and stages have.
template <typename T>
T ToPipelinePart(const Json& item) {
  T out = ToDefinition<T>(item);
  out.id = Required(item, "id");
  out.created_at_ms = Time(item, "createdAt");
  out.updated_at_ms = Time(item, "updatedAt");
  return out;
}

PipelineStage ToStage(const Json& item) {
  auto out = ToPipelinePart<PipelineStage>(item);
  out.metadata_json = "{}";
  const auto metadata = item.find("metadata");
  if (metadata == item.end() || !metadata->is_object()) {
    return out;
  }
  out.metadata_json = Dump(*metadata);
  if (std::string probability = Text(*metadata, "probability"); !probability.empty()) {
    out.probability = std::move(probability);
  }
  const std::string closed = Text(*metadata, "isClosed");
  if (closed == "true" || closed == "false") {
    out.is_closed = closed == "true";
  } else if (const std::string state = Text(*metadata, "ticketState"); !state.empty()) {
    out.is_closed = state == "CLOSED";
  }
  return out;
}

Pipeline ToPipeline(const Json& item) {
  auto out = ToPipelinePart<Pipeline>(item);
  if (const Json* stages = Array(item, "stages")) {
    out.stages = Objects(*stages, "stages", ToStage);
  }
  return out;
}

ObjectSchema ToSchema(const Json& item) {
  return {.type_id = Required(item, "objectTypeId"),
          .name = Required(item, "name"),
          .qualified_name = Text(item, "fullyQualifiedName")};
}

std::string FieldsJson(const Json& item) {
  Json fields = Json::object();
  for (const auto& [name, value] : item.items()) {
    if (!value.is_structured() && !value.is_null()) {
      fields[name] = value.is_string() ? value.get<std::string>() : Dump(value);
    }
  }
  return Dump(fields);
}

Owner ToOwner(const Json& item) {
  const Json* const teams = Array(item, "teams");
  const std::string user_id = Text(item, "userIdIncludingInactive");
  return {.id = Required(item, "id"),
          .email = Text(item, "email"),
          .first_name = Text(item, "firstName"),
          .last_name = Text(item, "lastName"),
          .type = Text(item, "type"),
          .user_id = user_id.empty() ? Text(item, "userId") : user_id,
          .created_at_ms = Time(item, "createdAt"),
          .updated_at_ms = Time(item, "updatedAt"),
          .teams_json = teams != nullptr ? Dump(*teams) : "[]",
          .fields_json = FieldsJson(item),
          .archived = Flag(item, "archived")};
}

// "" when there is no further page.
std::string NextAfter(const Json& body) {
  const auto paging = body.find("paging");
  if (paging == body.end() || !paging->is_object()) {
    return {};
  }
  const auto next = paging->find("next");
  return next != paging->end() && next->is_object() ? Text(*next, "after") : std::string();
}

AssociationType ToAssociationType(const Json& item) {
  return {Text(item, "category"), RequiredInteger(item, "typeId"), Text(item, "label")};
}

}  // namespace

AccountDetails ParseAccountDetails(std::string_view text) {
  const Json body = ParseObject(text);
  return {.portal_id = RequiredInteger(body, "portalId"),
          .account_type = Text(body, "accountType"),
          .time_zone = Text(body, "timeZone"),
          .utc_offset_ms = Integer(body, "utcOffsetMilliseconds").value_or(0)};
}

TokenInfo ParseTokenInfo(std::string_view text) {
  const Json body = ParseObject(text);
  TokenInfo out{.hub_id = RequiredInteger(body, "hubId"), .scopes = {}};
  if (const Json* scopes = Array(body, "scopes")) {
    for (const Json& scope : *scopes) {
      if (scope.is_string()) {
        out.scopes.push_back(scope.get<std::string>());
      }
    }
  }
  return out;
}

std::vector<PropertyDefinition> ParseProperties(std::string_view text) { return Results(text, ToProperty); }

std::vector<Pipeline> ParsePipelines(std::string_view text) { return Results(text, ToPipeline); }

std::vector<ObjectSchema> ParseSchemas(std::string_view text) {
  std::vector<ObjectSchema> schemas = Results(text, ToSchema);
  std::erase_if(schemas, [](const ObjectSchema& s) { return !s.type_id.starts_with("2-"); });
  return schemas;
}

OwnerPage ParseOwners(std::string_view text) {
  return {.owners = Results(text, ToOwner), .next_after = NextAfter(ParseObject(text))};
}

std::vector<AssociationType> ParseAssociationTypes(std::string_view text) {
  return Results(text, ToAssociationType);
}

}  // namespace hm::hubspot
