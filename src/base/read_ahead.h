// Runs calls on threads of their own, several at the same time, and gives their results in the order in which
// they were started: what waits for an answer far away need not wait for one after the other. For calls that
// take long against a thread's beginning (about 30 µs). How many there are at once is the caller's to say.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <future>
#include <stop_token>
#include <utility>

#include "base/heartbeat.h"

namespace hm {

// Used by one thread. Destruction stops the calls under way and waits for them.
template <typename T>
class ReadAhead {
 public:
  using Call = std::function<T(const std::stop_token&)>;

  // A stop of `stop` reaches the calls.
  explicit ReadAhead(const std::stop_token& stop) : on_stop_(stop, [this] { reading_.request_stop(); }) {}
  ~ReadAhead() {
    reading_.request_stop();
    results_.clear();
  }
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  void Start(Call call) {
    results_.push_back(std::async(std::launch::async, [this, call = std::move(call)] {
      const BeatsFor beats(heartbeat_);
      return call(reading_.get_token());
    }));
  }

  // Started and not taken yet.
  std::size_t size() const { return results_.size(); }

  // Whether Next() would not wait; false when there is none.
  bool IsReady() const {
    return !results_.empty() &&
           results_.front().wait_for(std::chrono::seconds{0}) == std::future_status::ready;
  }

  // Waits for the one that was started first, and rethrows what it threw.
  T Next() {
    std::future<T> first = std::move(results_.front());
    results_.pop_front();
    return first.get();
  }

 private:
  Heartbeat* const heartbeat_ = CurrentHeartbeat();
  std::stop_source reading_;
  std::stop_callback<std::function<void()>> on_stop_;
  std::deque<std::future<T>> results_;
};

}  // namespace hm
