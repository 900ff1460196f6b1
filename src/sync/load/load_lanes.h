// The threads that read the ranges of a first load, as many as HubSpot's allowance needs at its latency, and
// the queues of what they have read, one for each that writes.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/bounded_queue.h"
#include "base/heartbeat.h"
#include "sync/load/load_size.h"
#include "sync/load/page_pool.h"
#include "sync/load/page_reader.h"
#include "sync/load/range_plan.h"

namespace hm::sync {

// Next(), Return() and Fail() are thread-safe, but each stream has one taker. Destruction stops the lanes,
// also in the middle of a request, and waits for them.
class LoadLanes {
 public:
  struct Loaded {
    std::unique_ptr<LoadedPage> page;
    RangePlan::Step step;
  };
  using Pages = std::vector<Loaded>;

  struct Plan {
    std::int64_t already = 0;        // records read before this
    bool may_cut = true;             // false: one range only
    std::optional<LoadSize> size{};  // of the whole, where it is known; it is asked for otherwise
    std::size_t streams = 1;         // pages come in so many, those of a range all in one
  };

  // Starts to read. All must outlive it.
  LoadLanes(SyncContext& context, RangePlan& ranges, const Plan& plan, const std::stop_token& stop);
  ~LoadLanes();
  LoadLanes(const LoadLanes&) = delete;
  LoadLanes& operator=(const LoadLanes&) = delete;

  // The next pages of a stream, those of a range in order: all that are there and fit one transaction, at
  // least one; none after the last. `gather`: waits a tenth of a second for more, for what costs a
  // transaction and little else. Throws what a lane or the taker of another stream met.
  Pages Next(std::size_t stream, bool gather);
  // When they are in the table.
  void Return(Pages pages);
  // Ends every stream with the current exception, unless they ended before.
  void Fail();

 private:
  // With mutex_ held.
  void AddLane();
  void Work(BoundedQueue<Loaded>& queue);
  void ReadRange(PageReader& reader, const RangePlan::Task& task, BoundedQueue<Loaded>& queue);
  PageFacts List(PageReader& reader, const std::string& after, LoadedPage& page, bool is_cut) const;
  void Count(std::size_t records);
  void Adapt();

  SyncContext& context_;
  RangePlan& ranges_;
  PagePool pool_;
  Heartbeat* const heartbeat_;  // of the thread whose lanes these are
  std::deque<BoundedQueue<Loaded>> streams_;
  std::stop_source reading_;
  std::stop_callback<std::function<void()>> stop_reading_;
  std::mutex mutex_;
  std::int64_t read_;  // guarded by mutex_, as all below
  bool may_learn_;
  bool by_ids_ = false;
  bool ending_ = false;
  Misfits misfits_;
  std::vector<std::jthread> threads_;
};

}  // namespace hm::sync
