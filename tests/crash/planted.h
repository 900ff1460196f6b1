// Bugs that the harness must catch: a harness that misses one is broken.
#pragma once

#include <cstdint>
#include <string>

namespace hm::crash {

// Runs every scene with the good connector and each planted bug in its scene; `only` names one of them.
// Prints a line each; true when all is as it must be.
bool RunPlanted(std::uint64_t seed, const std::string& only);

}  // namespace hm::crash
