// The answer of /metrics, in Prometheus's text format 0.0.4; docs/metrics.md lists the names. Labels are
// names of objects, kinds and results only, never of records.
#pragma once

#include <string>

#include "status/snapshot.h"

namespace hm::status {

std::string ToMetrics(const Snapshot& snapshot);

}  // namespace hm::status
