// How far the pages in hand bring a first load, until that is saved.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "mariadb/transaction.h"
#include "sync/load/load_lanes.h"

namespace hm::sync {

// Not thread-safe.
class UnsavedProgress {
 public:
  // Those of a range in its order.
  void Add(const LoadLanes::Pages& pages);

  bool empty() const { return !since_; }
  // Whether so much is unsaved that an end now would cost more than a few pages.
  bool due() const;

  void Save(mariadb::Transaction& transaction, std::string_view object) const;
  // Once what was saved is committed.
  void Clear() { *this = {}; }

 private:
  std::map<std::uint64_t, std::uint64_t> next_of_;  // by the start of the range
  std::optional<std::string> cursor_;               // only the first range is ever read as a chain
  std::int64_t records_ = 0;
  std::optional<SteadyTime> since_;
};

}  // namespace hm::sync
