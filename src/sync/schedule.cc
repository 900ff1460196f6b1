#include "sync/schedule.h"

#include <algorithm>

namespace hm::sync {

Millis SlotOffset(std::string_view object, const std::vector<std::string>& objects, Millis interval) {
  constexpr std::string_view kNamed[] = {"contacts", "deals", "pipelines"};
  constexpr std::int64_t kParts = 3;
  if (const auto* const found = std::find(std::begin(kNamed), std::end(kNamed), object);
      found != std::end(kNamed)) {
    return interval * (found - std::begin(kNamed)) / kParts;
  }
  std::int64_t others = 0;
  std::int64_t position = 0;
  for (const std::string& other : objects) {
    if (std::find(std::begin(kNamed), std::end(kNamed), other) == std::end(kNamed)) {
      position = other == object ? others : position;
      ++others;
    }
  }
  // Half a step off, so that none falls on the three.
  return interval * (2 * position + 1) / std::max<std::int64_t>(2 * others, 1) % interval;
}

std::int64_t NextSlot(std::int64_t after_ms, Millis offset, Millis interval) {
  const std::int64_t step = std::max<std::int64_t>(interval.count(), 1);
  return ((after_ms - offset.count()) / step + 1) * step + offset.count();
}

std::int64_t NextStart(std::int64_t started_ms, std::int64_t ended_ms, Millis offset, Millis interval) {
  const std::int64_t missed = NextSlot(started_ms, offset, interval);
  return missed <= ended_ms ? ended_ms : missed;
}

}  // namespace hm::sync
