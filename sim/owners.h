// The owners of the simulated account. Records also carry ids of removed owners, as in life.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/catalogue.h"

namespace hubsim {

std::string_view SeededOwnerId(std::uint64_t hash);
// In the shape of GET /crm/owners; archived ones have userId null.
Json SeededOwners();
// Adds the owner with that id, or changes the fields that `edit` gives (POST /_sim/owners).
void EditOwner(Json& owners, const Json& edit);

}  // namespace hubsim
