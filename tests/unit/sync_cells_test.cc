#include <fmt/format.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "sync/store/cells.h"

namespace hm::sync {
namespace {

struct DecimalCase {
  std::string text;
  std::optional<std::string> cell;
};

TEST(DecimalCell, HoldsWhatFitsAndNothingElse) {
  const auto none = std::nullopt;
  const std::vector<DecimalCase> cases{
      {"0", "0"},
      {"1", "1"},
      {"007.50", "7.50"},
      {"12.345", "12.35"},
      {"12.344", "12.34"},
      {"-12.345", "-12.35"},
      {"+5", "5"},
      {".5", "0.5"},
      {"5.", "5"},
      {"-.5", "-0.5"},
      {"-0.0", "0"},
      {"-0.001", "0"},
      {"0.004999", "0"},
      {"0.005", "0.01"},
      {"-0.005", "-0.01"},
      {"0.05", "0.05"},
      {"9.994", "9.99"},
      {"9.995", "10.00"},
      {"999.995", "1000.00"},
      {"0.995", "1.00"},
      {"0.000000000000000000000000000000000000000000000000000001", "0"},
      {"1.234567890123456789012345678901234567890123456789012345", "1.23"},
      {"1.5E3", "1500"},
      {"1.5e+3", "1500"},
      {"15e-1", "1.5"},
      {"123456e-5", "1.23"},
      {"0e400", "0"},
      {"9999999999999.99", "9999999999999.99"},
      {"9999999999999.994", "9999999999999.99"},
      {"9999999999999.995", none},
      {"10000000000000", none},
      {"-10000000000000", none},
      {"00000000000000000001", "1"},
      {"1e12", "1000000000000"},
      {"1e13", none},
      {"1e400", none},
      {"1e99999999999999999999", none},
      {"1e-400", "0"},
      {"", none},
      {"+", none},
      {"-", none},
      {".", none},
      {"e5", none},
      {"1e", none},
      {"1e+", none},
      {"1e+-5", none},
      {"1e5.5", none},
      {"--5", none},
      {"+-5", none},
      {" 5", none},
      {"5 ", none},
      {"1,000.00", none},
      {"1.2.3", none},
      {"0x10", none},
      {"NaN", none},
      {"Infinity", none},
      {"12 EUR", none},
      {"\xE2\x82\xAC"
       "5",
       none},
      {std::string("5\0", 2), none},
  };
  for (const DecimalCase& c : cases) {
    EXPECT_EQ(ToDecimalCell(c.text, 15, 2), c.cell) << '"' << c.text << '"';
  }
}

TEST(DecimalCell, FollowsPrecisionAndScale) {
  EXPECT_EQ(ToDecimalCell("0.99995", 5, 4), "1.0000");
  EXPECT_EQ(ToDecimalCell("9.99995", 5, 4), std::nullopt);
  EXPECT_EQ(ToDecimalCell("0.5", 3, 0), "1");
  EXPECT_EQ(ToDecimalCell("999.4", 3, 0), "999");
  EXPECT_EQ(ToDecimalCell("999.5", 3, 0), std::nullopt);
}

TEST(DecimalCell, TakesAnyLength) {
  EXPECT_EQ(ToDecimalCell("1." + std::string(65'534, '9'), 15, 2), "2.00");
  EXPECT_EQ(ToDecimalCell(std::string(65'536, '9'), 15, 2), std::nullopt);
}

// Against whole numbers: any value of four decimals rounds to two half away from zero.
TEST(DecimalCell, RoundsAsIntegerArithmeticDoes) {
  std::mt19937_64 random(20261124);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t most = i % 2 == 0 ? 99'999 : 9'999'999'999;
    const std::int64_t value = std::uniform_int_distribution<std::int64_t>(-most, most)(random);
    const std::int64_t size = std::abs(value);
    const std::int64_t hundredths = (size + 50) / 100;
    const auto written = fmt::format("{}{}.{:04}", value < 0 ? "-" : "", size / 10'000, size % 10'000);
    const auto expected =
        hundredths == 0 ? std::string("0")
                        : fmt::format("{}{}.{:02}", value < 0 ? "-" : "", hundredths / 100, hundredths % 100);
    ASSERT_EQ(ToDecimalCell(written, 15, 2), expected) << written;
    ASSERT_EQ(ToDecimalCell(fmt::format("{}e-4", value), 15, 2).value_or("NULL"), expected) << written;
  }
}

TEST(CutText, CutsAtWholeCharacters) {
  const std::string_view emoji = "\xF0\x9F\x98\x80";  // 4 bytes, one character
  const std::string four = std::string(emoji) + "a\xC3\xA9\xE2\x82\xAC";
  EXPECT_EQ(CutText(four, 4), four);
  EXPECT_EQ(CutText(four, 5), four);
  EXPECT_EQ(CutText(four, 3), std::string(emoji) + "a\xC3\xA9");
  EXPECT_EQ(CutText(four, 2), std::string(emoji) + "a");
  EXPECT_EQ(CutText(four, 1), emoji);
  EXPECT_EQ(CutText(four, 0), "");
  EXPECT_EQ(CutText("", 0), "");
  EXPECT_EQ(CutText("abc", 2), "ab");
}

TEST(CutText, CountsCharactersNotBytes) {
  std::string text;
  for (int i = 0; i < 256; ++i) {
    text += "\xF0\x9F\x98\x80";
  }
  EXPECT_EQ(CutText(text, 255).size(), 255U * 4);
  EXPECT_EQ(CutText(text, 256).size(), 256U * 4);
}

TEST(CutBytes, CutsAtWholeCharacters) {
  const std::string_view text =
      "a\xF0\x9F\x98\x80"
      "b";
  EXPECT_EQ(CutBytes(text, 6), text);
  EXPECT_EQ(CutBytes(text, 5), text.substr(0, 5));
  for (const std::size_t bytes : {1U, 2U, 3U, 4U}) {
    EXPECT_EQ(CutBytes(text, bytes), "a") << bytes;
  }
  EXPECT_EQ(CutBytes(text, 0), "");
  EXPECT_EQ(CutBytes("\xF0\x9F\x98\x80", 3), "");
}

TEST(DateTimeCell, HoldsYears1To9999) {
  EXPECT_EQ(ToDateTimeCell(0), "1970-01-01 00:00:00");
  EXPECT_EQ(ToDateTimeCell(-1), "1969-12-31 23:59:59");
  EXPECT_EQ(ToDateTimeCell(1'709'164'800'000), "2024-02-29 00:00:00");
  EXPECT_EQ(ToDateTimeCell(-62'135'596'800'000), "0001-01-01 00:00:00");
  EXPECT_EQ(ToDateTimeCell(-62'135'596'800'001), std::nullopt);
  EXPECT_EQ(ToDateTimeCell(253'402'300'799'999), "9999-12-31 23:59:59");
  EXPECT_EQ(ToDateTimeCell(253'402'300'800'000), std::nullopt);
  EXPECT_EQ(ToDateTimeCell(INT64_MAX), std::nullopt);
  EXPECT_EQ(ToDateTimeCell(INT64_MIN), std::nullopt);
}

}  // namespace
}  // namespace hm::sync
