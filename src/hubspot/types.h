// What HubSpot says about an account and its schema. Plain values; fields that an answer lacks stay empty.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hubspot/request_kind.h"

namespace hm::hubspot {

struct AccountDetails {
  std::int64_t portal_id = 0;
  std::string account_type;  // STANDARD, DEVELOPER_TEST, SANDBOX, APP_DEVELOPER
  std::string time_zone;     // "Europe/Berlin"
  std::int64_t utc_offset_ms = 0;
};

struct TokenInfo {
  std::int64_t hub_id = 0;
  std::vector<std::string> scopes;
};

struct PropertyOption {
  std::string value;
  std::string label;
  std::int64_t display_order = 0;
  bool hidden = false;
};

struct PropertyDefinition {
  std::string name;
  std::string label;
  std::string type;        // string, number, bool, enumeration, date, datetime, phone_number, …
  std::string field_type;  // text, select, calculation_equation, …
  std::string group;
  std::string description;
  bool calculated = false;
  bool hidden = false;
  bool hubspot_defined = false;
  bool has_unique_value = false;
  bool external_options = false;
  bool archived = false;
  std::int64_t display_order = 0;
  std::string sensitivity;  // non_sensitive, sensitive, highly_sensitive
  std::vector<PropertyOption> options;
};

// A custom object.
struct ObjectSchema {
  std::string type_id;         // "2-3465404"
  std::string name;            // "cars"; another one may have borne it before
  std::string qualified_name;  // "p4321987_cars"
};

struct Owner {
  std::string id;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string type;     // PERSON, QUEUE
  std::string user_id;  // also of those who are deactivated
  std::optional<std::int64_t> created_at_ms;
  std::optional<std::int64_t> updated_at_ms;
  std::string teams_json;  // "[]" if there are none
  // Every field that is no list, as text, as one JSON object.
  std::string fields_json;
  bool archived = false;  // deactivated
};

struct OwnerPage {
  std::vector<Owner> owners;
  std::string next_after;  // "" at the end
};

struct PipelineStage {
  std::string id;
  std::string label;
  std::int64_t display_order = 0;
  bool archived = false;
  std::optional<std::int64_t> created_at_ms;
  std::optional<std::int64_t> updated_at_ms;
  std::string metadata_json;               // "{}" if there is none
  std::optional<std::string> probability;  // of deals, decimal text as sent ("0.2")
  std::optional<bool> is_closed;
};

struct Pipeline {
  std::string id;
  std::string label;
  std::int64_t display_order = 0;
  bool archived = false;
  std::optional<std::int64_t> created_at_ms;
  std::optional<std::int64_t> updated_at_ms;
  std::vector<PipelineStage> stages;  // in the answer's order, which is not display_order
};

// How records of one object type can belong to records of another.
struct AssociationType {
  std::string category;  // HUBSPOT_DEFINED, USER_DEFINED, INTEGRATOR_DEFINED, WORK
  std::int64_t type_id = 0;
  std::string label;  // "" for the type without one
};

// Records in ascending id order (hubspot-api.md §3). `properties` must outlive the call.
struct ListRequest {
  std::string object;  // plural name or object type id
  std::span<const std::string> properties{};
  std::string after{};    // RecordPage::next_after() of the page before; empty at the start
  bool archived = false;  // only archived records, instead of only live ones
  int limit = 100;        // at most 100
};

// Records whose modification time is in [from_ms, to_ms], in ascending id order. Never uses search's own
// paging, which ends at 10,000 and shifts while records change: the next page asks for ids above the last
// one. Only an empty page that still carries a cursor is stepped over by it (hubspot-api.md §4).
struct SearchRequest {
  std::string object;
  std::string modified_property;  // contacts: lastmodifieddate; all others: hs_lastmodifieddate
  std::int64_t from_ms = 0;       // below 1 s it is sent as 1 s: HubSpot answers 500 to 0
  std::int64_t to_ms = 0;
  std::string after_id{};  // empty for the first page
  int limit = 200;         // at most 200
  // The cursor of an empty page, to step over it; never used to get from one full page to the next.
  std::string over_empty{};
  std::string has_property{};  // unless empty: those that have a value of it, whenever they were modified
  bool highest_first = false;  // descending ids
};

// How far two readings of HubSpot's clock may differ by themselves, forward and back: it is known by the
// whole seconds of its Date headers. Beyond that it was set.
inline constexpr std::int64_t kClockDoubtMs = 5000;

struct Pace {
  static constexpr std::size_t kMostInFlight = 40;

  double per_second = 0;      // of the burst lane
  double quick_answer_s = 0;  // 0 before the first

  // How many requests must be in flight to use it all, and to catch up after a lull; from 2 on.
  std::size_t InFlight() const {
    constexpr double kMostPerSecond = 100;  // four times HubSpot's highest limit; without one, enough
    constexpr double kSpare = 1.6;          // answers differ, and what asks also works on them
    const double needed = std::ceil(std::min(per_second, kMostPerSecond) * quick_answer_s * kSpare) + 1;
    return std::clamp(static_cast<std::size_t>(needed), std::size_t{2}, kMostInFlight);
  }
};

struct RequestCounts {
  std::int64_t sent = 0;      // answers and failed tries
  std::int64_t answered = 0;  // 2xx
  std::int64_t refused = 0;   // 429
  std::int64_t failed = 0;    // any other answer, or none
};

struct Stats {
  std::int64_t requests = 0;  // answers and failed tries
  std::map<RequestKind, RequestCounts> by_kind;
  std::int64_t refusals = 0;  // 429
  std::int64_t retries = 0;
  std::optional<std::int64_t> daily_limit;
  std::optional<std::int64_t> daily_remaining;
  std::int64_t waited_ms = 0;  // for the rate limit
};

}  // namespace hm::hubspot
