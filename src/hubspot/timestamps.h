// HubSpot's times as text: ISO 8601 with or without milliseconds, plain dates, and epoch milliseconds — all
// three occur in answers, and the type of a property does not tell which (reference: hubspot-api.md §6).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hm::hubspot {

// `YYYY-MM-DDTHH:MM:SS[.fraction][Z|±HH:MM]`, `YYYY-MM-DD` (midnight UTC) or an integer of milliseconds with
// an optional sign; no zone means UTC; digits after the millisecond are dropped. nullopt for anything else,
// for impossible dates and for years outside 1..9999. Never throws, never allocates.
std::optional<std::int64_t> ParseTimestampMillis(std::string_view text);

// An HTTP date, "Sun, 06 Nov 1994 08:49:37 GMT", as milliseconds since 1970.
std::optional<std::int64_t> ParseHttpDateMillis(std::string_view text);

}  // namespace hm::hubspot
