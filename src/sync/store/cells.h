// HubSpot's texts as typed cells. Each gives nullopt when the value cannot be one or does not fit; the full
// value stands in properties_json all the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace hm::sync {

// At most `characters` whole UTF-8 characters of `text` (which is valid UTF-8).
std::string_view CutText(std::string_view text, std::size_t characters);

// The same for a column that is limited in bytes, as TEXT is.
std::string_view CutBytes(std::string_view text, std::size_t bytes);

// A DECIMAL(precision,scale) from "12.345", "-0.0", "1.5E3"; rounded half away from zero as MariaDB does,
// so that the server never has to refuse it.
std::optional<std::string> ToDecimalCell(std::string_view text, int precision, int scale);

// 'YYYY-MM-DD HH:MM:SS' UTC from a timestamp in milliseconds; nullopt outside years 1..9999.
std::optional<std::string> ToDateTimeCell(std::int64_t unix_millis);
// The same, in the arena.
std::optional<std::string_view> ToDateTimeCell(std::int64_t unix_millis, Arena& arena);

}  // namespace hm::sync
