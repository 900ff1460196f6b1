// Time and waiting. Timers use the steady clock; windows into HubSpot use HubSpot's own time (hubspot/api.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>

namespace hm {

using Millis = std::chrono::milliseconds;
using SteadyTime = std::chrono::steady_clock::time_point;

// Milliseconds since 1970, UTC.
std::int64_t NowUnixMillis();

// Waits until `until` or until a stop is asked for; throws Error(kCancelled) on a stop.
void SleepUntil(SteadyTime until, const std::stop_token& stop);
inline void SleepFor(Millis wait, const std::stop_token& stop) {
  SleepUntil(std::chrono::steady_clock::now() + wait, stop);
}

// Throws Error(kCancelled) when a stop was asked for.
void ThrowIfStopped(const std::stop_token& stop);

// 2026-11-24T05:15:43.123Z
std::string FormatUtc(std::int64_t unix_millis);
// 2026-11-24 05:15:43, as DATETIME takes it
std::string FormatDateTime(std::int64_t unix_millis);
// The same without memory of its own, for years 1 to 9999.
inline constexpr std::size_t kDateTimeSize = 19;
void FormatDateTime(std::int64_t unix_millis, std::span<char, kDateTimeSize> out);

}  // namespace hm
