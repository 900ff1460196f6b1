#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "json/number.h"
#include "json/unescape.h"
#include "json/utf8.h"
#include "json/writer.h"

namespace hm::json {
namespace {

std::string Written(std::string_view text) {
  std::string out;
  AppendString(out, text);
  return out;
}

std::optional<std::string> Unescaped(std::string_view raw) {
  std::string out(raw.size(), '\0');
  const auto size = Unescape(raw, out.data());
  if (!size) {
    return std::nullopt;
  }
  out.resize(*size);
  return out;
}

std::string Sanitized(std::string_view text) {
  std::string out;
  SanitizeUtf8(text, out);
  return out;
}

TEST(JsonWriter, EscapesWhatMustBe) {
  EXPECT_EQ(Written(""), R"("")");
  EXPECT_EQ(Written("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(Written("\n\t\r\b\f"), R"("\n\t\r\b\f")");
  EXPECT_EQ(Written(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001f\x7f\"");
  EXPECT_EQ(Written("é😀"), "\"é😀\"");
}

TEST(JsonWriter, ArenaAndStringAgree) {
  Arena arena;
  for (const std::string_view text : {"", "plain", "a\nb", "\"\""}) {
    EXPECT_EQ(WriteString(arena, text), Written(text));
  }
  EXPECT_EQ(WriteString(arena, "plain", true), R"("plain")");
}

TEST(JsonUnescape, KnowsAllEscapes) {
  EXPECT_EQ(Unescaped(R"(a\"\\\/\b\f\n\r\tz)"), "a\"\\/\b\f\n\r\tz");
  EXPECT_EQ(Unescaped(R"(\u0041\u00e9\u20AC)"), "Aé€");
  EXPECT_EQ(Unescaped(R"(\ud83d\ude00)"), "😀");
  EXPECT_EQ(Unescaped(R"(\u0000)"), std::string(1, '\0'));
}

TEST(JsonUnescape, LoneSurrogatesBecomeReplacement) {
  EXPECT_EQ(Unescaped(R"(\ud83d)"), "\uFFFD");
  EXPECT_EQ(Unescaped(R"(\ude00x)"), "\uFFFDx");
  EXPECT_EQ(Unescaped(R"(\ud83d\ud83d\ude00)"), "\uFFFD😀");
  EXPECT_EQ(Unescaped(R"(\ud83d\n)"), "\uFFFD\n");
  EXPECT_EQ(Unescaped(R"(\ud83d\u0041)"), "\uFFFDA");
}

TEST(JsonUnescape, RejectsBadEscapes) {
  for (const std::string_view raw :
       {"\\", "\\q", "\\u", "\\u12", "\\u12g4", "\\u-123", "\\u+123", "\\ud83d\\u12"}) {
    EXPECT_EQ(Unescaped(raw), std::nullopt) << raw;
  }
}

TEST(JsonWriter, RoundTripsRandomText) {
  std::mt19937 random(7);  // the same texts in every run
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) {
      c = static_cast<char>(random() % 3 == 0 ? random() % 0x30 : random() % 256);
    }
    const std::string text = Sanitized(bytes);
    const std::string written = Written(text);
    EXPECT_EQ(nlohmann::json::parse(written).get<std::string>(), text);
    EXPECT_EQ(Unescaped(std::string_view(written).substr(1, written.size() - 2)), text);
  }
}

TEST(JsonUtf8, ReplacesOnlyWhatIsBroken) {
  EXPECT_EQ(Sanitized("añ€😀"), "añ€😀");
  EXPECT_EQ(Sanitized("\xff"), "\uFFFD");
  EXPECT_EQ(Sanitized("a\xc3"), "a\uFFFD");
  EXPECT_EQ(Sanitized("\xe2\x82z"), "\uFFFDz");
  EXPECT_EQ(Sanitized("\xc0\xaf"), "\uFFFD\uFFFD");
  EXPECT_EQ(Sanitized("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Sanitized("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");
}

TEST(JsonNumber, FollowsTheGrammar) {
  for (const std::string_view good : {"0", "-0", "12", "1.5", "1e400", "-1.2E+3", "9007199254740993"}) {
    EXPECT_TRUE(IsJsonNumber(good)) << good;
  }
  for (const std::string_view bad :
       {"", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1x", "0x1", "tru", "NaN"}) {
    EXPECT_FALSE(IsJsonNumber(bad)) << bad;
  }
}

}  // namespace
}  // namespace hm::json
