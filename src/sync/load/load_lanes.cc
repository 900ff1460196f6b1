#include "sync/load/load_lanes.h"

#include <algorithm>
#include <cmath>

#include "sync/load/circle_watch.h"

namespace hm::sync {
namespace {

// Below this an object is read in a moment by one lane, and nothing need be known of it.
constexpr std::int64_t kSmallObject = 400;
// Measured: bulk inserts gain nothing beyond 1,000 rows.
constexpr std::size_t kTransactionRows = 1000;
// Of all streams.
constexpr std::size_t kTransactionBytes = std::size_t{4} << 20;
constexpr std::size_t kQueued = 12;
constexpr Millis kGathering{100};
constexpr std::size_t kFewestLanes = 2;

}  // namespace

LoadLanes::LoadLanes(SyncContext& context, RangePlan& ranges, const Plan& plan, const std::stop_token& stop)
    : context_(context),
      ranges_(ranges),
      pool_(context.builder.columns().size()),
      heartbeat_(CurrentHeartbeat()),
      stop_reading_(stop, [this] { reading_.request_stop(); }),
      read_(plan.already),
      may_learn_(plan.may_cut) {
  while (streams_.size() < plan.streams) {
    streams_.emplace_back(kQueued / plan.streams);
  }
  if (plan.may_cut && plan.size) {
    may_learn_ = false;
    ranges_.Learn(plan.size->highest_id, plan.size->records - plan.already);
  }
  {
    const std::lock_guard lock(mutex_);
    AddLane();
  }
  Adapt();
}

LoadLanes::~LoadLanes() {
  reading_.request_stop();
  for (auto& queue : streams_) {
    queue.Abandon();
  }
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;  // no more threads from here on
  }
  threads_.clear();
  if (context_.options.load_shares != nullptr) {
    context_.options.load_shares->Leave(this);
  }
  context_.builder.Add(misfits_);
}

LoadLanes::Pages LoadLanes::Next(std::size_t stream, bool gather) {
  BoundedQueue<Loaded>& queue = streams_[stream];
  const SteadyTime until = std::chrono::steady_clock::now() + (gather ? kGathering : Millis{0});
  Pages pages;
  std::size_t rows = 0;
  std::size_t bytes = 0;
  for (std::optional<Loaded> loaded = queue.Pop(); loaded; loaded = queue.PopUntil(until)) {
    rows += loaded->page->rows.rows.size();
    bytes += loaded->page->rows.cells.bytes();
    pages.push_back(*std::move(loaded));
    if (rows + 100 > kTransactionRows || bytes > kTransactionBytes / streams_.size()) {
      break;
    }
  }
  return pages;
}

void LoadLanes::Return(Pages pages) {
  for (Loaded& loaded : pages) {
    pool_.Give(std::move(loaded.page));
  }
}

void LoadLanes::Fail() {
  // The first failure is the one that counts: the others are stopped by it.
  for (auto& queue : streams_) {
    queue.CloseWithError(std::current_exception());
  }
  reading_.request_stop();
}

void LoadLanes::AddLane() {
  BoundedQueue<Loaded>& queue = streams_[threads_.size() % streams_.size()];
  threads_.emplace_back([this, &queue] {
    const BeatsFor beats(heartbeat_);
    try {
      Work(queue);
    } catch (...) {
      Fail();
    }
  });
}

void LoadLanes::Work(BoundedQueue<Loaded>& queue) {
  PageReader reader(context_);
  {
    const std::lock_guard lock(mutex_);
    if (by_ids_) {
      reader.ReadByIds();
    }
  }
  while (const auto task = ranges_.Take(reading_.get_token())) {
    ReadRange(reader, *task, queue);
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [column, count] : reader.TakeMisfits()) {
    misfits_[column] += count;
  }
  for (auto& each : streams_) {
    each.Close();
  }
}

void LoadLanes::ReadRange(PageReader& reader, const RangePlan::Task& task, BoundedQueue<Loaded>& queue) {
  CircleWatch circle;
  std::string after = task.after;
  for (bool done = false; !done;) {
    std::unique_ptr<LoadedPage> page = pool_.Take(reading_.get_token());
    const PageFacts facts = List(reader, after, *page, task.is_cut && after == task.after);
    circle.Follow(facts.next_after);
    const RangePlan::Step step = ranges_.Advance(task.start, facts);
    reader.Complete(*page, step.upto, reading_.get_token());
    pool_.Learn(*page);
    reader.Slim(*page);
    if (reader.reads_by_ids()) {
      const std::lock_guard lock(mutex_);
      by_ids_ = true;
    }
    after = facts.next_after;
    done = step.done;
    if (!queue.Push({std::move(page), step})) {
      ThrowIfStopped(reading_.get_token());
    }
    if (!done) {
      Count(facts.records);
    }
    Adapt();
  }
  ranges_.Finish(task.start);
}

PageFacts LoadLanes::List(PageReader& reader, const std::string& after, LoadedPage& page, bool is_cut) const {
  try {
    return reader.List(after, page, reading_.get_token());
  } catch (const Error& e) {
    // A cursor that HubSpot did not make may be refused.
    if (is_cut && e.kind() == ErrorKind::kBug) {
      throw BoundIgnored();
    }
    throw;
  }
}

void LoadLanes::Count(std::size_t records) {
  std::int64_t read = 0;
  {
    const std::lock_guard lock(mutex_);
    read_ += static_cast<std::int64_t>(records);
    if (!may_learn_ || read_ < kSmallObject || !ranges_.can_cut()) {
      return;
    }
    may_learn_ = false;
    read = read_;
  }
  if (const auto size = AskLoadSize(context_.client, context_.type, reading_.get_token())) {
    ranges_.Learn(size->highest_id, size->records - read);
  }
}

void LoadLanes::Adapt() {
  if (!ranges_.learned()) {
    return;
  }
  std::size_t lanes = context_.client.pace().InFlight();
  if (context_.options.load_shares != nullptr) {
    const double share = context_.options.load_shares->Share(this, ranges_.records_left());
    lanes = std::max(static_cast<std::size_t>(std::ceil(static_cast<double>(lanes) * share)), kFewestLanes);
  }
  ranges_.SetLanes(lanes);
  const std::lock_guard lock(mutex_);
  while (!ending_ && threads_.size() < lanes) {
    AddLane();
  }
}

}  // namespace hm::sync
