#include "base/log_repeats.h"

namespace hm::log {

std::optional<std::int64_t> Repeats::Pass(const std::string& what, SteadyTime now) {
  const auto found = known_.find(what);
  if (found != known_.end() && now < found->second.said + kQuiet) {
    ++found->second.kept_back;
    return std::nullopt;
  }
  const std::int64_t kept_back = found == known_.end() ? 0 : found->second.kept_back;
  if (known_.size() >= kMostKnown) {
    std::erase_if(known_, [&](const auto& entry) { return now >= entry.second.said + kQuiet; });
  }
  if (known_.size() < kMostKnown) {
    known_[what] = {now, 0};
  }
  return kept_back;
}

}  // namespace hm::log
