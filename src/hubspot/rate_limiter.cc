#include "hubspot/rate_limiter.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/failpoint.h"
#include "base/heartbeat.h"

namespace hm::hubspot {
namespace {

constexpr Millis kHoldWhenEmpty{1'000};
constexpr Millis kArrivalSlack{250};
constexpr Millis kSteadySlack{100};
constexpr std::uint64_t kEnoughAnswers = 20;
constexpr std::int64_t kMaxSaneLimit = 10'000;
constexpr std::int64_t kMaxSaneInterval = 600'000;
// What spare work leaves free: one slot in so many.
constexpr int kFreeSlots = 4;

// The part of the day's requests that is not for such work: one in so many.
std::optional<std::int64_t> ReserveOfDay(Priority priority) {
  switch (priority) {
    case Priority::kNormal:
      return std::nullopt;
    case Priority::kBulk:
      return 20;
    case Priority::kSpare:
      return 10;
  }
  return std::nullopt;
}

std::optional<std::int64_t> Number(const http::Headers& headers, std::string_view name) {
  const auto text = headers.Find(name);
  std::int64_t value = 0;
  if (!text) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  return error == std::errc{} && end == text->data() + text->size() ? std::optional(value) : std::nullopt;
}

Millis ToMillis(SteadyTime::duration duration) { return std::chrono::duration_cast<Millis>(duration); }

}  // namespace

RateLimiter::RateLimiter(std::optional<int> fixed_limit, SteadyClock now)
    : now_(std::move(now)),
      fixed_(fixed_limit.has_value()),
      lanes_{
          LaneState{.limit = std::max(fixed_limit.value_or(kDefaultBurst), 1), .window = kBurstWindow},
          LaneState{.limit = HM_PLANTED("fast_search") ? 1000 : kSearchPerSecond, .window = kSearchWindow}} {}

bool RateLimiter::IsReserved(Priority priority) const {
  const std::lock_guard lock(mutex_);
  return IsReservedLocked(priority);
}

bool RateLimiter::IsReservedLocked(Priority priority) const {
  const auto reserve = ReserveOfDay(priority);
  return reserve && day_left_ < day_limit_ / *reserve;
}

std::size_t RateLimiter::Held(const LaneState& state) {
  return static_cast<std::size_t>(state.unanswered) + state.answered.size();
}

SteadyTime::duration RateLimiter::LatestArrival(const LaneState& state, SteadyTime::duration took) {
  if (state.strict) {
    return took;
  }
  const SteadyTime::duration by_itself = std::min(took, took / 8 + kArrivalSlack);
  const bool knows_quickest = state.taken - static_cast<std::uint64_t>(state.unanswered) >= kEnoughAnswers;
  return knows_quickest ? std::min(by_itself, took - state.quickest + kSteadySlack) : by_itself;
}

std::size_t RateLimiter::LeftByOthers() const {
  return others_.limit - std::min(others_.limit, others_.held);
}

SteadyTime RateLimiter::FreeAt(LaneState& state, SteadyTime now, Priority priority) {
  while (!state.answered.empty() && state.answered.front() + state.window <= now) {
    state.answered.pop_front();
  }
  if (state.held_until > now) {
    return state.held_until;
  }
  if (priority == Priority::kSpare && (state.waiting > 0 || IsReservedLocked(priority))) {
    return SteadyTime::max();
  }
  const int kept_free = priority == Priority::kSpare ? state.limit / kFreeSlots : 0;
  auto limit = static_cast<std::size_t>(state.limit - kept_free);
  SteadyTime latest = SteadyTime::max();
  if (&state == &State(Lane::kBurst) && others_.until > now) {
    limit = std::min(limit, LeftByOthers());
    latest = others_.until;
  }
  const std::size_t used = Held(state);
  if (used < limit) {
    return now;
  }
  const std::size_t must_expire = used - limit + 1;
  return must_expire <= state.answered.size()
             ? std::min(latest, state.answered[must_expire - 1] + state.window)
             : latest;
}

std::variant<RateLimiter::Permit, SteadyTime> RateLimiter::TryAcquire(Lane lane, Priority priority) {
  const std::lock_guard lock(mutex_);
  LaneState& state = State(lane);
  const SteadyTime now = now_();
  const SteadyTime free_at = FreeAt(state, now, priority);
  if (free_at > now) {
    return free_at;
  }
  return Take(lane, now);
}

RateLimiter::Permit RateLimiter::Take(Lane lane, SteadyTime now) {
  LaneState& state = State(lane);
  ++state.unanswered;
  ++state.taken;
  return {*this, lane, now, Held(state), state.taken};
}

RateLimiter::Permit RateLimiter::Acquire(Lane lane, const std::stop_token& stop, Priority priority) {
  std::unique_lock lock(mutex_);
  LaneState& state = State(lane);
  const SteadyTime start = now_();
  while (true) {
    ThrowIfStopped(stop);
    Beat();
    const SteadyTime now = now_();
    const SteadyTime free_at = FreeAt(state, now, priority);
    if (free_at <= now) {
      waited_ += ToMillis(now - start);
      return Take(lane, now);
    }
    // Woken by answers and changed limits; a minute bounds the arithmetic, not the wait.
    const auto wait = std::min<SteadyTime::duration>(free_at - now, std::chrono::minutes(1));
    const int urgent = priority == Priority::kSpare ? 0 : 1;
    state.waiting += urgent;
    changed_.wait_for(lock, stop, wait, [&] {
      const SteadyTime woken = now_();
      return FreeAt(state, woken, priority) <= woken;
    });
    state.waiting -= urgent;
    if (urgent == 1 && state.waiting == 0) {
      changed_.notify_all();
    }
  }
}

void RateLimiter::Release(Lane lane, SteadyTime sent) {
  {
    const std::lock_guard lock(mutex_);
    LaneState& state = State(lane);
    --state.unanswered;
    const SteadyTime::duration took = now_() - sent;
    state.quickest = std::min(state.quickest, took);
    const SteadyTime arrived = sent + LatestArrival(state, took);
    state.answered.insert(std::ranges::upper_bound(state.answered, arrived), arrived);
  }
  changed_.notify_all();
}

void RateLimiter::Refused(Lane lane) {
  const std::lock_guard lock(mutex_);
  State(lane).strict = true;
}

void RateLimiter::SetLimit(int per_ten_seconds) {
  {
    const std::lock_guard lock(mutex_);
    State(Lane::kBurst).limit = std::max(per_ten_seconds, 1);
  }
  changed_.notify_all();
}

int RateLimiter::limit() const {
  const std::lock_guard lock(mutex_);
  return lanes_.front().limit;
}

void RateLimiter::ObserveDay(const http::Headers& headers) {
  const auto limit = Number(headers, "X-HubSpot-RateLimit-Daily");
  const auto left = Number(headers, "X-HubSpot-RateLimit-Daily-Remaining");
  if (!limit || !left || *limit <= 0 || *left < 0) {
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    day_limit_ = *limit;
    day_left_ = *left;
  }
  changed_.notify_all();
}

void RateLimiter::Observe(const http::Headers& headers) {
  ObserveDay(headers);
  if (fixed_) {
    return;
  }
  const auto max = Number(headers, "X-HubSpot-RateLimit-Max");
  const auto interval =
      Number(headers, "X-HubSpot-RateLimit-Interval-Milliseconds").value_or(kBurstWindow.count());
  if (max && *max > 0 && *max <= kMaxSaneLimit && interval > 0 && interval <= kMaxSaneInterval) {
    const std::int64_t per_window = std::max<std::int64_t>(*max * 9 / 10, 1);
    SetLimit(static_cast<int>(std::max<std::int64_t>(per_window * kBurstWindow.count() / interval, 1)));
  }
  if (max && Number(headers, "X-HubSpot-RateLimit-Remaining") == 0) {
    HoldUntil(Lane::kBurst, now_() + kHoldWhenEmpty);
  }
}

// HubSpot counted the request at some moment between sending and answer. Each of ours that it counted with it
// held a slot then: one of those held when this was sent, or taken since.
void RateLimiter::ObserveOthers(const Permit& permit, const http::Headers& headers) {
  const auto max = Number(headers, "X-HubSpot-RateLimit-Max");
  const auto left = Number(headers, "X-HubSpot-RateLimit-Remaining");
  const auto interval =
      Number(headers, "X-HubSpot-RateLimit-Interval-Milliseconds").value_or(kBurstWindow.count());
  if (permit.lane_ != Lane::kBurst || !max || !left || *left < 0 || *left > *max || *max > kMaxSaneLimit ||
      interval != kBurstWindow.count()) {
    return;
  }
  const std::lock_guard lock(mutex_);
  const SteadyTime now = now_();
  const std::size_t ours = permit.held_ + (State(permit.lane_).taken - permit.taken_);
  const auto used = static_cast<std::size_t>(*max - *left);
  const std::size_t theirs = used > ours ? used - ours : 0;
  if (theirs == 0 || (others_.until > now && theirs <= others_.held)) {
    return;
  }
  others_ = {theirs, now + kBurstWindow, static_cast<std::size_t>(fixed_ ? *max : *max * 9 / 10)};
}

void RateLimiter::HoldUntil(Lane lane, SteadyTime time) {
  const std::lock_guard lock(mutex_);
  LaneState& state = State(lane);
  state.held_until = std::max(state.held_until, time);
}

Millis RateLimiter::waited() const {
  const std::lock_guard lock(mutex_);
  return waited_;
}

}  // namespace hm::hubspot
