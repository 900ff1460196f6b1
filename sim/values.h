// Makes the value of a property of a record from the seed alone: the same record always gives the same value.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/catalogue.h"

namespace hubsim {

struct ValueSettings {
  std::uint64_t seed = 1;
  // Records in ten thousand that hold awkward values.
  unsigned awkward = 200;
  // Awkward texts may hold half a surrogate pair, sent as an escape that no strict JSON parser takes.
  bool lone_surrogates = false;
  // Which pipelines a stage comes from: deals or others.
  bool deals = false;
  // The one pipeline that every contact or company is in; empty for other objects.
  std::string lifecycle_pipeline;
};

struct OverrideValue {
  std::size_t property;
  std::optional<std::string> value;
};

// Where a record is. Of all but the first, only its id is left.
enum class Fate : std::uint8_t { kPresent, kMerged, kErased, kPurged };

struct Record {
  std::uint64_t id = 0;
  // Values hang on this and not on the id, so that a merge winner keeps them under a new id.
  std::uint64_t seed = 0;
  Millis created = 0;
  Millis modified = 0;
  Millis archived_at = 0;
  std::unique_ptr<std::vector<OverrideValue>> overrides;
  // Holds only what was set: records that a test made property by property.
  bool blank = false;
  Fate fate = Fate::kPresent;
};

// What a property of a record holds: nothing, as it was never set; a text that JSON takes without escapes;
// any text.
enum class Content : std::uint8_t { kNothing, kClean, kAny };

// Appends the generated value.
Content Generate(const ValueSettings& settings, const Record& record, const Property& property,
                 std::string& out);

// Awkward values (values_awkward.cc) of a property that some records hold; false: make a plain one.
bool GenerateAwkward(const ValueSettings& settings, std::uint64_t hash, const Property& property,
                     std::string& out);

}  // namespace hubsim
