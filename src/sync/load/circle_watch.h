// Notices that a list's cursors go round in a circle, of whatever length, by remembering one of them: the
// 1st, 2nd, 4th, 8th … (Brent's algorithm). Cursors may be opaque, so going backwards cannot be told by
// comparing.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"

namespace hm::sync {

class CircleWatch {
 public:
  // Takes the cursor that a page gave, "" after the last. Throws Error(kRetry) once the circle is closed.
  void Follow(const std::string& cursor) {
    if (cursor.empty()) {
      return;
    }
    if (cursor == landmark_) {
      throw Error(ErrorKind::kRetry, ErrorCode::kSearchIncomplete,
                  "HubSpot's list gave the same cursor twice", "nothing is lost: the next run tries again");
    }
    if (++steps_ == until_next_) {
      landmark_ = cursor;
      steps_ = 0;
      until_next_ *= 2;
    }
  }

 private:
  std::string landmark_;
  std::int64_t steps_ = 0;
  std::int64_t until_next_ = 1;
};

}  // namespace hm::sync
