#include "sync/load/load_lanes.h"

#include <algorithm>

#include "base/log.h"
#include "sync/load/circle_watch.h"

namespace hm::sync {
namespace {

// Below this an object is read in a moment by one lane, and nothing need be known of it; where answers are
// slow, search is asked at once.
constexpr std::int64_t kSmallObject = 400;
constexpr double kSlowAnswer = 0.1;
// Measured: bulk inserts gain nothing beyond 1,000 rows.
constexpr std::size_t kTransactionRows = 1000;
constexpr std::size_t kTransactionBytes = std::size_t{4} << 20;
constexpr std::size_t kQueue = 12;
constexpr std::int64_t kClockSlackMs = 86'400'000;

}  // namespace

LoadLanes::LoadLanes(SyncContext& context, RangePlan& plan, std::int64_t already, bool may_cut,
                     const std::stop_token& stop)
    : context_(context),
      plan_(plan),
      pool_(context.builder.columns().size()),
      heartbeat_(CurrentHeartbeat()),
      queue_(kQueue),
      stop_reading_(stop, [this] { reading_.request_stop(); }),
      read_(already),
      may_learn_(may_cut) {
  const bool learns = may_cut && context.client.pace().quick_answer_s > kSlowAnswer;
  may_learn_ = may_cut && !learns;
  const std::lock_guard lock(mutex_);
  threads_.emplace_back([this] { AsLane([this] { Work(); }); });
  if (learns) {
    threads_.emplace_back([this, already] {
      AsLane([this, already] {
        LearnSize(already);
        Adapt();
        Work();
      });
    });
  }
}

LoadLanes::~LoadLanes() {
  reading_.request_stop();
  queue_.Abandon();
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;  // no more threads from here on
  }
  threads_.clear();
  context_.builder.Add(misfits_);
}

LoadLanes::Pages LoadLanes::Next() {
  Pages pages;
  std::size_t rows = 0;
  std::size_t bytes = 0;
  for (std::optional<Loaded> loaded = queue_.Pop(); loaded; loaded = queue_.TryPop()) {
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
  LearnSize(read);
}

void LoadLanes::LearnSize(std::int64_t read) {
  hubspot::RecordPage found;
  try {
    context_.client.SearchRecords({.object = context_.type.path,
                                   .modified_property = context_.type.last_modified_property,
                                   .to_ms = context_.client.ServerNowMillis() + kClockSlackMs,
                                   .limit = 1,
                                   .highest_first = true},
                                  found, reading_.get_token());
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::kCancelled) {
      throw;
    }
    log::Debug("search does not tell how many records there are, so they are read in one range",
               {{"object", context_.type.name}, {"why", std::string(e.what())}});
    return;
  }
  if (found.records().empty()) {
    return;
  }
  plan_.Learn(ParseRecordId(found.records().front().id).value_or(0), found.total().value_or(0) - read);
}

void LoadLanes::Adapt() {
  if (!plan_.learned()) {
    return;
  }
  const std::size_t lanes = context_.client.pace().InFlight();
  plan_.SetLanes(lanes);
  const std::lock_guard lock(mutex_);
  while (!ending_ && threads_.size() < lanes) {
    threads_.emplace_back([this] { AsLane([this] { Work(); }); });
  }
}

}  // namespace hm::sync
