// Keeps all requests of the process within HubSpot's limits (hubspot-api.md §10).
//
// Two lanes, counted apart: burst, N requests in any 10 s; search, 5 in any 1 s, which does not count as
// burst. HubSpot counts a request when it arrives, somewhere between sending and its answer. A request holds
// its slot for a whole window from the latest moment at which it can have arrived: 250 ms and an eighth of
// its time after sending, and never after its answer. Once HubSpot has refused a request all the same, it is
// the answer: no window of HubSpot's can then hold more than N, at the price of latency / window of the
// allowance.
//
// What every request takes to get there delays those of the next window as well. So only what one can be
// later than another counts: at most what its answer took longer than the quickest there was. 100 ms are
// added, as the quickest may have lost some time elsewhere.
//
// Another process with the same token (verify beside run, one sync after another) uses the same limit. What
// X-HubSpot-RateLimit-Remaining says beyond our own requests is theirs, and holds slots for a window too.
//
// Work that can wait (Priority::kSpare) goes when no other request waits, fills at most three quarters of a
// lane, and leaves a tenth of the day's requests to the others. What reads an object whole (Priority::kBulk)
// goes like all else, and leaves a twentieth of the day's to the account's other programs and to what keeps
// the mirror fresh.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <variant>

#include "base/clock.h"
#include "http/transport.h"

namespace hm::hubspot {

enum class Lane { kBurst, kSearch };
enum class Priority { kNormal, kBulk, kSpare };

// Thread-safe.
class RateLimiter {
 public:
  using SteadyClock = std::function<SteadyTime()>;

  static constexpr int kDefaultBurst = 90;  // 90 % of the smallest limit there is, until HubSpot names ours
  static constexpr int kSearchPerSecond = 5;
  static constexpr Millis kBurstWindow{10'000};
  static constexpr Millis kSearchWindow{1'000};

  // A right to one request; destroy it when the answer is there. Must not outlive the limiter.
  class Permit {
   public:
    Permit(Permit&& other) noexcept
        : limiter_(std::exchange(other.limiter_, nullptr)),
          lane_(other.lane_),
          sent_(other.sent_),
          held_(other.held_),
          taken_(other.taken_) {}
    Permit& operator=(Permit&&) = delete;
    ~Permit() {
      if (limiter_ != nullptr) {
        limiter_->Release(lane_, sent_);
      }
    }

   private:
    friend class RateLimiter;
    Permit(RateLimiter& limiter, Lane lane, SteadyTime sent, std::size_t held, std::uint64_t taken)
        : limiter_(&limiter), lane_(lane), sent_(sent), held_(held), taken_(taken) {}
    RateLimiter* limiter_;
    Lane lane_;
    SteadyTime sent_;
    std::size_t held_;     // slots of the lane that we held then, this one included
    std::uint64_t taken_;  // in the lane until then, this one included
  };

  // `fixed_limit`: requests per 10 s from the settings; the answers' headers are not followed then.
  explicit RateLimiter(
      std::optional<int> fixed_limit = std::nullopt,
      SteadyClock now = [] { return std::chrono::steady_clock::now(); });

  // Waits for a slot; throws Error(kCancelled) on a stop.
  Permit Acquire(Lane lane, const std::stop_token& stop, Priority priority = Priority::kNormal);

  // A permit, or the time to ask again; SteadyTime::max() while only an answer can free a slot.
  std::variant<Permit, SteadyTime> TryAcquire(Lane lane, Priority priority = Priority::kNormal);

  // Requests per 10 s in the burst lane, at least 1.
  void SetLimit(int per_ten_seconds);
  int limit() const;

  // Follows X-HubSpot-RateLimit-Max at 90 %, scaled to 10 s; holds the burst lane a second when -Remaining is
  // 0; notes what is left of the day. Missing or absurd values change nothing.
  void Observe(const http::Headers& headers);

  // Of the answer to the request that `permit` was for: counts what others have used of the limit.
  void ObserveOthers(const Permit& permit, const http::Headers& headers);

  // Nothing leaves this lane before `time`; an earlier hold never shortens a later one.
  void HoldUntil(Lane lane, SteadyTime time);

  // HubSpot refused a request of this lane for its rate.
  void Refused(Lane lane);

  // Whether what is left of the day's requests, as far as that is known, is not for this work.
  bool IsReserved(Priority priority) const;

  // Time spent in Acquire(), all threads together.
  Millis waited() const;

 private:
  struct LaneState {
    int limit;
    Millis window;
    int unanswered = 0;
    int waiting = 0;                    // but for kSpare
    std::deque<SteadyTime> answered{};  // when they arrived at the latest; ascending, within the last window
    std::uint64_t taken = 0;
    SteadyTime::duration quickest = SteadyTime::duration::max();  // of all answers
    bool strict = false;  // a request was refused: it may arrive as late as its answer
    SteadyTime held_until{};
  };
  // Slots of the burst lane that other processes hold, as far as answers tell.
  struct Others {
    std::size_t held = 0;
    SteadyTime until{};
    std::size_t limit = 0;  // of all together
  };
  LaneState& State(Lane lane) { return lanes_.at(static_cast<std::size_t>(lane)); }
  // Caller holds mutex_, as of all below.
  Permit Take(Lane lane, SteadyTime now);
  static std::size_t Held(const LaneState& state);
  // Of a request just answered: how long after sending.
  static SteadyTime::duration LatestArrival(const LaneState& state, SteadyTime::duration took);
  std::size_t LeftByOthers() const;
  // The time at which a slot is free; not after now if one is.
  SteadyTime FreeAt(LaneState& state, SteadyTime now, Priority priority);
  bool IsReservedLocked(Priority priority) const;

  void ObserveDay(const http::Headers& headers);
  void Release(Lane lane, SteadyTime sent);

  SteadyClock now_;
  bool fixed_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::array<LaneState, 2> lanes_;  // guarded by mutex_
  Others others_;                   // guarded by mutex_
  Millis waited_{0};                // guarded by mutex_
  std::int64_t day_limit_ = 0;      // guarded by mutex_; 0 until known
  std::int64_t day_left_ = 0;       // guarded by mutex_
};

}  // namespace hm::hubspot
