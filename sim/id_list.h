// Lists of records in the order of their ids.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "sim/store.h"

namespace hubsim {

inline void Insert(std::vector<IdSlot>& list, IdSlot entry) {
  list.insert(std::ranges::lower_bound(list, entry.id, {}, &IdSlot::id), entry);
}

inline std::optional<Slot> FindIn(const std::vector<IdSlot>& list, std::uint64_t id) {
  const auto at = std::ranges::lower_bound(list, id, {}, &IdSlot::id);
  if (at == list.end() || at->id != id) return std::nullopt;
  return at->slot;
}

inline void Remove(std::vector<IdSlot>& list, std::uint64_t id) {
  const auto at = std::ranges::lower_bound(list, id, {}, &IdSlot::id);
  if (at != list.end() && at->id == id) list.erase(at);
}

}  // namespace hubsim
