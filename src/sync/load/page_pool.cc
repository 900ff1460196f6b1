#include "sync/load/page_pool.h"

#include <algorithm>

#include "base/clock.h"

namespace hm::sync {
namespace {

constexpr std::size_t kHeldBytes = std::size_t{30} << 20;
constexpr std::size_t kFewestHeld = 2;  // one is read while one is written
constexpr std::size_t kMostHeld = 40;   // what a kill may cost in pages read again
// A page with its answer and its rows, and their room to grow, in sizes of the answer.
constexpr std::size_t kPageFactor = 3;
// Larger ones give their memory back.
constexpr std::size_t kLargestSpare = std::size_t{1} << 20;

}  // namespace

std::size_t PagePool::Allowed() const {
  return largest_bytes_ == 0
             ? kFewestHeld
             : std::clamp(kHeldBytes / (largest_bytes_ * kPageFactor), kFewestHeld, kMostHeld);
}

std::unique_ptr<LoadedPage> PagePool::Take(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, stop, [&] { return out_ < Allowed(); });
  ThrowIfStopped(stop);
  return TakeOne();
}

std::unique_ptr<LoadedPage> PagePool::TryTake() {
  const std::lock_guard lock(mutex_);
  return out_ < Allowed() ? TakeOne() : nullptr;
}

std::unique_ptr<LoadedPage> PagePool::TakeOne() {
  ++out_;
  if (spare_.empty()) {
    return std::make_unique<LoadedPage>(columns_);
  }
  std::unique_ptr<LoadedPage> page = std::move(spare_.back());
  spare_.pop_back();
  return page;
}

void PagePool::Learn(const LoadedPage& page) {
  const std::lock_guard lock(mutex_);
  // A large page counts for the next fifty.
  largest_bytes_ = std::max(page.page.bytes(), largest_bytes_ - largest_bytes_ / 50);
  changed_.notify_all();
}

void PagePool::Give(std::unique_ptr<LoadedPage> page) {
  const std::lock_guard lock(mutex_);
  --out_;
  if (page->page.bytes() <= kLargestSpare && out_ + spare_.size() < Allowed()) {
    spare_.push_back(std::move(page));
  }
  changed_.notify_all();
}

}  // namespace hm::sync
