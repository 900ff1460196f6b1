#include "hubspot/requests.h"

#include <algorithm>

#include "base/failpoint.h"
#include "http/transport.h"
#include "json/writer.h"

namespace hm::hubspot {
namespace {

// HubSpot answers 500 to a lower bound of 0 (hubspot-api.md §4).
constexpr std::int64_t kEarliest = 1'000;
constexpr std::string_view kComma = "%2C";

std::string ListQueryFrame(const ListRequest& request) {
  std::string out = "?limit=" + std::to_string(request.limit);
  if (request.archived) {
    out += "&archived=true";
  }
  if (!request.after.empty()) {
    out += "&after=";
    http::AppendUrlEncoded(out, request.after);
  }
  if (!request.properties.empty()) {
    out += "&properties=";
  }
  return out;
}

template <typename Names>
void AppendArray(std::string& out, const Names& names) {
  out += '[';
  bool first = true;
  for (const std::string_view name : names) {
    if (!first) {
      out += ',';
    }
    first = false;
    json::AppendString(out, name);
  }
  out += ']';
}

void AppendFilter(std::string& out, std::string_view property, std::string_view op, std::string_view value) {
  out += R"({"propertyName":)";
  json::AppendString(out, property);
  out += R"(,"operator":)";
  json::AppendString(out, op);
  out += R"(,"value":)";
  json::AppendString(out, value);
  out += '}';
}

void AppendInputs(std::string& out, std::span<const std::string_view> ids) {
  out += R"("inputs":[)";
  bool first = true;
  for (const std::string_view id : ids) {
    out += first ? R"({"id":)" : R"(,{"id":)";
    first = false;
    json::AppendString(out, id);
    out += '}';
  }
  out += ']';
}

}  // namespace

std::string ListQuery(const ListRequest& request) {
  std::string out = ListQueryFrame(request);
  bool first = true;
  for (const std::string& name : request.properties) {
    if (!first) {
      out += kComma;
    }
    first = false;
    http::AppendUrlEncoded(out, name);
  }
  return out;
}

std::size_t ListQueryLength(const ListRequest& request) {
  std::size_t size = ListQueryFrame(request).size();
  for (const std::string& name : request.properties) {
    size += http::UrlEncodedLength(name) + kComma.size();
  }
  return request.properties.empty() ? size : size - kComma.size();
}

std::string SearchBody(const SearchRequest& request) {
  std::string out = R"({"filterGroups":[{"filters":[)";
  if (request.has_property.empty()) {
    AppendFilter(out, request.modified_property, HM_PLANTED("strict_greater") ? "GT" : "GTE",
                 std::to_string(std::max(request.from_ms, kEarliest)));
    out += ',';
    AppendFilter(out, request.modified_property, "LTE", std::to_string(request.to_ms));
  } else {
    out += R"({"operator":"HAS_PROPERTY","propertyName":)";
    json::AppendString(out, request.has_property);
    out += '}';
  }
  if (!request.after_id.empty()) {
    out += ',';
    AppendFilter(out, "hs_object_id", "GT", request.after_id);
  }
  out += R"(]}],"sorts":[{"propertyName":"hs_object_id","direction":")";
  out += request.highest_first ? "DESCENDING" : "ASCENDING";
  out += R"("}],"properties":)";
  const std::string_view properties[] = {request.modified_property};
  AppendArray(out, properties);
  out += R"(,"limit":)" + std::to_string(request.limit);
  if (!request.over_empty.empty()) {
    out += R"(,"after":)";
    json::AppendString(out, request.over_empty);
  }
  return out += '}';
}

std::string BatchReadBody(std::span<const std::string> properties, std::span<const std::string_view> ids) {
  std::string out = R"({"properties":)";
  AppendArray(out, properties);
  out += ',';
  AppendInputs(out, ids);
  return out += '}';
}

std::string AssociationsBody(std::span<const std::string_view> ids) {
  std::string out = "{";
  AppendInputs(out, ids);
  return out += '}';
}

std::string AssociationsQuery(std::string_view after) {
  std::string out = "?limit=500";
  if (!after.empty()) {
    out += "&after=";
    http::AppendUrlEncoded(out, after);
  }
  return out;
}

}  // namespace hm::hubspot
