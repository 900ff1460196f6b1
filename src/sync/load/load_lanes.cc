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
constexpr std::size_t kTransactionBytes = std::size_t{4} << 20;
constexpr std::size_t kQueue = 12;
constexpr Millis kGathering{100};
constexpr std::size_t kFewestLanes = 2;

}  // namespace

LoadLanes::LoadLanes(SyncContext& context, RangePlan& plan, std::int64_t already, bool may_cut,
                     const std::optional<LoadSize>& size, const std::stop_token& stop)
    : context_(context),
      plan_(plan),
      pool_(context.builder.columns().size()),
      heartbeat_(CurrentHeartbeat()),
      queue_(kQueue),
      stop_reading_(stop, [this] { reading_.request_stop(); }),
      read_(already),
      may_learn_(may_cut) {
  if (may_cut && size) {
    may_learn_ = false;
    plan_.Learn(size->highest_id, size->records - already);
  }
  {
    const std::lock_guard lock(mutex_);
    threads_.emplace_back([this] { AsLane([this] { Work(); }); });
  }
  Adapt();
}

LoadLanes::~LoadLanes() {
  reading_.request_stop();
  queue_.Abandon();
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

LoadLanes::Pages LoadLanes::Next(bool gather) {
  const SteadyTime until = std::chrono::steady_clock::now() + (gather ? kGathering : Millis{0});
  Pages pages;
  std::size_t rows = 0;
  std::size_t bytes = 0;
  for (std::optional<Loaded> loaded = queue_.Pop(); loaded; loaded = queue_.PopUntil(until)) {
    rows += loaded->page->rows.rows.size();
    bytes += loaded->page->rows.cells.bytes();
    pages.push_back(*std::move(loaded));
    if (rows + 100 > kTransactionRows || bytes > kTransactionBytes) {
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

void LoadLanes::AsLane(const std::function<void()>& reading) {
  const BeatsFor beats(heartbeat_);
  try {
    reading();
  } catch (...) {
    // The first failure is the one that counts: the others are stopped by it.
    queue_.CloseWithError(std::current_exception());
    reading_.request_stop();
  }
}

void LoadLanes::Work() {
  PageReader reader(context_);
  {
    const std::lock_guard lock(mutex_);
    if (by_ids_) {
      reader.ReadByIds();
    }
  }
  while (const auto task = plan_.Take(reading_.get_token())) {
    ReadRange(reader, *task);
  }
  const std::lock_guard lock(mutex_);
  for (const auto& [column, count] : reader.TakeMisfits()) {
    misfits_[column] += count;
  }
  queue_.Close();
}

void LoadLanes::ReadRange(PageReader& reader, const RangePlan::Task& task) {
  CircleWatch circle;
  std::string after = task.after;
  for (bool done = false; !done;) {
    std::unique_ptr<LoadedPage> page = pool_.Take(reading_.get_token());
    const PageFacts facts = List(reader, after, *page, task.is_cut && after == task.after);
    circle.Follow(facts.next_after);
    const RangePlan::Step step = plan_.Advance(task.start, facts);
    reader.Complete(*page, step.upto, reading_.get_token());
    pool_.Learn(*page);
    if (reader.reads_by_ids()) {
      const std::lock_guard lock(mutex_);
      by_ids_ = true;
    }
    after = facts.next_after;
    done = step.done;
    if (!queue_.Push({std::move(page), step})) {
      ThrowIfStopped(reading_.get_token());
    }
    if (!done) {
      Count(facts.records);
    }
    Adapt();
  }
  plan_.Finish(task.start);
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
    if (!may_learn_ || read_ < kSmallObject || !plan_.can_cut()) {
      return;
    }
    may_learn_ = false;
    read = read_;
  }
  if (const auto size = AskLoadSize(context_.client, context_.type, reading_.get_token())) {
    plan_.Learn(size->highest_id, size->records - read);
  }
}

void LoadLanes::Adapt() {
  if (!plan_.learned()) {
    return;
  }
  std::size_t lanes = context_.client.pace().InFlight();
  if (context_.options.load_shares != nullptr) {
    const double share = context_.options.load_shares->Share(this, plan_.records_left());
    lanes = std::max(static_cast<std::size_t>(std::ceil(static_cast<double>(lanes) * share)), kFewestLanes);
  }
  plan_.SetLanes(lanes);
  const std::lock_guard lock(mutex_);
  while (!ending_ && threads_.size() < lanes) {
    threads_.emplace_back([this] { AsLane([this] { Work(); }); });
  }
}

}  // namespace hm::sync
