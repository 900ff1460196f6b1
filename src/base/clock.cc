#include "base/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <iterator>
#include <mutex>

#include "base/error.h"
#include "base/heartbeat.h"

namespace hm {
namespace {

constexpr std::chrono::seconds kLongestSlice{30};  // so that a long wait gives signs of life

struct Civil {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<Millis> time;
};

Civil ToCivil(std::int64_t unix_millis) {
  const std::chrono::sys_time<Millis> at{Millis{unix_millis}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  return {std::chrono::year_month_day{day}, std::chrono::hh_mm_ss<Millis>{at - day}};
}

template <typename Out>
void FormatSecondsTo(Out out, const Civil& c, char separator) {
  fmt::format_to(out, "{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(c.date.year()),
                 static_cast<unsigned>(c.date.month()), static_cast<unsigned>(c.date.day()), separator,
                 c.time.hours().count(), c.time.minutes().count(), c.time.seconds().count());
}

std::string FormatSeconds(const Civil& c, char separator) {
  std::string text;
  FormatSecondsTo(std::back_inserter(text), c, separator);
  return text;
}

}  // namespace

std::int64_t NowUnixMillis() {
  return std::chrono::duration_cast<Millis>(std::chrono::system_clock::now().time_since_epoch()).count();
}

void SleepUntil(SteadyTime until, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!stop.stop_requested() && std::chrono::steady_clock::now() < until) {
    Beat();
    const SteadyTime slice = std::chrono::steady_clock::now() + kLongestSlice;
    wake.wait_until(lock, stop, std::min(until, slice), [] { return false; });
  }
  ThrowIfStopped(stop);
}

void ThrowIfStopped(const std::stop_token& stop) {
  if (stop.stop_requested()) {
    throw Error(ErrorKind::kCancelled, "stopped on request");
  }
}

std::string FormatUtc(std::int64_t unix_millis) {
  const Civil c = ToCivil(unix_millis);
  return fmt::format("{}.{:03}Z", FormatSeconds(c, 'T'), c.time.subseconds().count());
}

void FormatDateTime(std::int64_t unix_millis, std::span<char, kDateTimeSize> out) {
  FormatSecondsTo(out.data(), ToCivil(unix_millis), ' ');
}

std::string FormatDateTime(std::int64_t unix_millis) { return FormatSeconds(ToCivil(unix_millis), ' '); }

}  // namespace hm
