#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <set>

#include "cli/probe/probes.h"
#include "hubspot/timestamps.h"

namespace hm::cli {
namespace {

constexpr const char* kKnownTypes[] = {"string",   "number", "bool",         "enumeration",       "date",
                                       "datetime", "json",   "phone_number", "object_coordinates"};
constexpr const char* kNoRecords = "no record";

bool IsMadeOf(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

std::string TimeForm(const std::string& text) {
  if (IsMadeOf(text, "0123456789-") && text.rfind('-') == 7) return "a date";
  if (IsMadeOf(text, "0123456789-") && text.rfind('-') + 1 <= 1) return "milliseconds";
  if (!hubspot::ParseTimestampMillis(text)) return "another form";
  return text.find('.') == std::string::npos ? "ISO without milliseconds" : "ISO with milliseconds";
}

std::string NumberForm(const std::string& text) {
  constexpr std::string_view kDigits = "0123456789";
  const std::string_view digits = std::string_view(text).substr(text.starts_with('-') ? 1 : 0);
  const auto dot = digits.find('.');
  const bool whole = dot == std::string_view::npos;
  const std::string_view decimals = whole ? std::string_view{} : digits.substr(dot + 1);
  if (!IsMadeOf(digits.substr(0, dot), kDigits) || (!whole && !IsMadeOf(decimals, kDigits))) {
    return IsMadeOf(text, "0123456789.eE+-") ? "with an exponent" : "another form";
  }
  return whole ? "whole" : decimals.size() > 30 ? "more than 30 decimals" : "decimal";
}

// The forms of the values of properties of a type.
std::set<std::string> FormsOf(Ground& ground, std::string_view type,
                              const std::function<std::string(const std::string&)>& form) {
  std::set<std::string> forms;
  for (const nlohmann::json& record : ground.Records().Array("results")) {
    const nlohmann::json& properties = record.at("properties");
    for (const hubspot::PropertyDefinition& property : ground.Properties()) {
      const auto value = properties.find(property.name);
      if (property.type == type && value != properties.end() && value->is_string() &&
          !value->get_ref<const std::string&>().empty()) {
        forms.insert(form(value->get<std::string>()));
      }
    }
  }
  return forms;
}

std::string Listed(const std::set<std::string>& words) {
  return words.empty() ? "none" : fmt::format("{}", fmt::join(words, ", "));
}

std::optional<std::int64_t> TimeAt(const nlohmann::json& object, const std::string& name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string()
             ? hubspot::ParseTimestampMillis(found->get_ref<const std::string&>())
             : std::nullopt;
}

}  // namespace

Seen ProbeAbsentValues(Ground& ground) {
  const char* path = "null and left out are the same, and not in properties_json; empty text is kept";
  if (ground.Ids().empty()) {
    return NotSeen(kNoRecords, path);
  }
  std::set<std::string> forms;
  bool other = false;
  for (const nlohmann::json& record : ground.Records().Array("results")) {
    const nlohmann::json& properties = record.at("properties");
    for (const hubspot::PropertyDefinition& property : ground.Properties()) {
      const auto value = properties.find(property.name);
      if (value == properties.end()) {
        forms.insert("left out");
      } else if (value->is_null()) {
        forms.insert("null");
      } else if (!value->is_string()) {
        other = true;
      } else if (value->get_ref<const std::string&>().empty()) {
        forms.insert("empty text");
      }
    }
  }
  return other ? Differs("some values are no text", "they are stored as their JSON text")
               : AsAssumed("seen: " + Listed(forms), path);
}

Seen ProbeTimes(Ground& ground) {
  const char* path =
      "all of these are read; another form leaves the column NULL and stands in properties_json";
  if (ground.Ids().empty()) {
    return NotSeen(kNoRecords, path);
  }
  const std::set<std::string> dates = FormsOf(ground, "date", TimeForm);
  const std::set<std::string> times = FormsOf(ground, "datetime", TimeForm);
  if (dates.empty() && times.empty()) {
    return NotSeen("no time among the values", path);
  }
  const std::string saw = fmt::format("date: {}; datetime: {}", Listed(dates), Listed(times));
  return dates.contains("another form") || times.contains("another form") ? Differs(saw, path)
                                                                          : AsAssumed(saw, path);
}

Seen ProbeNumbers(Ground& ground) {
  const char* path = "columns round to their decimals; the text stands in properties_json as it came";
  if (ground.Ids().empty()) {
    return NotSeen(kNoRecords, path);
  }
  const std::set<std::string> forms = FormsOf(ground, "number", NumberForm);
  if (forms.empty()) {
    return NotSeen("no number among the values", path);
  }
  return forms.contains("another form") ? Differs("seen: " + Listed(forms), path)
                                        : AsAssumed("seen: " + Listed(forms), path);
}

Seen ProbeVersion(Ground& ground) {
  const char* path = "the property decides which of two copies is newer";
  std::size_t equal = 0;
  std::size_t other = 0;
  for (const nlohmann::json& record : ground.ListPage().Array("results")) {
    const auto updated = TimeAt(record, "updatedAt");
    const auto modified = TimeAt(record.at("properties"), ground.modified());
    if (updated && modified) {
      ++(*updated == *modified ? equal : other);
    }
  }
  if (equal + other == 0) {
    return NotSeen("no record with both", path);
  }
  return other == 0 ? AsAssumed(fmt::format("equal on {} records", equal), path)
                    : Differs(fmt::format("different on {} of {} records", other, equal + other), path);
}

Seen ProbeTypes(Ground& ground) {
  const char* path = "values of every type are kept as text; dates and numbers get typed columns in the view";
  std::set<std::string> unknown;
  for (const hubspot::PropertyDefinition& property : ground.Properties()) {
    if (std::ranges::find(kKnownTypes, property.type) == std::end(kKnownTypes)) {
      // A type is HubSpot's word; whatever is none is not repeated.
      unknown.insert(IsMadeOf(property.type, "abcdefghijklmnopqrstuvwxyz_") ? property.type : "?");
    }
  }
  return unknown.empty() ? AsAssumed("no other", path) : Differs("also: " + Listed(unknown), path);
}

}  // namespace hm::cli
