#include <algorithm>
#include <array>

#include "sim/search.h"

namespace hubsim {
namespace {

constexpr std::size_t kMostGroups = 5;
constexpr std::size_t kMostFiltersInGroup = 6;
constexpr std::size_t kMostFilters = 18;
constexpr std::size_t kMostPerPage = 200;
constexpr std::size_t kMostResults = 10'000;
constexpr std::array<std::string_view, 13> kOperators{"EQ",
                                                      "NEQ",
                                                      "LT",
                                                      "LTE",
                                                      "GT",
                                                      "GTE",
                                                      "BETWEEN",
                                                      "IN",
                                                      "NOT_IN",
                                                      "HAS_PROPERTY",
                                                      "NOT_HAS_PROPERTY",
                                                      "CONTAINS_TOKEN",
                                                      "NOT_CONTAINS_TOKEN"};

[[noreturn]] void Fail(std::string message) { throw SearchError{400, std::move(message)}; }

std::string Text(const Json& json) { return json.is_string() ? json.get<std::string>() : json.dump(); }

std::size_t PropertyIndex(const ObjectStore& store, const std::string& name) {
  const auto index = store.Properties().Find(name);
  if (!index) Fail("There was a problem with the request. Property \"" + name + "\" does not exist");
  return *index;
}

void CheckEpochZero(const Filter& filter) {
  const bool lower = filter.op == "GT" || filter.op == "GTE" || filter.op == "BETWEEN";
  // A lower bound at the epoch makes HubSpot answer 500 (hubspot-api.md §4).
  if (filter.cursor && lower && ParseTime(filter.value) == Millis{0}) {
    throw SearchError{500, "internal error"};
  }
}

Filter ParseFilter(const ObjectStore& store, const Json& json) {
  Filter filter;
  const auto name = json.at("propertyName").get<std::string>();
  filter.property = PropertyIndex(store, name);
  filter.op = json.at("operator").get<std::string>();
  if (std::ranges::find(kOperators, filter.op) == kOperators.end()) {
    Fail("Invalid operator " + filter.op);
  }
  if (store.Properties().At(filter.property).sensitivity == "highly_sensitive") {
    Fail("Highly sensitive properties cannot be searched: " + name);
  }
  if (json.contains("value")) filter.value = Text(json.at("value"));
  if (json.contains("highValue")) filter.high = Text(json.at("highValue"));
  for (const Json& value : json.value("values", Json::array())) filter.values.push_back(Text(value));
  const bool modified = store.Properties().At(filter.property).kind == Kind::kModified;
  filter.cursor = modified && name == store.Type().cursor;
  filter.never = modified && name != store.Type().cursor;
  CheckEpochZero(filter);
  return filter;
}

void NarrowWindow(const Filter& filter, SearchQuery& query) {
  const Millis value = ParseTime(filter.value).value_or(0);
  if (filter.op == "EQ") query.low = std::max(query.low, value);
  if (filter.op == "EQ") query.high_bound = std::min(query.high_bound, value);
  if (filter.op == "GTE" || filter.op == "BETWEEN") query.low = std::max(query.low, value);
  if (filter.op == "GT") query.low = std::max(query.low, value + 1);
  if (filter.op == "LTE") query.high_bound = std::min(query.high_bound, value);
  if (filter.op == "LT") query.high_bound = std::min(query.high_bound, value - 1);
  if (filter.op == "BETWEEN") {
    query.high_bound = std::min(query.high_bound, ParseTime(filter.high).value_or(0));
  }
}

void ParseGroups(const ObjectStore& store, const Json& body, SearchQuery& query) {
  Json groups = body.value("filterGroups", Json::array());
  if (body.contains("filters")) groups.push_back({{"filters", body.at("filters")}});
  if (groups.size() > kMostGroups) Fail("Too many filterGroups: at most 5 are allowed");
  std::size_t total = 0;
  for (const Json& group : groups) {
    const Json& filters = group.at("filters");
    if (filters.size() > kMostFiltersInGroup) Fail("Too many filters in a group: at most 6 are allowed");
    total += filters.size();
    auto& parsed = query.groups.emplace_back();
    for (const Json& filter : filters) parsed.push_back(ParseFilter(store, filter));
  }
  if (total > kMostFilters) Fail("Too many filters: at most 18 are allowed");
  if (query.groups.size() != 1) return;
  for (const Filter& filter : query.groups[0]) {
    if (filter.cursor) NarrowWindow(filter, query);
  }
}

void ParseSort(const ObjectStore& store, const Json& body, SearchQuery& query) {
  const Json sorts = body.value("sorts", Json::array());
  if (sorts.size() > 1) Fail("Only one sort is allowed");
  if (sorts.empty()) return;
  if (sorts[0].is_object()) {
    query.sort = PropertyIndex(store, sorts[0].at("propertyName").get<std::string>());
    query.descending = sorts[0].value("direction", "ASCENDING") == "DESCENDING";
    return;
  }
  auto name = sorts[0].get<std::string>();
  query.descending = name.starts_with('-');
  if (query.descending) name.erase(0, 1);
  // Sorts in a form HubSpot does not know are ignored without a word.
  query.sort = store.Properties().Find(name);
}

std::size_t Number(const Json& body, const char* name, std::size_t fallback) {
  if (!body.contains(name) || body.at(name).is_null()) return fallback;
  const auto number = ParseUnsigned(Text(body.at(name)));
  if (!number && Text(body.at(name)).empty()) return fallback;
  if (!number) Fail(std::string(name) + " is not a number");
  return static_cast<std::size_t>(*number);
}

}  // namespace

SearchQuery ParseSearch(const ObjectStore& store, const Json& body) {
  SearchQuery query;
  query.limit = Number(body, "limit", 10);
  query.after = Number(body, "after", 0);
  if (query.limit == 0 || query.limit > kMostPerPage) Fail("limit must be between 1 and 200");
  if (query.after + query.limit > kMostResults) {
    Fail("Search results beyond the first 10000 cannot be paged to");
  }
  query.text = Lower(body.value("query", ""));
  query.properties = body.value("properties", std::vector<std::string>{});
  ParseGroups(store, body, query);
  ParseSort(store, body, query);
  return query;
}

}  // namespace hubsim
