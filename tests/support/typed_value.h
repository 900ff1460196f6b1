// What a typed view should show for a text of HubSpot, worked out apart from the program.
#pragma once

#include <optional>
#include <string>

namespace hm::test {

// As MariaDB prints the column of that HubSpot type; nullopt for NULL.
std::optional<std::string> TypedValue(const std::string& hubspot_type,
                                      const std::optional<std::string>& text);

}  // namespace hm::test
