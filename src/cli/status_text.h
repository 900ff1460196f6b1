// What `status` shows a person: one sentence that answers 'is my data fresh and complete?', a line an object,
// and what is wrong with its cure. Pure.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "sync/report/status.h"

namespace hm::cli {

struct StatusFrame {
  std::int64_t now_ms;
  Millis interval;        // SYNC_INTERVAL_MINUTES; fresh is what is no older than three of them
  std::size_t width = 0;  // columns of the terminal: what does not fit is left out; 0 for no bound
};

std::string StatusText(const sync::Status& status, const StatusFrame& frame);

// Columns of the terminal at `fd`; 0 when it is none.
std::size_t ScreenWidth(int fd);

}  // namespace hm::cli
