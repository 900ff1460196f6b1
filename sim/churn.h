// Steady change, as a busy account has it.
#pragma once

#include "sim/world.h"

namespace hubsim {

// Changes world.churn records a second, round robin over the ids; never returns.
[[noreturn]] void ChurnForever(World& world);

}  // namespace hubsim
