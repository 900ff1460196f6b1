// Which lines of a log only repeat what was said within the last minute. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"

namespace hm::log {

class Repeats {
 public:
  static constexpr std::chrono::minutes kQuiet{1};
  static constexpr std::size_t kMostKnown = 256;

  // For a line that is about to be written: how many like it were kept back since the last one was, or
  // nullopt when this one is to be kept back too. `what` is the line without what differs every time.
  std::optional<std::int64_t> Pass(const std::string& what, SteadyTime now);

 private:
  struct Known {
    SteadyTime said;
    std::int64_t kept_back = 0;
  };
  std::map<std::string, Known> known_;
};

}  // namespace hm::log
