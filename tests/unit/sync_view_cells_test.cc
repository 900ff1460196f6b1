// The rest of it, side by side with the server: tests/integration/promote_test.cc.
#include <gtest/gtest.h>

#include "sync/store/view_cells.h"

namespace hm::sync {
namespace {

TEST(ViewCells, AreNullWhereTheViewIs) {
  EXPECT_EQ(ToViewNumber("+1.5e1"), "15");
  EXPECT_EQ(ToViewNumber(".00000000005"), "0.0000000001");
  EXPECT_EQ(ToViewNumber("1234567890123456789012345678"), std::nullopt);
  EXPECT_EQ(ToViewNumber("1e27"), std::nullopt);
  EXPECT_EQ(ToViewNumber("1e100"), std::nullopt);
  EXPECT_EQ(ToViewDate("-1"), "1969-12-31");
  EXPECT_EQ(ToViewDate("2024-02-30"), std::nullopt);
  EXPECT_EQ(ToViewDateTime("-1"), "1969-12-31 23:59:59.999");
  EXPECT_EQ(ToViewDateTime("2022-02-17T19:25:29.1239Z"), "2022-02-17 19:25:29.123");
  EXPECT_EQ(ToViewDateTime("2022-02-17T19:25:29+02:00"), std::nullopt);
  EXPECT_EQ(ToViewDateTime("2022-02-17T19:25:29.1234567890Z"), std::nullopt);
  EXPECT_EQ(ToViewBool("true"), "1");
  EXPECT_EQ(ToViewBool("True"), std::nullopt);
}

}  // namespace
}  // namespace hm::sync
