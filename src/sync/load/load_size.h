// What a first load wants to know beforehand: how many records there are, where their ids end, and how much
// of all that is being loaded is its own.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

#include "hubspot/client.h"
#include "sync/objects/object_types.h"

namespace hm::sync {

struct LoadSize {
  std::uint64_t highest_id = 0;
  std::int64_t records = 0;
};

// As search tells it; nullopt when it does not. Throws kCancelled alone.
std::optional<LoadSize> AskLoadSize(hubspot::Client& client, const ObjectType& type,
                                    const std::stop_token& stop);

// The loads that run at the same time share one allowance, by what each has left: a small object that took as
// many lanes as a large one would be cut into ranges of a few pages. But none gets less than half of what it
// would if all were the same, so that small ones are done, and what follows on them, before the large.
// Thread-safe.
class LoadShares {
 public:
  // Of the load that `who` stands for, which has that many records left: its part. All may be a little
  // over 1.
  double Share(const void* who, double left);
  void Leave(const void* who);

 private:
  std::mutex mutex_;
  std::map<const void*, double> left_;  // guarded by mutex_
};

}  // namespace hm::sync
