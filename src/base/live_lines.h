// Lines that stay at the bottom of a terminal, below the log, and are drawn over again as they change. On
// stderr; only for a terminal that obeys ANSI's cursor movements. Thread-safe.
#pragma once

#include <mutex>
#include <string>
#include <vector>

namespace hm::log {

// In place of those shown before; none takes them away. Each must fit the terminal's width.
void ShowLive(const std::vector<std::string>& lines);

// While it lives, text may be written to stderr above them.
class AboveLive {
 public:
  AboveLive();
  ~AboveLive();
  AboveLive(const AboveLive&) = delete;
  AboveLive& operator=(const AboveLive&) = delete;

 private:
  std::unique_lock<std::mutex> lock_;
};

}  // namespace hm::log
