// When the next sync of an object is due. Slots follow the wall clock, so that they are the same after a
// restart: contacts at minute 0 of each interval, deals at a third, pipelines at two thirds (0, 5, 10 of 15).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace hm::sync {

// Where in the interval an object starts, 0 <= offset < interval. `objects`: all that are scheduled; those
// beside the three named above are spread evenly between.
Millis SlotOffset(std::string_view object, const std::vector<std::string>& objects, Millis interval);

// The first slot after `after_ms` (milliseconds since 1970).
std::int64_t NextSlot(std::int64_t after_ms, Millis offset, Millis interval);

// When to start again after a sync that was for the slot at or before `started_ms` and ended at `ended_ms`:
// at once when a slot passed meanwhile (however many did, once), else at the next slot.
std::int64_t NextStart(std::int64_t started_ms, std::int64_t ended_ms, Millis offset, Millis interval);

}  // namespace hm::sync
