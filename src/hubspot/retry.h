// How long to wait after a failure, and when to give up. Pure: no clock, no sleeping; client.cc does both.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "hubspot/errors.h"

namespace hm::hubspot {

// Milliseconds from `now_ms` to the next midnight in the zone that is `utc_offset_ms` ahead of UTC.
Millis UntilMidnight(std::int64_t now_ms, std::int64_t utc_offset_ms);

// The tries of one call. Not thread-safe.
class Backoff {
 public:
  static constexpr int kMaxTries = 8;           // passing faults
  static constexpr int kMaxBusyTries = 12;      // 429
  static constexpr int kMaxBadAnswerTries = 3;  // success with broken JSON
  static constexpr Millis kMaxWait{60'000};
  static constexpr Millis kMaxDailyWait{3'600'000};

  // Uniform in [0, bound).
  using Random = std::function<std::int64_t(std::int64_t bound)>;
  // `max_tries`: of passing faults; a person who waits wants an answer sooner than a daemon does. With less
  // than kMaxTries a used-up day is not waited for either.
  explicit Backoff(Random random = {}, int max_tries = kMaxTries);

  // The wait before the next try, nullopt to give up. `until_midnight` only matters with kDaily.
  // Full jitter: rand(0, min(60 s, 0.5 s·2^n)); Retry-After wins; 423 at least 2 s; the daily limit does not
  // count as a try and is asked again after an hour at most, its reserve likewise.
  std::optional<Millis> Next(const Failure& failure, Millis until_midnight);

 private:
  Millis Jitter(int exponent);
  int BusyTries() const;
  Random random_;
  int max_tries_;
  int tries_ = 0;
  int busy_tries_ = 0;
  int bad_answers_ = 0;
};

// Says that a call is retried: a warning at most once a minute per reason, otherwise a debug line.
// Thread-safe.
class RetryLog {
 public:
  void Write(const Failure& failure, Millis wait, std::int64_t now_ms);

 private:
  std::mutex mutex_;
  std::map<Reason, SteadyTime> next_warning_;  // guarded by mutex_
};

}  // namespace hm::hubspot
