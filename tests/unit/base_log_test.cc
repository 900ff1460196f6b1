#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/log.h"
#include "base/log_repeats.h"

namespace hm::log {
namespace {

class LogTest : public testing::Test {
 protected:
  ~LogTest() override { Configure(Level::kInfo, Format::kText); }

  static std::string Written(Format format, std::string_view message, std::initializer_list<Field> fields) {
    Configure(Level::kInfo, format);
    testing::internal::CaptureStderr();
    Info(message, fields);
    return testing::internal::GetCapturedStderr();
  }
  // Without the time in front.
  static std::string Text(std::string_view message, std::initializer_list<Field> fields) {
    const std::string line = Written(Format::kText, message, fields);
    return line.substr(line.find(' ') + 1);
  }
};

TEST_F(LogTest, WritesNamedFields) {
  EXPECT_EQ(Text("synced", {{"object", "deals"}, {"rows", std::int64_t{12}}, {"seconds", 1.5}}),
            "info  synced object=deals rows=12 seconds=1.5\n");
}

TEST_F(LogTest, KeepsAnEventOnOneLine) {
  EXPECT_EQ(Text("a\nb\r\x1B[2J", {{"x", "c\nd\x7F"}}), "info  a\\x0ab\\x0d\\x1b[2J x=c\\x0ad\\x7f\n");
}

// U+009B starts a terminal's control sequence as ESC [ does.
TEST_F(LogTest, EscapesTheSecondSetOfControlCharacters) {
  EXPECT_EQ(Text("a\xC2\x9B"
                 "2J \xC2\xA9",
                 {}),
            "info  a\\x9b2J \xC2\xA9\n");
}

TEST_F(LogTest, LetsNoValuePoseAsAnotherField) {
  EXPECT_EQ(Text("m", {{"a", "x y"}, {"b", ""}, {"c", "k=v"}}), "info  m a=\"x y\" b=\"\" c=\"k=v\"\n");
  EXPECT_EQ(Text("m", {{"a", "x\" level=error y=\""}}), "info  m a=\"x\\\" level=error y=\\\"\"\n");
  EXPECT_EQ(Text("m", {{"a", "x\\\" b=\\"}}), "info  m a=\"x\\\\\\\" b=\\\\\"\n");
}

TEST_F(LogTest, WritesJson) {
  const std::string line =
      Written(Format::kJson, "a\n\"b\"", {{"object", "d\x01"}, {"rows", std::int64_t{3}}, {"bad", "\xFF"}});
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto parsed = nlohmann::json::parse(line);
  EXPECT_EQ(parsed["msg"], "a\n\"b\"");
  EXPECT_EQ(parsed["level"], "info");
  EXPECT_EQ(parsed["object"], "d\x01");
  EXPECT_EQ(parsed["rows"], 3);
  EXPECT_EQ(parsed["bad"], "\xEF\xBF\xBD");
  EXPECT_EQ(parsed["ts"].get<std::string>().size(), 24U);
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel) {
  Configure(Level::kWarn, Format::kText);
  testing::internal::CaptureStderr();
  Debug("one");
  Info("two");
  Warn("three");
  Error("four");
  const std::string written = testing::internal::GetCapturedStderr();
  EXPECT_EQ(written.find("one"), std::string::npos);
  EXPECT_EQ(written.find("two"), std::string::npos);
  EXPECT_NE(written.find("warn  three\n"), std::string::npos);
  EXPECT_NE(written.find("error four\n"), std::string::npos);
}

TEST_F(LogTest, TakesBracesAsTheyAre) { EXPECT_EQ(Text("{} {0} %v", {}), "info  {} {0} %v\n"); }

TEST_F(LogTest, WritesPrioritiesForJournaldAndNoTime) {
  Configure(Level::kDebug, Format::kJournald);
  testing::internal::CaptureStderr();
  Debug("d");
  Info("i", {{"rows", std::int64_t{1}}});
  Warn("journald w");
  Error("journald e\n<0>x");
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "<7>d\n<6>i rows=1\n<4>journald w\n<3>journald e\\x0a<0>x\n");
}

TEST_F(LogTest, KeepsBackWarningsThatRepeatThemselvesWithinAMinute) {
  Configure(Level::kInfo, Format::kText);
  testing::internal::CaptureStderr();
  for (std::int64_t i = 0; i < 3; ++i) {
    Warn("no database", {{"why", "refused"}, {"wait_ms", i}});
    Info("tick");
  }
  Warn("no database", {{"why", "another reason"}});
  const std::string lines = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 5) << lines;
  EXPECT_NE(lines.find("another reason"), std::string::npos);
}

TEST(Repeats, SaysHowManyItKeptBackAndForgetsOldOnes) {
  using std::chrono::seconds;
  Repeats repeats;
  const SteadyTime start = std::chrono::steady_clock::now();
  EXPECT_EQ(repeats.Pass("a", start), 0);
  EXPECT_EQ(repeats.Pass("a", start + seconds{1}), std::nullopt);
  EXPECT_EQ(repeats.Pass("a", start + seconds{59}), std::nullopt);
  EXPECT_EQ(repeats.Pass("b", start + seconds{59}), 0);
  EXPECT_EQ(repeats.Pass("a", start + seconds{60}), 2);
  EXPECT_EQ(repeats.Pass("a", start + seconds{61}), std::nullopt);
  // Full of new ones: nothing is kept back that was not said, and old ones make room.
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(repeats.Pass("new " + std::to_string(i), start + seconds{61}), 0) << i;
  }
  EXPECT_EQ(repeats.Pass("later", start + seconds{200}), 0);
  EXPECT_EQ(repeats.Pass("later", start + seconds{201}), std::nullopt);
}

}  // namespace
}  // namespace hm::log
