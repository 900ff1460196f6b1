#include <gtest/gtest.h>

#include "hubspot/timestamps.h"

namespace hm::hubspot {
namespace {

TEST(Timestamps, ReadsAllForms) {
  EXPECT_EQ(ParseTimestampMillis("2020-02-29T03:30:17.123Z"), 1582947017123);
  EXPECT_EQ(ParseTimestampMillis("2022-02-17T19:25:29Z"), 1645125929000);
  EXPECT_EQ(ParseTimestampMillis("2022-02-17T19:25:29"), 1645125929000);
  EXPECT_EQ(ParseTimestampMillis("2022-02-17T19:25:29.1Z"), 1645125929100);
  EXPECT_EQ(ParseTimestampMillis("2022-02-17T19:25:29.123456789Z"), 1645125929123);
  EXPECT_EQ(ParseTimestampMillis("2022-02-17T21:25:29+02:00"), 1645125929000);
  EXPECT_EQ(ParseTimestampMillis("2022-02-17T13:55:29-0530"), 1645125929000);
  EXPECT_EQ(ParseTimestampMillis("1970-01-01"), 0);
  EXPECT_EQ(ParseTimestampMillis("0001-01-01"), -62135596800000);
  EXPECT_EQ(ParseTimestampMillis("9999-12-31T23:59:59.999Z"), 253402300799999);
  EXPECT_EQ(ParseTimestampMillis("1653696000000"), 1653696000000);
  EXPECT_EQ(ParseTimestampMillis("-1"), -1);
  EXPECT_EQ(ParseTimestampMillis("+0"), 0);
}

TEST(Timestamps, RejectsWhatCannotBe) {
  for (const char* text : {"",
                           "x",
                           "2021-02-29",
                           "2022-13-01",
                           "2022-00-10",
                           "2022-01-32",
                           "0000-01-01",
                           "10000-01-01",
                           "2022-02-17T24:00:00Z",
                           "2022-02-17T19:60:00Z",
                           "2022-02-17T19:00:60Z",
                           "2022-02-17T19:00Z",
                           "2022-02-17 19:00:00",
                           "2022-02-17T19:00:00.Z",
                           "2022-02-17T19:00:00Zx",
                           "2022-02-17T19:00:00+25:00",
                           "253402300800000",
                           "-62135596800001",
                           "99999999999999999999",
                           "1.5",
                           "+-1",
                           "--1",
                           " 1",
                           "1 ",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01"}) {
    EXPECT_EQ(ParseTimestampMillis(text), std::nullopt) << text;
  }
}

TEST(Timestamps, ReadsHttpDates) {
  EXPECT_EQ(ParseHttpDateMillis("Sun, 06 Nov 1994 08:49:37 GMT"), 784111777000);
  for (const char* text : {"", "Sun, 06 Nov 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49:37 CET", "Sunday, 06-Nov-94 08:49:37 GMT"}) {
    EXPECT_EQ(ParseHttpDateMillis(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace hm::hubspot
