// Live rows whose records seem to have left HubSpot, gathered over a whole reading before any of them is
// touched: a mass disappearance (over 10 % of the live rows and over 100 of them) is more likely a fault of
// the answer than the truth, and is not believed unless a person confirms it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/sync_context.h"

namespace hm::sync {

// Not thread-safe.
class Disappearances {
 public:
  explicit Disappearances(SyncContext& context) : context_(context) {}

  // Throws Error(kData) once they are too many to be believed.
  void Add(std::string_view id);

  // In parts of at most 100, for batch reads.
  std::vector<std::span<const std::string_view>> Parts();

 private:
  std::int64_t LiveRows();

  SyncContext& context_;
  std::vector<std::string> ids_;
  std::vector<std::string_view> views_;
  std::optional<std::int64_t> most_;
};

}  // namespace hm::sync
