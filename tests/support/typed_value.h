// What a typed view should show for a text of HubSpot, worked out apart from the program.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hm::test {

// As MariaDB prints the column of that HubSpot type; nullopt for NULL.
std::optional<std::string> TypedValue(const std::string& hubspot_type,
                                      const std::optional<std::string>& text);

// A property of each type, and texts that convert and that do not.
const std::map<std::string, std::vector<std::string>>& AwkwardTexts();

}  // namespace hm::test
