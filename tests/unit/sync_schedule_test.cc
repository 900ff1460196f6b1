#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "sync/schedule.h"

namespace hm::sync {
namespace {

using std::chrono::minutes;
constexpr std::int64_t kMinute = 60'000;
// 2026-11-24 06:00:00 UTC, on a slot of every interval that divides the hour.
constexpr std::int64_t kHour = 1'795'500'000'000 / (60 * kMinute) * (60 * kMinute);

const std::vector<std::string> kThree{"contacts", "deals", "pipelines"};

TEST(Schedule, StartsTheThreeAtMinutes0And5And10Of15) {
  EXPECT_EQ(SlotOffset("contacts", kThree, minutes(15)), minutes(0));
  EXPECT_EQ(SlotOffset("deals", kThree, minutes(15)), minutes(5));
  EXPECT_EQ(SlotOffset("pipelines", kThree, minutes(15)), minutes(10));
}

TEST(Schedule, KeepsTheirPlacesWhateverElseIsSynced) {
  EXPECT_EQ(SlotOffset("deals", {"deals"}, minutes(15)), minutes(5));
  EXPECT_EQ(SlotOffset("pipelines", {"companies", "pipelines"}, minutes(60)), minutes(40));
}

TEST(Schedule, TakesFractionsOfMinutes) {
  EXPECT_EQ(SlotOffset("contacts", kThree, Millis(1500)), Millis(0));
  EXPECT_EQ(SlotOffset("deals", kThree, Millis(1500)), Millis(500));
  EXPECT_EQ(SlotOffset("pipelines", kThree, Millis(1500)), Millis(1000));
  EXPECT_EQ(NextSlot(kHour + 1, Millis(500), Millis(1500)), kHour + 500);
}

TEST(Schedule, SpreadsOthersEvenlyAndApart) {
  for (const std::size_t count : {1U, 2U, 3U, 6U, 9U, 20U}) {
    std::vector<std::string> objects = kThree;
    for (std::size_t i = 0; i < count; ++i) {
      objects.insert(objects.begin() + static_cast<long>(i % 2), "other" + std::to_string(i));
    }
    std::set<Millis> offsets;
    std::vector<Millis> others;
    for (const std::string& object : objects) {
      const Millis offset = SlotOffset(object, objects, minutes(60));
      EXPECT_GE(offset, Millis(0)) << object;
      EXPECT_LT(offset, minutes(60)) << object;
      EXPECT_TRUE(offsets.insert(offset).second) << object << " of " << count << " coincides";
      if (object.starts_with("other")) {
        others.push_back(offset);
      }
    }
    ASSERT_EQ(others.size(), count);
    const Millis step = Millis(minutes(60)) / static_cast<std::int64_t>(count);
    for (std::size_t i = 1; i < others.size(); ++i) {
      EXPECT_NEAR(static_cast<double>((others[i] - others[i - 1]).count()), static_cast<double>(step.count()),
                  1.0)
          << i << " of " << count;
    }
  }
}

TEST(Schedule, NextSlotIsTheFirstAfter) {
  const auto next = [](std::int64_t after) { return NextSlot(after, minutes(5), minutes(15)); };
  EXPECT_EQ(next(kHour), kHour + 5 * kMinute);
  EXPECT_EQ(next(kHour + 5 * kMinute - 1), kHour + 5 * kMinute);
  EXPECT_EQ(next(kHour + 5 * kMinute), kHour + 20 * kMinute);
  EXPECT_EQ(next(kHour + 5 * kMinute + 1), kHour + 20 * kMinute);
}

TEST(Schedule, IsTheSameAfterARestart) {
  for (std::int64_t at = kHour; at < kHour + 15 * kMinute; at += 37'123) {
    EXPECT_EQ(NextSlot(at, minutes(0), minutes(15)), kHour + 15 * kMinute);
  }
}

TEST(Schedule, WaitsForTheNextSlotAfterAQuickSync) {
  const std::int64_t started = kHour + 10;
  EXPECT_EQ(NextStart(started, kHour + kMinute, minutes(0), minutes(15)), kHour + 15 * kMinute);
}

TEST(Schedule, CatchesUpOnceHoweverManySlotsASyncOverran) {
  const std::int64_t ended = kHour + 50 * kMinute;  // over the slots of minutes 15, 30 and 45
  const std::int64_t again = NextStart(kHour, ended, minutes(0), minutes(15));
  EXPECT_EQ(again, ended);
  EXPECT_EQ(NextStart(again, again + kMinute, minutes(0), minutes(15)), kHour + 60 * kMinute);
}

TEST(Schedule, StartsAtOnceWhenASyncEndsOnASlot) {
  const std::int64_t slot = kHour + 15 * kMinute;
  EXPECT_EQ(NextStart(kHour, slot, minutes(0), minutes(15)), slot);
  EXPECT_EQ(NextStart(kHour, slot - 1, minutes(0), minutes(15)), slot);
}

}  // namespace
}  // namespace hm::sync
