// POST /_sim/settings and GET /_sim/settings.
#pragma once

#include "sim/world.h"

namespace hubsim {

// Sets what `body` names; throws std::invalid_argument for a name it does not know.
Json ApplySettings(World& world, const Json& body);
Json SettingsJson(const World& world);

}  // namespace hubsim
