// Small answers read with nlohmann-json: account, token, properties, pipelines, custom objects, owners.
// Optional fields may be missing or of another type. All throw Error(kRetry, "unexpected answer …") when the
// frame itself is not there.
#pragma once

#include <string_view>
#include <vector>

#include "hubspot/types.h"

namespace hm::hubspot {

AccountDetails ParseAccountDetails(std::string_view text);
TokenInfo ParseTokenInfo(std::string_view text);
std::vector<PropertyDefinition> ParseProperties(std::string_view text);
std::vector<Pipeline> ParsePipelines(std::string_view text);
// Custom objects alone.
std::vector<ObjectSchema> ParseSchemas(std::string_view text);
OwnerPage ParseOwners(std::string_view text);
std::vector<AssociationType> ParseAssociationTypes(std::string_view text);

}  // namespace hm::hubspot
