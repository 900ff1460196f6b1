// The answer of /api/status; docs/metrics.md is its contract.
#pragma once

#include <string>

#include "status/snapshot.h"

namespace hm::status {

std::string ToJson(const Snapshot& snapshot);

}  // namespace hm::status
