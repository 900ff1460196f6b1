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

// The objects in `results`.
std::vector<Json> Results(std::string_view text) {
  Json body = ParseObject(text);
  const auto results = body.find("results");
  if (results == body.end() || !results->is_array()) {
    Unexpected("no array `results`");
  }
  std::vector<Json> out;
  for (Json& item : *results) {
    if (!item.is_object()) {
      Unexpected("an entry of `results` is not an object");
    }
    out.push_back(std::move(item));
  }
  return out;
}

std::string Required(const Json& object, const char* key) {
  std::string text = Text(object, key);
  if (text.empty()) {
    Unexpected(std::string("an entry has no `") + key + "`");
  }
  return text;
}

PropertyDefinition ToProperty(const Json& item) {
  PropertyDefinition out;
  out.name = Required(item, "name");
  out.label = Text(item, "label");
  out.type = Text(item, "type");
  out.field_type = Text(item, "fieldType");
  out.group = Text(item, "groupName");
  out.description = Text(item, "description");
  out.calculated = Flag(item, "calculated");
  out.hidden = Flag(item, "hidden");
  out.hubspot_defined = Flag(item, "hubspotDefined");
  out.has_unique_value = Flag(item, "hasUniqueValue");
  out.external_options = Flag(item, "externalOptions");
  out.archived = Flag(item, "archived");
  out.display_order = Integer(item, "displayOrder").value_or(0);
  return out;
}

PipelineStage ToStage(const Json& item) {
  PipelineStage out;
  out.id = Required(item, "id");
  out.label = Text(item, "label");
  out.display_order = Integer(item, "displayOrder").value_or(0);
  out.archived = Flag(item, "archived");
  out.created_at_ms = Time(item, "createdAt");
  out.updated_at_ms = Time(item, "updatedAt");
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
  Pipeline out;
  out.id = Required(item, "id");
  out.label = Text(item, "label");
  out.display_order = Integer(item, "displayOrder").value_or(0);
  out.archived = Flag(item, "archived");
  out.created_at_ms = Time(item, "createdAt");
  out.updated_at_ms = Time(item, "updatedAt");
  const auto stages = item.find("stages");
  if (stages == item.end() || !stages->is_array()) {
    return out;
  }
  for (const Json& stage : *stages) {
    if (!stage.is_object()) {
      Unexpected("a stage is not an object");
    }
    out.stages.push_back(ToStage(stage));
  }
  return out;
}

}  // namespace

AccountDetails ParseAccountDetails(std::string_view text) {
  const Json body = ParseObject(text);
  AccountDetails out;
  const auto portal = Integer(body, "portalId");
  if (!portal) {
    Unexpected("no `portalId`");
  }
  out.portal_id = *portal;
  out.account_type = Text(body, "accountType");
  out.time_zone = Text(body, "timeZone");
  out.utc_offset_ms = Integer(body, "utcOffsetMilliseconds").value_or(0);
  return out;
}

TokenInfo ParseTokenInfo(std::string_view text) {
  const Json body = ParseObject(text);
  TokenInfo out;
  const auto hub = Integer(body, "hubId");
  if (!hub) {
    Unexpected("no `hubId`");
  }
  out.hub_id = *hub;
  if (const auto scopes = body.find("scopes"); scopes != body.end() && scopes->is_array()) {
    for (const Json& scope : *scopes) {
      if (scope.is_string()) {
        out.scopes.push_back(scope.get<std::string>());
      }
    }
  }
  return out;
}

std::vector<PropertyDefinition> ParseProperties(std::string_view text) {
  std::vector<PropertyDefinition> out;
  for (const Json& item : Results(text)) {
    out.push_back(ToProperty(item));
  }
  return out;
}

std::vector<Pipeline> ParsePipelines(std::string_view text) {
  std::vector<Pipeline> out;
  for (const Json& item : Results(text)) {
    out.push_back(ToPipeline(item));
  }
  return out;
}

}  // namespace hm::hubspot
