// HubSpot's texts as the typed views convert them (views/view_columns.h): a promoted column, which this
// writes, says what its view's expression would. nullopt where that is NULL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hm::sync {

std::optional<std::string> ToViewNumber(std::string_view text);    // DECIMAL(38,10)
std::optional<std::string> ToViewDate(std::string_view text);      // DATE
std::optional<std::string> ToViewDateTime(std::string_view text);  // DATETIME(3), UTC
std::optional<std::string> ToViewBool(std::string_view text);      // 1, 0

}  // namespace hm::sync
