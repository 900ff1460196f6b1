// SIGTERM and SIGINT ask for a clean end, a second one ends at once; SIGHUP asks for a new configuration.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace hm::cli {

// Make it before any other thread: it blocks the signals for all of them. One at a time.
class Signals {
 public:
  Signals();
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  std::stop_token stop() const { return stop_.get_token(); }

  // The same as a signal that asks for a clean end.
  void RequestStop() { stop_.request_stop(); }

  // Waits until a stop is asked for (false) or a SIGHUP came since the last call (true).
  bool WaitForReload();

 private:
  void Listen();
  void LeaveWithinDeadline(int first_signal);

  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool reload_ = false;  // guarded by mutex_
  std::thread listener_;
};

}  // namespace hm::cli
