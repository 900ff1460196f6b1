// Signs of life of a thread that works for long: given wherever it waits, asks HubSpot or the database, so
// that one who watches can tell a long wait from a hang.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace hm {

// Thread-safe.
class Heartbeat {
 public:
  Heartbeat() { Beat(); }
  void Beat() noexcept { last_ = std::chrono::steady_clock::now().time_since_epoch().count(); }
  SteadyTime last() const noexcept { return SteadyTime(SteadyTime::duration(last_)); }

 private:
  std::atomic<SteadyTime::rep> last_{};
};

// The current thread's heartbeat beats; nothing when it has none.
void Beat() noexcept;

// Null when the thread has none. For a helper of this thread, which must end before it.
Heartbeat* CurrentHeartbeat() noexcept;

// While it lives, `heartbeat` (may be null) is the current thread's. Must not outlive it.
class BeatsFor {
 public:
  explicit BeatsFor(Heartbeat* heartbeat) noexcept;
  ~BeatsFor();
  BeatsFor(const BeatsFor&) = delete;
  BeatsFor& operator=(const BeatsFor&) = delete;

 private:
  Heartbeat* before_;
};

}  // namespace hm
