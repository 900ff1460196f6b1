// Calls under way at the same time, their results in order.
#include <gtest/gtest.h>

#include <latch>
#include <stdexcept>

#include "base/clock.h"
#include "base/error.h"
#include "base/read_ahead.h"

namespace hm {
namespace {

TEST(ReadAhead, CallsAreUnderWayAtTheSameTimeAndTheirResultsInOrder) {
  ReadAhead<int> ahead({});
  std::latch last_began(1);
  ahead.Start([&](const std::stop_token&) {
    last_began.wait();  // for ever, if one began after the other had ended
    return 1;
  });
  ahead.Start([&](const std::stop_token&) {
    last_began.count_down();
    return 2;
  });
  EXPECT_EQ(ahead.size(), 2U);
  EXPECT_EQ(ahead.Next(), 1);
  EXPECT_EQ(ahead.Next(), 2);
  EXPECT_EQ(ahead.size(), 0U);
}

TEST(ReadAhead, RethrowsInItsPlace) {
  ReadAhead<int> ahead({});
  ahead.Start([](const std::stop_token&) { return 1; });
  ahead.Start([](const std::stop_token&) -> int { throw std::runtime_error("no"); });
  EXPECT_EQ(ahead.Next(), 1);
  EXPECT_THROW(ahead.Next(), std::runtime_error);
}

TEST(ReadAhead, ItsEndAndAStopReachTheCalls) {
  const auto wait = [](const std::stop_token& stop) {
    SleepFor(Millis{3'600'000}, stop);
    return 0;
  };
  {
    ReadAhead<int> ahead({});
    ahead.Start(wait);
  }
  std::stop_source source;
  ReadAhead<int> ahead(source.get_token());
  ahead.Start(wait);
  source.request_stop();
  EXPECT_THROW(ahead.Next(), Error);
}

}  // namespace
}  // namespace hm
