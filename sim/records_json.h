// Assembles records as JSON text; pages are hot, so no JSON tree is built.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/world.h"

namespace hubsim {

// Indexes of the asked properties (unknown names left out) plus those HubSpot always adds; sorted by name.
struct Selection {
  std::vector<std::size_t> indexes;
  // The classes of sensitive properties among them.
  std::set<std::string> sensitive;
};
Selection Select(const ObjectStore& store, const std::vector<std::string>& names);

struct RenderOptions {
  bool archived = false;
  // Show this last-modified instead of the record's (what the search index knew).
  std::optional<Millis> modified;
  // Object names whose associations are put in line.
  std::vector<std::string> associations;
};

// {"id":…,"properties":{…},"createdAt":…,"updatedAt":…,"archived":…,"url":…}
void AppendRecord(World& world, ObjectStore& store, Slot slot, const Selection& selection,
                  const RenderOptions& options, std::string& out);
// {"id":…,"properties":{every property},…}, one line, for the truth dump.
void AppendTruth(const ObjectStore& store, Slot slot, bool archived, std::string& out);
// The same without the line's end and with its "state"; of a record that is gone, id and state alone, and the
// winner when it was merged.
void AppendState(const ObjectStore& store, Slot slot, std::string& out);

}  // namespace hubsim
