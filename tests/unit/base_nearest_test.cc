#include <gtest/gtest.h>

#include "base/nearest.h"

namespace hm {
namespace {

TEST(Nearest, IsWhatWasProbablyMeant) {
  const std::vector<std::string_view> known{"DB_HOST", "DB_PORT", "SYNC_OBJECTS"};
  EXPECT_EQ(Nearest("DB_HOTS", known), "DB_HOST");
  EXPECT_EQ(Nearest("DB_PROT", known), "DB_PORT");
  EXPECT_EQ(Nearest("SYNC_OBJECT", known), "SYNC_OBJECTS");
  EXPECT_EQ(Nearest("COLOUR", known), "");
}

}  // namespace
}  // namespace hm
