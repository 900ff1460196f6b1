// The options of the built-in catalogue's enumerations.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/catalogue.h"

namespace hubsim {

using Names = std::vector<std::string>;

// Internal values in the order of the definition; empty where HubSpot lists none.
Names OptionsOf(const Property& property);
// Options that are kept elsewhere in the account, such as owners (`externalOptions`).
bool HasExternalOptions(std::string_view name);

}  // namespace hubsim
