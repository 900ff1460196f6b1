// The object types of the simulated account, a row each.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/store.h"

namespace hubsim {

std::vector<ObjectType> AccountTypes();

// Every scope that reading all of the account takes.
std::set<std::string> AllScopes();

}  // namespace hubsim
