#include <algorithm>
#include <cstdlib>

#include "sim/search.h"

namespace hubsim {
namespace {

struct Held {
  bool has = false;
  std::string value;
};

Held ValueOf(const ObjectStore& store, Slot slot, std::size_t property) {
  Held held;
  held.has = store.Value(slot, property, held.value) != Content::kNothing && !held.value.empty();
  return held;
}

// -1, 0, 1; ids compare as integers: doubles would confuse neighbours above 2^53.
template <typename T>
int Sign(const T& a, const T& b) {
  return a < b ? -1 : (b < a ? 1 : 0);
}

int CompareAs(const Property& property, const std::string& a, const std::string& b) {
  if (property.kind == Kind::kId) {
    return Sign(ParseUnsigned(a).value_or(0), ParseUnsigned(b).value_or(0));
  }
  switch (property.value_type) {
    case Type::kNumber:
      return Sign(std::strtod(a.c_str(), nullptr), std::strtod(b.c_str(), nullptr));
    case Type::kDate:
    case Type::kDateTime:
      return Sign(ParseTime(a).value_or(0), ParseTime(b).value_or(0));
    case Type::kEnumeration:
      return Sign(a, b);
    default:
      return Sign(Lower(a), Lower(b));
  }
}

bool Ordered(const std::string& op, int low, int high) {
  if (op == "EQ") return low == 0;
  if (op == "NEQ") return low != 0;
  if (op == "LT") return low < 0;
  if (op == "LTE") return low <= 0;
  if (op == "GT") return low > 0;
  if (op == "GTE") return low >= 0;
  return low >= 0 && high <= 0;
}

bool MatchesCursor(const ObjectStore& store, const Filter& filter, Slot slot, bool future_rows) {
  const Millis at = store.IndexedModified(slot);
  if (filter.op == "HAS_PROPERTY") return true;
  if (filter.op == "NOT_HAS_PROPERTY") return false;
  const int low = Sign(at, ParseTime(filter.value).value_or(0));
  const int high = Sign(at, ParseTime(filter.high).value_or(0));
  if (future_rows && (filter.op == "LT" || filter.op == "LTE")) return true;
  return Ordered(filter.op, low, future_rows ? 0 : high);
}

bool ContainsToken(const std::string& value, std::string token) {
  std::erase(token, '*');
  return Lower(value).find(Lower(token)) != std::string::npos;
}

bool MatchesFilter(const ObjectStore& store, const Filter& filter, Slot slot, bool future_rows) {
  if (filter.never) return false;
  if (filter.cursor) return MatchesCursor(store, filter, slot, future_rows);
  const Property& property = store.Properties().At(filter.property);
  const Held held = ValueOf(store, slot, filter.property);
  if (filter.op == "HAS_PROPERTY") return held.has;
  if (filter.op == "NOT_HAS_PROPERTY") return !held.has;
  if (!held.has) return filter.op == "NEQ" || filter.op == "NOT_IN" || filter.op == "NOT_CONTAINS_TOKEN";
  if (filter.op == "CONTAINS_TOKEN") return ContainsToken(held.value, filter.value);
  if (filter.op == "NOT_CONTAINS_TOKEN") return !ContainsToken(held.value, filter.value);
  if (filter.op == "IN" || filter.op == "NOT_IN") {
    // String values must be given in lower case.
    const bool text = property.value_type == Type::kString;
    const std::string value = text ? Lower(held.value) : held.value;
    const bool in = std::ranges::find(filter.values, value) != filter.values.end();
    return in == (filter.op == "IN");
  }
  return Ordered(filter.op, CompareAs(property, held.value, filter.value),
                 filter.op == "BETWEEN" ? CompareAs(property, held.value, filter.high) : 0);
}

bool MatchesText(const ObjectStore& store, const std::string& text, Slot slot) {
  for (const char* name :
       {"email", "firstname", "lastname", "company", "phone", "name", "domain", "dealname"}) {
    const auto index = store.Properties().Find(name);
    if (!index) continue;
    if (Lower(ValueOf(store, slot, *index).value).find(text) != std::string::npos) return true;
  }
  return false;
}

template <typename Key>
void SortBy(bool descending, std::vector<Slot>& slots, Key key) {
  std::ranges::stable_sort(slots,
                           [&](Slot a, Slot b) { return descending ? key(b) < key(a) : key(a) < key(b); });
}

}  // namespace

bool Matches(const ObjectStore& store, const SearchQuery& query, Slot slot, bool future_rows) {
  if (!query.text.empty() && !MatchesText(store, query.text, slot)) return false;
  if (query.groups.empty()) return true;
  return std::ranges::any_of(query.groups, [&](const std::vector<Filter>& group) {
    return std::ranges::all_of(
        group, [&](const Filter& filter) { return MatchesFilter(store, filter, slot, future_rows); });
  });
}

void SortSlots(const ObjectStore& store, const SearchQuery& query, std::vector<Slot>& slots) {
  if (!query.sort) {
    // Order of creation, which is not the order of ids.
    return SortBy(false, slots, [&](Slot slot) { return store.At(slot).created; });
  }
  const Property& property = store.Properties().At(*query.sort);
  if (property.kind == Kind::kId) {
    return SortBy(query.descending, slots, [&](Slot slot) { return store.At(slot).id; });
  }
  if (property.kind == Kind::kModified) {
    return SortBy(query.descending, slots, [&](Slot slot) { return store.IndexedModified(slot); });
  }
  if (property.kind == Kind::kCreated) {
    return SortBy(query.descending, slots, [&](Slot slot) { return store.At(slot).created; });
  }
  std::vector<std::pair<std::string, Slot>> keyed;
  keyed.reserve(slots.size());
  for (const Slot slot : slots) keyed.emplace_back(ValueOf(store, slot, *query.sort).value, slot);
  std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) {
    const int sign = CompareAs(property, a.first, b.first);
    return query.descending ? sign > 0 : sign < 0;
  });
  std::ranges::transform(keyed, slots.begin(), [](const auto& entry) { return entry.second; });
}

}  // namespace hubsim
