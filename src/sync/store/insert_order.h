// The order in which to insert rows that follow one another in the primary key.
//
// A leaf page of InnoDB (16 KiB) holds two or three rows of 4 to 8 KB. Where rows behind them are in the
// table already, each insert at a full leaf takes the row behind along to the new one, so that ascending rows
// end up with a leaf each. When every other one comes first, the rest fill those leaves up. Measured
// on 10.11, 200,000 rows of 5.5 KB in ranges: 165,000 leaves ascending, 102,000 so, and a tenth less of the
// server's time. Smaller rows leave no such gap, and larger ones have their text elsewhere.
#pragma once

#include <cstddef>

namespace hm::sync {

class InsertOrder {
 public:
  // `bytes`: of all rows.
  InsertOrder(std::size_t rows, std::size_t bytes)
      : rows_(rows), alternates_(bytes >= rows * kSmallest && bytes < rows * kLargest) {}

  // Which row comes at `place`; both count from 0.
  std::size_t operator[](std::size_t place) const {
    if (!alternates_) {
      return place;
    }
    const std::size_t odd = rows_ / 2;
    return place < odd ? 2 * place + 1 : 2 * (place - odd);
  }

 private:
  static constexpr std::size_t kSmallest = 4096;
  static constexpr std::size_t kLargest = 8192;

  std::size_t rows_;
  bool alternates_;
};

}  // namespace hm::sync
