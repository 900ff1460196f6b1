// The pages that a first load holds at the same time, so that its memory has a bound: a lane waits for a page
// before it asks HubSpot for one. Few large pages or many small ones. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "sync/load/page_reader.h"

namespace hm::sync {

class PagePool {
 public:
  explicit PagePool(std::size_t columns) : columns_(columns) {}

  // Throws Error(kCancelled) on a stop.
  std::unique_ptr<LoadedPage> Take(const std::stop_token& stop);
  // The same without waiting: null when there are too many already.
  std::unique_ptr<LoadedPage> TryTake();
  // Once the page is filled: from its size follows how many there may be.
  void Learn(const LoadedPage& page);
  void Give(std::unique_ptr<LoadedPage> page);

 private:
  std::size_t Allowed() const;
  std::unique_ptr<LoadedPage> TakeOne();

  const std::size_t columns_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::size_t out_ = 0;            // guarded by mutex_, as all below
  std::size_t largest_bytes_ = 0;  // of late
  std::vector<std::unique_ptr<LoadedPage>> spare_;
};

}  // namespace hm::sync
