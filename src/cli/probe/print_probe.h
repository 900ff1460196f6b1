// What probes found, for a person or as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/probe/probe.h"

namespace hm::cli {

struct ProbeRun {
  std::string api_version;
  std::int64_t requests = 0;
  std::vector<Finding> findings;
};

std::string ProbeText(const ProbeRun& run);
std::string ProbeJson(const ProbeRun& run);

}  // namespace hm::cli
