// Small text helpers of the simulator: hashing, JSON strings, times. No dependency on the connector's code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hubsim {

// Milliseconds since 1970-01-01T00:00:00Z.
using Millis = std::int64_t;

// A bijective 64-bit mixer (splitmix64): every generated value hangs on it, so data is the same for one seed.
std::uint64_t Mix(std::uint64_t value);
std::uint64_t HashName(std::string_view name);

// Appends `raw` as a JSON string with its quotes. Surrogates in WTF-8 form (ED A0..BF xx) come out as \udxxx.
void AppendJsonString(std::string& out, std::string_view raw);
std::string JsonString(std::string_view raw);

void AppendUnsigned(std::string& out, std::uint64_t number);

// ISO 8601 in UTC as HubSpot writes it: the fraction is left out when it is zero (recorded 2022 answers).
void AppendIso(std::string& out, Millis at);
std::string Iso(Millis at);
// YYYY-MM-DD.
std::string IsoDate(Millis at);

// Epoch milliseconds or ISO 8601 with any fraction (digits past the millisecond are ignored).
std::optional<Millis> ParseTime(std::string_view text);
std::optional<std::uint64_t> ParseUnsigned(std::string_view text);

std::string Lower(std::string_view text);

}  // namespace hubsim
