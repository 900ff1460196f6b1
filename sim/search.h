// The search language: parsing with HubSpot's limits, and evaluating on records.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sim/world.h"

namespace hubsim {

struct Filter {
  std::size_t property = 0;
  bool cursor = false;  // the object's last-modified: answered from the index
  bool never = false;   // contacts by hs_lastmodifieddate: finds nothing
  std::string op;
  std::string value;
  std::string high;
  std::vector<std::string> values;
};

struct SearchQuery {
  std::vector<std::vector<Filter>> groups;
  std::string text;
  std::vector<std::string> properties;
  std::optional<std::size_t> sort;
  bool descending = false;
  std::size_t limit = 10;
  std::size_t after = 0;

  // Bounds of the last-modified that every match must keep, when there is one group.
  Millis low = std::numeric_limits<Millis>::min();
  Millis high_bound = std::numeric_limits<Millis>::max();
};

// Thrown by ParseSearch; becomes an envelope with this status.
struct SearchError {
  int status;
  std::string message;
};

SearchQuery ParseSearch(const ObjectStore& store, const Json& body);
// `future_rows`: upper bounds on the last-modified let newer records pass, as HubSpot's index sometimes does.
bool Matches(const ObjectStore& store, const SearchQuery& query, Slot slot, bool future_rows);
// Sorts in place by the query's sort rule.
void SortSlots(const ObjectStore& store, const SearchQuery& query, std::vector<Slot>& slots);

}  // namespace hubsim
