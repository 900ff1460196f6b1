// Hands values from one thread to another, at most `capacity` waiting: a slow taker slows the giver.
// Thread-safe. Either side ends it: Close() after the last value, CloseWithError() on a failure (thrown by
// the taker's Pop after the values before it; the first counts), Abandon() by a taker that wants no more.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>

namespace hm {

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // False when the taker has abandoned the queue.
  bool Push(T value) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return abandoned_ || values_.size() < capacity_; });
    if (abandoned_) {
      return false;
    }
    values_.push_back(std::move(value));
    changed_.notify_all();
    return true;
  }

  // The next value; nullopt after the last. Rethrows the giver's failure.
  std::optional<T> Pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !values_.empty() || closed_; });
    if (!values_.empty()) {
      std::optional<T> value(std::move(values_.front()));
      values_.pop_front();
      changed_.notify_all();
      return value;
    }
    if (error_) {
      std::rethrow_exception(error_);
    }
    return std::nullopt;
  }

  // The next value if there is one already.
  std::optional<T> TryPop() {
    const std::lock_guard lock(mutex_);
    if (values_.empty()) {
      return std::nullopt;
    }
    std::optional<T> value(std::move(values_.front()));
    values_.pop_front();
    changed_.notify_all();
    return value;
  }

  // The next value, waiting no longer than until `time`; nullopt then, and after the last or a failure.
  std::optional<T> PopUntil(std::chrono::steady_clock::time_point time) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, time, [&] { return !values_.empty() || closed_; });
    lock.unlock();
    return TryPop();
  }

  void Close() { CloseWithError(nullptr); }

  void CloseWithError(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      return;
    }
    closed_ = true;
    error_ = std::move(error);
    changed_.notify_all();
  }

  void Abandon() {
    const std::lock_guard lock(mutex_);
    abandoned_ = true;
    changed_.notify_all();
  }

 private:
  const std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> values_;      // guarded by mutex_
  bool closed_ = false;       // guarded by mutex_
  bool abandoned_ = false;    // guarded by mutex_
  std::exception_ptr error_;  // guarded by mutex_
};

}  // namespace hm
