#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "sync/store/insert_order.h"

namespace hm::sync {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::size_t> Order(std::size_t rows, std::size_t bytes_each) {
  const InsertOrder order(rows, rows * bytes_each);
  std::vector<std::size_t> all;
  for (std::size_t place = 0; place < rows; ++place) {
    all.push_back(order[place]);
  }
  return all;
}

TEST(InsertOrder, EveryOtherRowFirstWhereFewFitALeaf) {
  EXPECT_THAT(Order(5, 5500), ElementsAre(1, 3, 0, 2, 4));
  EXPECT_THAT(Order(6, 5500), ElementsAre(1, 3, 5, 0, 2, 4));
  EXPECT_THAT(Order(1, 5500), ElementsAre(0));
  EXPECT_THAT(Order(0, 5500), IsEmpty());
}

TEST(InsertOrder, AscendsForSmallerAndLargerRows) {
  EXPECT_THAT(Order(4, 1500), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(Order(4, 4095), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(Order(4, 8192), ElementsAre(0, 1, 2, 3));
}

}  // namespace
}  // namespace hm::sync
