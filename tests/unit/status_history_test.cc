// One value a minute, out of counters that only grow.
#include <gtest/gtest.h>

#include "status/history.h"

namespace hm::status {
namespace {

constexpr std::int64_t kMinute = History::kStepMs;

Sample Written(std::int64_t requests, std::int64_t written) {
  Sample sample;
  sample.requests = requests;
  sample.written["contacts"] = written;
  return sample;
}

TEST(History, CountsTheGrowthOfEachMinute) {
  History history;
  history.Add(100 * kMinute, Written(5, 50));
  history.Add(100 * kMinute + 30'000, Written(7, 60));
  history.Add(103 * kMinute, Written(8, 61));
  ASSERT_EQ(history.minutes().size(), 4U);
  EXPECT_EQ(history.start_ms(), 100 * kMinute);
  EXPECT_EQ(history.minutes()[0].requests, 7);
  EXPECT_EQ(history.minutes()[0].written.at("contacts"), 60);
  EXPECT_EQ(history.minutes()[1].requests, std::nullopt);
  EXPECT_EQ(history.minutes()[3].requests, 1);
  // A counter that begins anew, after a reload.
  history.Add(103 * kMinute + 1, Written(2, 3));
  EXPECT_EQ(history.minutes()[3].requests, 3);
  EXPECT_EQ(history.minutes()[3].written.at("contacts"), 4);
}

TEST(History, KeepsSixHoursAndSurvivesJumpsOfTheClock) {
  History history;
  for (std::int64_t minute = 0; minute < 400; ++minute) {
    history.Add(minute * kMinute, Written(minute, 0));
  }
  EXPECT_EQ(history.minutes().size(), History::kMostMinutes);
  EXPECT_EQ(history.start_ms(), 40 * kMinute);
  history.Add(10 * kMinute, Written(400, 0));
  EXPECT_EQ(history.start_ms(), 40 * kMinute);
  history.Add(1'000'000 * kMinute, Written(400, 0));
  EXPECT_EQ(history.minutes().size(), 1U);
  EXPECT_EQ(history.start_ms(), 1'000'000 * kMinute);
}

TEST(History, TakesInWhatEarlierProcessesWroteInTheSameMinuteToo) {
  History history;
  history.Add(500 * kMinute, Written(1, 10));
  history.AddPast(498 * kMinute + 5, "contacts", 7, 3);
  history.AddPast(498 * kMinute + 9, "contacts", 1, 1);
  history.AddPast(500 * kMinute, "contacts", 5, 1);
  history.AddPast(100 * kMinute, "contacts", 9, 9);  // too old
  ASSERT_EQ(history.minutes().size(), 3U);
  EXPECT_EQ(history.start_ms(), 498 * kMinute);
  EXPECT_EQ(history.minutes()[0].written.at("contacts"), 8);
  EXPECT_EQ(history.minutes()[0].requests, 4);
  EXPECT_EQ(history.minutes()[2].written.at("contacts"), 15);
}

}  // namespace
}  // namespace hm::status
