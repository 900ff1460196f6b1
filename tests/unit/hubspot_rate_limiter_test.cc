#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "base/error.h"
#include "hubspot/rate_limiter.h"

namespace hm::hubspot {
namespace {

using std::chrono::milliseconds;

struct FakeClock {
  SteadyTime now = SteadyTime(std::chrono::hours(1));
  RateLimiter::SteadyClock Function() {
    return [this] { return now; };
  }
};

bool TryOne(RateLimiter& limiter, Lane lane) {
  return std::holds_alternative<RateLimiter::Permit>(limiter.TryAcquire(lane));
}

http::Headers RateHeaders(std::string_view max, std::string_view remaining = "50",
                          std::string_view interval = "10000") {
  http::Headers headers;
  headers.Add("x-hubspot-ratelimit-max", max);
  headers.Add("X-HubSpot-RateLimit-Remaining", remaining);
  headers.Add("X-HubSpot-RateLimit-Interval-Milliseconds", interval);
  return headers;
}

TEST(RateLimiter, HoldsASlotForAWindowAfterItsArrivalAtTheLatest) {
  FakeClock clock;
  RateLimiter limiter(2, clock.Function());
  {
    const auto first = limiter.TryAcquire(Lane::kBurst);
    EXPECT_TRUE(TryOne(limiter, Lane::kBurst));  // answered at once
    auto blocked = limiter.TryAcquire(Lane::kBurst);
    EXPECT_EQ(std::get<SteadyTime>(blocked), clock.now + RateLimiter::kBurstWindow);
    clock.now += milliseconds(5000);
  }  // the first is answered 5 s later
  clock.now += milliseconds(5000);
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
  EXPECT_FALSE(TryOne(limiter, Lane::kBurst));
  clock.now += milliseconds(874);  // it took 5 s: 250 ms and an eighth of that after it was sent
  EXPECT_FALSE(TryOne(limiter, Lane::kBurst));
  clock.now += milliseconds(1);
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
}

TEST(RateLimiter, HoldsASlotForAWindowAfterTheAnswerOnceRefused) {
  FakeClock clock;
  RateLimiter limiter(1, clock.Function());
  limiter.Refused(Lane::kBurst);
  {
    const auto permit = limiter.TryAcquire(Lane::kBurst);
    clock.now += milliseconds(5000);
  }
  clock.now += milliseconds(9999);
  EXPECT_FALSE(TryOne(limiter, Lane::kBurst));
  clock.now += milliseconds(1);
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
}

TEST(RateLimiter, OnlyAnAnswerFreesTheLastSlot) {
  FakeClock clock;
  RateLimiter limiter(1, clock.Function());
  const auto permit = limiter.TryAcquire(Lane::kBurst);
  clock.now += std::chrono::hours(1);
  EXPECT_EQ(std::get<SteadyTime>(limiter.TryAcquire(Lane::kBurst)), SteadyTime::max());
}

// 50 answers after a second each, and a window later.
void LearnASecond(RateLimiter& limiter, FakeClock& clock) {
  std::deque<RateLimiter::Permit> permits;
  for (int i = 0; i < 50; ++i) {
    permits.push_back(std::get<RateLimiter::Permit>(limiter.TryAcquire(Lane::kBurst)));
  }
  clock.now += milliseconds(1000);
  permits.clear();
  clock.now += RateLimiter::kBurstWindow;
}

TEST(RateLimiter, HoldsASlotNoLongerThanAnAnswerIsLaterThanTheQuickest) {
  for (const auto& [took, held] : {std::pair{1000, 100}, {1150, 250}, {2000, 500}}) {
    FakeClock clock;
    RateLimiter limiter(50, clock.Function());
    LearnASecond(limiter, clock);
    const SteadyTime sent = clock.now;
    {
      std::deque<RateLimiter::Permit> permits;
      for (int i = 0; i < 50; ++i) {
        permits.push_back(std::get<RateLimiter::Permit>(limiter.TryAcquire(Lane::kBurst)));
      }
      clock.now += milliseconds(took);
    }
    auto next = limiter.TryAcquire(Lane::kBurst);
    EXPECT_EQ(std::get<SteadyTime>(next), sent + RateLimiter::kBurstWindow + milliseconds(held));
  }
}

// Far away, and now and then something is in the way, on the way there or back.
TEST(RateLimiter, OfAFarServersWindowsNoneHoldsMoreThanTheLimit) {
  FakeClock clock;
  RateLimiter limiter(10, clock.Function());
  std::deque<SteadyTime> arrivals;
  unsigned seed = 1;
  const auto random = [&seed](int below) {
    seed = seed * 1103515245 + 12345;
    return milliseconds((seed >> 16U) % static_cast<unsigned>(below));
  };
  std::multimap<SteadyTime, RateLimiter::Permit> under_way;  // by when their answer comes
  while (arrivals.size() < 1000) {
    auto got = limiter.TryAcquire(Lane::kBurst);
    if (auto* const permit = std::get_if<RateLimiter::Permit>(&got)) {
      const auto there = milliseconds(300) + (random(4).count() == 0 ? random(150) : milliseconds(0));
      const auto back = milliseconds(400) + (random(4).count() == 0 ? random(150) : milliseconds(0));
      arrivals.push_back(clock.now + there);
      under_way.emplace(clock.now + there + back, std::move(*permit));
    } else if (under_way.empty()) {
      clock.now = std::get<SteadyTime>(got);
    } else {
      clock.now = under_way.begin()->first;
      under_way.erase(under_way.begin());
    }
  }
  std::ranges::sort(arrivals);
  for (std::size_t i = 10; i < arrivals.size(); ++i) {
    EXPECT_GE(arrivals[i] - arrivals[i - 10], RateLimiter::kBurstWindow);
  }
}

// How late a request arrives, in parts of its time from sending to answer.
class ServerWindow : public testing::TestWithParam<int> {};

TEST_P(ServerWindow, NeverHoldsMoreThanTheLimit) {
  FakeClock clock;
  RateLimiter limiter(10, clock.Function());
  if (GetParam() == 1) {
    limiter.Refused(Lane::kBurst);
  }
  std::deque<SteadyTime> arrivals;
  unsigned seed = 1;
  for (int i = 0; i < 500; ++i) {
    seed = seed * 1103515245 + 12345;
    auto got = limiter.TryAcquire(Lane::kBurst);
    if (const auto* until = std::get_if<SteadyTime>(&got)) {
      clock.now = *until;
      continue;
    }
    const auto latency = milliseconds((seed >> 16U) % 3000);
    arrivals.push_back(clock.now + latency / GetParam() * ((seed >> 8U) % 2));
    clock.now += latency;
  }
  for (std::size_t i = 10; i < arrivals.size(); ++i) {
    EXPECT_GE(arrivals[i] - arrivals[i - 10], RateLimiter::kBurstWindow);
  }
}

INSTANTIATE_TEST_SUITE_P(RateLimiter, ServerWindow, testing::Values(1, 5, 20));

TEST(RateLimiter, SearchHasItsOwnLane) {
  FakeClock clock;
  RateLimiter limiter(1, clock.Function());
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
  for (int i = 0; i < RateLimiter::kSearchPerSecond; ++i) {
    EXPECT_TRUE(TryOne(limiter, Lane::kSearch));
  }
  EXPECT_FALSE(TryOne(limiter, Lane::kSearch));
  clock.now += milliseconds(1000);
  EXPECT_TRUE(TryOne(limiter, Lane::kSearch));
  EXPECT_FALSE(TryOne(limiter, Lane::kBurst));
}

TEST(RateLimiter, F_H19_FollowsHeadersUnlessFixed) {
  FakeClock clock;
  RateLimiter limiter(std::nullopt, clock.Function());
  EXPECT_EQ(limiter.limit(), 90);
  limiter.Observe(RateHeaders("190"));
  EXPECT_EQ(limiter.limit(), 171);
  limiter.Observe(RateHeaders("19", "5", "1000"));
  EXPECT_EQ(limiter.limit(), 170);
  for (const char* garbage : {"-5", "0", "1000000000", "abc", "", "99999999999999999999", "100x"}) {
    limiter.Observe(RateHeaders(garbage));
    EXPECT_EQ(limiter.limit(), 170) << garbage;
  }
  limiter.Observe({});
  EXPECT_EQ(limiter.limit(), 170);
  RateLimiter fixed(50, clock.Function());
  fixed.Observe(RateHeaders("190", "0"));
  EXPECT_EQ(fixed.limit(), 50);
}

TEST(RateLimiter, HoldsWhenNothingRemainsOrWhenTold) {
  FakeClock clock;
  RateLimiter limiter(std::nullopt, clock.Function());
  limiter.Observe(RateHeaders("100", "0"));
  EXPECT_FALSE(TryOne(limiter, Lane::kBurst));
  EXPECT_TRUE(TryOne(limiter, Lane::kSearch));
  clock.now += milliseconds(1000);
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
  limiter.HoldUntil(Lane::kSearch, clock.now + milliseconds(7000));
  limiter.HoldUntil(Lane::kSearch, clock.now + milliseconds(10));
  clock.now += milliseconds(6999);
  EXPECT_FALSE(TryOne(limiter, Lane::kSearch));
  clock.now += milliseconds(1);
  EXPECT_TRUE(TryOne(limiter, Lane::kSearch));
}

std::optional<RateLimiter::Permit> TakeOne(RateLimiter& limiter) {
  auto got = limiter.TryAcquire(Lane::kBurst);
  auto* const permit = std::get_if<RateLimiter::Permit>(&got);
  return permit != nullptr ? std::optional(std::move(*permit)) : std::nullopt;
}

int CountFree(RateLimiter& limiter) {
  int free = 0;
  while (TryOne(limiter, Lane::kBurst)) {
    ++free;
  }
  return free;
}

TEST(RateLimiter, LeavesTheSlotsThatAnotherProcessUsed) {
  for (const bool fixed : {false, true}) {
    FakeClock clock;
    RateLimiter limiter(fixed ? std::optional(90) : std::nullopt, clock.Function());
    // 60 of 100 are used, 59 of them not by us; we leave a tenth free, a fixed limit leaves none.
    limiter.ObserveOthers(*TakeOne(limiter), RateHeaders("100", "40"));
    EXPECT_EQ(CountFree(limiter), fixed ? 40 : 30);
    EXPECT_TRUE(TryOne(limiter, Lane::kSearch));
    clock.now += RateLimiter::kBurstWindow;
    EXPECT_EQ(CountFree(limiter), 90);
  }
}

TEST(RateLimiter, WaitsForTheWindowOfAnotherProcessThatUsedAll) {
  FakeClock clock;
  RateLimiter limiter(50, clock.Function());
  limiter.ObserveOthers(*TakeOne(limiter), RateHeaders("100", "0"));
  auto next = limiter.TryAcquire(Lane::kBurst);
  ASSERT_TRUE(std::holds_alternative<SteadyTime>(next));
  EXPECT_EQ(std::get<SteadyTime>(next), clock.now + RateLimiter::kBurstWindow);
}

TEST(RateLimiter, TakesNoneOfItsOwnRequestsForAnothers) {
  FakeClock clock;
  RateLimiter limiter(10, clock.Function());
  // Counted by HubSpot with nine others of ours, whose slots are free again when its answer comes.
  std::deque<RateLimiter::Permit> ours;
  for (int i = 0; i < 9; ++i) {
    ours.push_back(*TakeOne(limiter));
  }
  const auto late = TakeOne(limiter);
  ours.clear();
  clock.now += RateLimiter::kBurstWindow + milliseconds(1000);
  limiter.ObserveOthers(*late, RateHeaders("10", "0"));
  EXPECT_EQ(CountFree(limiter), 9);
}

TEST(RateLimiter, AbsurdNumbersAreNoOtherProcess) {
  FakeClock clock;
  RateLimiter limiter(10, clock.Function());
  for (const auto& [max, left, interval] :
       {std::array{"100", "-5", "10000"}, std::array{"100", "101", "10000"}, std::array{"abc", "0", "10000"},
        std::array{"1000000000", "0", "10000"}, std::array{"100", "0", "1000"},
        std::array{"100", "", "10000"}}) {
    limiter.ObserveOthers(*TakeOne(limiter), RateHeaders(max, left, interval));
  }
  EXPECT_EQ(CountFree(limiter), 4);
}

// Tells when a thread waits in Acquire(), from another thread.
class WaitWatch {
 public:
  RateLimiter::SteadyClock Clock() {
    return [this] {
      ++reads_;
      reads_.notify_all();
      return SteadyTime(std::chrono::hours(1));
    };
  }
  int reads() const { return reads_; }
  // Acquire() reads the clock under its lock, which only waiting gives up, and limit() takes that lock.
  void AwaitWaiter(const RateLimiter& limiter, int reads_before) const {
    reads_.wait(reads_before);
    limiter.limit();
  }

 private:
  std::atomic<int> reads_{0};
};

TEST(RateLimiter, StopEndsTheWait) {
  WaitWatch watch;
  RateLimiter limiter(1, watch.Clock());
  std::stop_source stop;
  const auto permit = limiter.Acquire(Lane::kBurst, stop.get_token());
  std::jthread stopper([&, before = watch.reads()] {
    watch.AwaitWaiter(limiter, before);
    stop.request_stop();
  });
  try {
    const auto second = limiter.Acquire(Lane::kBurst, stop.get_token());
    FAIL() << "a second slot of one";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kCancelled);
  }
}

TEST(RateLimiter, RaisedLimitWakesWaiters) {
  WaitWatch watch;
  RateLimiter limiter(1, watch.Clock());
  const auto first = limiter.Acquire(Lane::kBurst, {});
  std::jthread raiser([&, before = watch.reads()] {
    watch.AwaitWaiter(limiter, before);
    limiter.SetLimit(2);
  });
  const auto start = std::chrono::steady_clock::now();
  const auto second = limiter.Acquire(Lane::kBurst, {});
  // Without being woken it looks again after a minute.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes(1));
}

bool TrySpare(RateLimiter& limiter) {
  return std::holds_alternative<RateLimiter::Permit>(limiter.TryAcquire(Lane::kBurst, Priority::kSpare));
}

TEST(RateLimiter, SpareWorkLeavesAQuarterOfTheLane) {
  FakeClock clock;
  RateLimiter limiter(8, clock.Function());
  for (int i = 0; i < 6; ++i) {
    EXPECT_TRUE(TrySpare(limiter)) << i;
  }
  EXPECT_FALSE(TrySpare(limiter));
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
  EXPECT_FALSE(TryOne(limiter, Lane::kBurst));
}

TEST(RateLimiter, SpareWorkLeavesATenthOfTheDay) {
  FakeClock clock;
  RateLimiter limiter(8, clock.Function());
  const auto left = [&](std::string_view requests) {
    http::Headers headers;
    headers.Add("X-HubSpot-RateLimit-Daily", "1000");
    headers.Add("X-HubSpot-RateLimit-Daily-Remaining", requests);
    limiter.Observe(headers);
  };
  left("100");
  EXPECT_TRUE(TrySpare(limiter));
  left("99");
  EXPECT_FALSE(TrySpare(limiter));
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
  left("1000");  // after the account's midnight
  EXPECT_TRUE(TrySpare(limiter));
}

TEST(RateLimiter, SpareWorkWaitsWhileOthersDo) {
  RateLimiter limiter(1);
  EXPECT_TRUE(TryOne(limiter, Lane::kBurst));
  const auto spare_must_wait_for_others = [&] {
    const auto next = limiter.TryAcquire(Lane::kBurst, Priority::kSpare);
    return std::get<SteadyTime>(next) == SteadyTime::max();
  };
  EXPECT_FALSE(spare_must_wait_for_others());
  {
    const std::jthread other(
        [&](const std::stop_token& stop) { EXPECT_THROW(limiter.Acquire(Lane::kBurst, stop), Error); });
    while (!spare_must_wait_for_others()) {
      std::this_thread::yield();
    }
  }
  EXPECT_FALSE(spare_must_wait_for_others());
}

}  // namespace
}  // namespace hm::hubspot
