#include <gtest/gtest.h>

#include <chrono>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/error.h"

namespace hm {
namespace {

TEST(Clock, FormatsTimesInUtc) {
  EXPECT_EQ(FormatUtc(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatUtc(1'709'211'845'007), "2024-02-29T13:04:05.007Z");
  EXPECT_EQ(FormatUtc(253'402'300'799'999), "9999-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatDateTime(1'709'211'845'999), "2024-02-29 13:04:05");
}

TEST(Clock, FormatsTimesBefore1970) {
  EXPECT_EQ(FormatUtc(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(FormatUtc(-86'400'000), "1969-12-31T00:00:00.000Z");
  EXPECT_EQ(FormatUtc(-62'135'596'800'000), "0001-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatDateTime(-1), "1969-12-31 23:59:59");
  EXPECT_EQ(FormatDateTime(-1'000), "1969-12-31 23:59:59");
  EXPECT_EQ(FormatDateTime(-1'001), "1969-12-31 23:59:58");
}

TEST(Clock, IsInThisCentury) {
  EXPECT_GT(NowUnixMillis(), 1'700'000'000'000);
  EXPECT_LT(NowUnixMillis(), 4'102'444'800'000);
}

TEST(Clock, WaitsNoLongerThanAskedAndEndsWithAStop) {
  SleepUntil(std::chrono::steady_clock::now() - std::chrono::hours(1), std::stop_token());
  std::stop_source stop;
  EXPECT_NO_THROW(ThrowIfStopped(stop.get_token()));
  stop.request_stop();
  for (const auto& wait : {+[](const std::stop_token& s) { SleepFor(std::chrono::hours(1), s); },
                           +[](const std::stop_token& s) { ThrowIfStopped(s); }}) {
    try {
      wait(stop.get_token());
      ADD_FAILURE() << "went on";
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kCancelled);
    }
  }
}

}  // namespace
}  // namespace hm
