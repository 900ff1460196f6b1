#include "hubspot/retry.h"

#include <algorithm>
#include <random>
#include <utility>

#include "base/log.h"

namespace hm::hubspot {
namespace {

constexpr std::int64_t kMillisPerDay = 86'400'000;
constexpr Millis kFirstWait{500};
constexpr Millis kMinLockedWait{2'000};
constexpr std::chrono::minutes kWarnEvery{1};

std::int64_t SystemRandom(std::int64_t bound) {
  thread_local std::mt19937_64 engine{std::random_device{}()};
  return std::uniform_int_distribution<std::int64_t>(0, std::max<std::int64_t>(bound, 1) - 1)(engine);
}

std::string_view TextOf(Reason reason) {
  switch (reason) {
    case Reason::kDaily:
      return "HubSpot's daily limit is used up, waiting";
    case Reason::kReserved:
      return "little is left of HubSpot's daily limit and kept for others, waiting";
    default:
      return "HubSpot request failed, trying again";
  }
}

}  // namespace

Millis UntilMidnight(std::int64_t now_ms, std::int64_t utc_offset_ms) {
  const std::int64_t of_day = ((now_ms + utc_offset_ms) % kMillisPerDay + kMillisPerDay) % kMillisPerDay;
  return Millis(kMillisPerDay - of_day);
}

Backoff::Backoff(Random random, int max_tries)
    : random_(random ? std::move(random) : SystemRandom), max_tries_(max_tries) {}

Millis Backoff::Jitter(int exponent) {
  const Millis bound = std::min(kMaxWait, kFirstWait * (std::int64_t{1} << std::min(exponent, 20)));
  return Millis(random_(bound.count() + 1));
}

// A refusal passes within ten seconds, so it is worth more tries than a fault; but one try is one.
int Backoff::BusyTries() const {
  constexpr int kRefusalsATry = 3;
  return max_tries_ == 1 ? 1 : std::min(kMaxBusyTries, kRefusalsATry * max_tries_);
}

std::optional<Millis> Backoff::Next(const Failure& failure, Millis until_midnight) {
  switch (failure.reason) {
    case Reason::kFinal:
      return std::nullopt;
    case Reason::kDaily:
    case Reason::kReserved:
      // HubSpot's count of the day may lag behind the clock, so never less than a second.
      if (max_tries_ < kMaxTries) return std::nullopt;
      return std::clamp(failure.retry_after.value_or(until_midnight), Millis(1'000), kMaxDailyWait);
    case Reason::kBadAnswer:
      if (++bad_answers_ >= std::min(kMaxBadAnswerTries, max_tries_)) return std::nullopt;
      return failure.retry_after.value_or(Jitter(bad_answers_ - 1));
    case Reason::kBusy:
      if (++busy_tries_ >= BusyTries()) return std::nullopt;
      return failure.retry_after.value_or(Jitter(busy_tries_ - 1));
    case Reason::kLocked:
    case Reason::kMigrating:
    case Reason::kNetwork:
    case Reason::kServer:
      break;
  }
  if (++tries_ >= max_tries_) {
    return std::nullopt;
  }
  const Millis wait = failure.retry_after.value_or(Jitter(tries_ - 1));
  return failure.reason == Reason::kLocked ? std::max(wait, kMinLockedWait) : wait;
}

void RetryLog::Write(const Failure& failure, Millis wait, std::int64_t now_ms) {
  auto level = log::Level::kDebug;
  {
    const std::lock_guard lock(mutex_);
    const SteadyTime now = std::chrono::steady_clock::now();
    SteadyTime& next = next_warning_[failure.reason];
    if (next <= now) {
      next = now + kWarnEvery;
      level = log::Level::kWarn;
    }
  }
  log::Write(level, TextOf(failure.reason),
             {{"reason", std::string(ToString(failure.reason))},
              {"wait_ms", std::int64_t{wait.count()}},
              {"until", FormatUtc(now_ms + wait.count())},
              {"code", CodeName(failure.error.code())},
              {"error", std::string(failure.error.what())}});
}

}  // namespace hm::hubspot
