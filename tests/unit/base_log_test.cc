#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/log.h"

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

}  // namespace
}  // namespace hm::log
