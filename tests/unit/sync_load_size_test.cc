#include <gtest/gtest.h>

#include "sync/load/load_size.h"

namespace hm::sync {
namespace {

TEST(LoadShares, AreByWhatIsLeftButNeverLessThanHalfOfAnEqualPart) {
  const int contacts = 0;
  const int deals = 0;
  LoadShares shares;
  EXPECT_DOUBLE_EQ(shares.Share(&contacts, 90'000), 1) << "alone";
  EXPECT_DOUBLE_EQ(shares.Share(&deals, 10'000), 0.25) << "a tenth would be too little";
  EXPECT_DOUBLE_EQ(shares.Share(&contacts, 90'000), 0.9);
  EXPECT_DOUBLE_EQ(shares.Share(&contacts, 30'000), 0.75) << "60,000 of them are read";
  shares.Leave(&contacts);
  EXPECT_DOUBLE_EQ(shares.Share(&deals, 10'000), 1);
  EXPECT_DOUBLE_EQ(shares.Share(&deals, 0), 1) << "nothing is left, or nobody knows how much";
}

}  // namespace
}  // namespace hm::sync
