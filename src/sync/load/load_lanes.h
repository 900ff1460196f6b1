// The threads that read the ranges of a first load, as many as HubSpot's allowance needs at its latency, and
// the queue of what they have read.
#pragma once

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

// Used by one thread. Destruction stops the lanes, also in the middle of a request, and waits for them.
class LoadLanes {
 public:
  struct Loaded {
    std::unique_ptr<LoadedPage> page;
    RangePlan::Step step;
  };
  using Pages = std::vector<Loaded>;

  // Starts to read. `already`: records read before this. `may_cut` false: one range only. `size`: of the
  // whole, where it is known; it is asked for otherwise. All must outlive it.
  LoadLanes(SyncContext& context, RangePlan& plan, std::int64_t already, bool may_cut,
            const std::optional<LoadSize>& size, const std::stop_token& stop);
  ~LoadLanes();
  LoadLanes(const LoadLanes&) = delete;
  LoadLanes& operator=(const LoadLanes&) = delete;

  // The next pages, those of a range in order: all that are there and fit one transaction, at least one; none
  // after the last. `gather`: waits a tenth of a second for more, for what costs a transaction and little
  // else. Throws what a lane met.
  Pages Next(bool gather);
  // When they are in the table.
  void Return(Pages pages);

 private:
  void Work();
  // Runs `reading`, until it ends or fails, as one of the threads.
  void AsLane(const std::function<void()>& reading);
  void ReadRange(PageReader& reader, const RangePlan::Task& task);
  PageFacts List(PageReader& reader, const std::string& after, LoadedPage& page, bool is_cut) const;
  void Count(std::size_t records);
  void Adapt();

  SyncContext& context_;
  RangePlan& plan_;
  PagePool pool_;
  Heartbeat* const heartbeat_;  // of the thread whose lanes these are
  BoundedQueue<Loaded> queue_;
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
