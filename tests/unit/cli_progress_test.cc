// The live line of an object: what it says, and that it fits.
#include <gtest/gtest.h>

#include "base/live_lines.h"
#include "base/log.h"
#include "cli/progress.h"

namespace hm::cli {
namespace {

using std::chrono::seconds;

class ProgressLineTest : public testing::Test {
 protected:
  std::string Line(const Screen& screen) const {
    return ProgressLine("contacts", activity_, start_ + seconds{100}, screen).value_or("none");
  }
  void Load(std::int64_t before, std::int64_t done, std::optional<std::int64_t> total) {
    activity_.now = sync::SyncNow{start_};
    activity_.load = sync::LoadNow{start_, before, done, total};
  }

  SteadyTime start_ = std::chrono::steady_clock::now();
  sync::Activity activity_;
};

TEST_F(ProgressLineTest, SaysCountRateAndTimeLeft) {
  Load(0, 52'000, 120'345);
  EXPECT_EQ(Line({120, true}),
            "contacts    ████████░░░░░░░░░░░░  52,000 of 120,345  43 %  520/s  2 min 11 s left");
  EXPECT_EQ(Line({120, false}),
            "contacts    [########------------]  52,000 of 120,345  43 %  520/s  2 min 11 s left");
}

TEST_F(ProgressLineTest, SaysWhatIsLeftOfTheDaysRequests) {
  Load(0, 52'000, 120'345);
  const auto line = [&](std::size_t width) {
    return *ProgressLine("contacts", activity_, start_ + seconds{100}, {width, false}, 0.949);
  };
  EXPECT_EQ(
      line(100),
      "contacts    [########------------]  52,000 of 120,345  43 %  520/s  2 min 11 s left  quota 94 %");
  EXPECT_EQ(line(80), "contacts    52,000 of 120,345  43 %  520/s  2 min 11 s left  quota 94 %");
}

TEST_F(ProgressLineTest, CountsTheRateFromWhereItWentOn) {
  Load(50'000, 52'000, 54'000);
  EXPECT_EQ(Line({120, false}),
            "contacts    [###################-]  52,000 of 54,000  96 %  20/s  1 min 40 s left");
}

TEST_F(ProgressLineTest, FitsNarrowTerminals) {
  Load(0, 52'000, 120'345);
  EXPECT_EQ(Line({82, true}),
            "contacts    ████████░░░░░░░░░░░░  52,000 of 120,345  43 %  520/s  2 min 11 s left");
  EXPECT_EQ(Line({81, true}), "contacts    ████░░░░░░  52,000 of 120,345  43 %  520/s  2 min 11 s left");
  EXPECT_EQ(Line({70, true}), "contacts    52,000 of 120,345  43 %  520/s  2 min 11 s left");
  EXPECT_EQ(Line({50, true}), "contacts    52,000 of 120,345  43 %  520/s");
  EXPECT_EQ(Line({40, true}), "contacts    52,000 of 120,345  43 %");
  EXPECT_EQ(Line({20, true}), "contacts  ");
  EXPECT_EQ(Line({5, true}), "cont");
  EXPECT_EQ(Line({0, true}), "");
}

TEST_F(ProgressLineTest, DoesWithoutATotal) {
  Load(0, 1'234'567, std::nullopt);
  EXPECT_EQ(Line({80, true}), "contacts    1,234,567 read  12,346/s");
  activity_.load.reset();
  activity_.now->read = 300;
  EXPECT_EQ(Line({80, true}), "contacts    300 read  3/s");
  // More than HubSpot counted at the start.
  Load(0, 120, 100);
  EXPECT_EQ(Line({80, false}), "contacts    [####################]  120 of 100  100 %  1/s  0 s left");
}

TEST_F(ProgressLineTest, ShowsNothingOfAnObjectAtRest) { EXPECT_EQ(Line({80, true}), "none"); }

TEST(LiveLines, AreNoMoreThanFitTheScreen) {
  const std::vector<std::string> lines{"a", "b", "c"};
  EXPECT_EQ(LinesThatFit(lines, {80, true, 4}), lines);
  EXPECT_EQ(LinesThatFit(lines, {80, true, 3}), (std::vector<std::string>{"a", "and 2 more"}));
  EXPECT_EQ(LinesThatFit(lines, {80, true, 1}), (std::vector<std::string>{"and 3 more"}));
  EXPECT_EQ(LinesThatFit(lines, {4, true, 1}), (std::vector<std::string>{"and"}));
}

TEST(LiveLines, StayBelowTheLogAndGoWithoutATrace) {
  testing::internal::CaptureStderr();
  log::ShowLive({"a", "b"});
  log::ShowLive({"a", "b"});  // no change, nothing drawn
  log::Info("line");
  log::ShowLive({"c"});
  log::ShowLive({});
  std::string out = testing::internal::GetCapturedStderr();
  const auto begin = out.find("\x1b[J") + 3;
  out.erase(begin, out.find("info") - begin);  // the time
  EXPECT_EQ(out, "a\nb\r\x1b[A\x1b[Jinfo  line\na\nb\r\x1b[A\x1b[Jc\r\x1b[J");
}

TEST(LongSyncs, AreLoggedOnceTheyHaveGoneOnForThirtySeconds) {
  sync::Telemetry telemetry;
  telemetry.Started("contacts");
  telemetry.LoadStarted("contacts", 0, 120'000);
  telemetry.LoadProgress("contacts", 4000);
  telemetry.Started("deals");
  const SteadyTime start = std::chrono::steady_clock::now();
  testing::internal::CaptureStderr();
  LogLongSyncs(telemetry, start + seconds{29});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  testing::internal::CaptureStderr();
  LogLongSyncs(telemetry, start + seconds{40});
  const std::string logged = testing::internal::GetCapturedStderr();
  EXPECT_NE(logged.find("sync goes on object=contacts done=4000 total=120000 per_second="), logged.npos)
      << logged;
  EXPECT_NE(logged.find("seconds_left="), logged.npos) << logged;
  EXPECT_NE(logged.find("sync goes on object=deals done=0 per_second=0"), logged.npos) << logged;
}

}  // namespace
}  // namespace hm::cli
