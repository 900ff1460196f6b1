// The part of the control interface that changes records.
#pragma once

#include <optional>
#include <string>

#include "sim/world.h"

namespace hubsim {

// The object that `body` names; throws std::invalid_argument for an unknown one.
ObjectStore& StoreOf(World& world, const Json& body);
// An id as a number or a string; throws std::invalid_argument for anything else.
std::uint64_t IdOf(const Json& body, const char* key);

// POST /_sim/WHAT; nullopt when WHAT is none of these. Throws std::exception on a mistake in `body`.
std::optional<Json> HandleRecordControl(World& world, const Json& body, const std::string& what);

}  // namespace hubsim
