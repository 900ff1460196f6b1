#include "status/monitor.h"

#include <algorithm>

#include "base/error.h"
#include "sync/schedule.h"
#include "sync/store/process_identity.h"

namespace hm::status {
namespace {

constexpr Millis kTick{5'000};
constexpr std::size_t kShownRuns = 50;
constexpr std::size_t kShownEvents = 50;
constexpr std::size_t kPastRuns = 1'000;
constexpr std::chrono::seconds kConnectTimeout{3};
constexpr std::chrono::seconds kReadTimeout{20};

void AddStats(hubspot::Stats& sum, const hubspot::Stats& more) {
  sum.requests += more.requests;
  sum.refusals += more.refusals;
  sum.retries += more.retries;
  sum.waited_ms += more.waited_ms;
  sum.daily_limit = more.daily_limit ? more.daily_limit : sum.daily_limit;
  sum.daily_remaining = more.daily_remaining ? more.daily_remaining : sum.daily_remaining;
  for (const auto& [kind, counts] : more.by_kind) {
    hubspot::RequestCounts& into = sum.by_kind[kind];
    into.sent += counts.sent;
    into.answered += counts.answered;
    into.refused += counts.refused;
    into.failed += counts.failed;
  }
}

bool IsStale(SteadyTime viewed, Millis age) { return std::chrono::steady_clock::now() - viewed > age; }

}  // namespace

Monitor::Monitor(std::string version, const sync::Telemetry& telemetry)
    : version_(std::move(version)), telemetry_(telemetry), started_ms_(NowUnixMillis()) {
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

Monitor::~Monitor() {
  thread_.request_stop();
  thread_.join();
}

void Monitor::Follow(Subject subject) {
  const std::lock_guard lock(mutex_);
  subject_ = std::move(subject);
  subject_->database.connect_timeout = kConnectTimeout;
  subject_->database.read_timeout = kReadTimeout;
  wanted_ = true;
  changed_.notify_all();
}

void Monitor::Schedule(std::vector<std::string> objects) {
  const std::lock_guard lock(mutex_);
  objects_ = std::move(objects);
}

void Monitor::Leave() {
  const std::lock_guard lock(mutex_);
  requests_before_ = Requests();
  if (subject_) {
    subject_->client = nullptr;
  }
}

hubspot::Stats Monitor::Requests() const {
  hubspot::Stats sum = requests_before_;
  if (subject_ && subject_->client != nullptr) {
    AddStats(sum, subject_->client->stats());
  }
  return sum;
}

Snapshot Monitor::Read() {
  std::unique_lock lock(mutex_);
  if (IsStale(viewed_, kFresh)) {
    wanted_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, kLongestWait, [this] { return !wanted_; });
  }
  Snapshot out;
  out.now_ms = NowUnixMillis();
  out.started_ms = started_ms_;
  out.version = version_;
  out.database = view_;
  out.activity = telemetry_.Read();
  out.requests = Requests();
  out.history = history_;
  out.objects = objects_;
  if (out.objects.empty()) {
    for (const sync::ObjectStatus& object : view_.status.objects) {
      out.objects.push_back(object.object);
    }
  }
  if (subject_) {
    out.interval = subject_->interval;
    out.burst_limit = subject_->client == nullptr ? 0 : subject_->client->burst_limit();
    for (const std::string& object : objects_) {
      const Millis offset = sync::SlotOffset(object, objects_, subject_->interval);
      out.next_sync_ms[object] = sync::NextSlot(out.now_ms, offset, subject_->interval);
    }
  }
  out.holds_lease =
      view_.status.writer && view_.status.writer->starts_with(sync::CurrentProcess().text + ",");
  return out;
}

void Monitor::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, kTick, [this] { return wanted_; });
      if (stop.stop_requested()) {
        return;
      }
      wanted_ = subject_ && (wanted_ || IsStale(viewed_, kIdle));
    }
    AskDatabase(stop);
    const std::lock_guard lock(mutex_);
    Sampled();
  }
}

void Monitor::Count(mariadb::Connection& connection, sync::Status& status) {
  const auto activity = telemetry_.Read();
  for (sync::ObjectStatus& object : status.objects) {
    const auto found = activity.find(object.object);
    const std::int64_t written = found == activity.end() ? 0 : found->second.written + found->second.archived;
    Counted& counted = counted_[object.object];
    const SteadyTime begin = std::chrono::steady_clock::now();
    if (begin >= counted.next && (written != counted.written || begin >= counted.next + kIdle)) {
      sync::CountRows(connection, object);
      const SteadyTime end = std::chrono::steady_clock::now();
      counted = {object.rows, object.archived, written, end + kCountShare * (end - begin)};
    }
    object.rows = counted.rows;
    object.archived = counted.archived;
  }
}

DatabaseView Monitor::ReadDatabase(const Subject& subject, const std::stop_token& stop) {
  DatabaseView view;
  try {
    mariadb::Connection connection(subject.database);
    view.up = true;
    const std::stop_callback cancel(stop, [&] { connection.Cancel(); });
    view.status = sync::ReadStatus(connection, subject.wanted, sync::RowCounts::kLeftOut);
    Count(connection, view.status);
    view.last_success_ms = sync::ReadLastSuccesses(connection);
    view.events = sync::ReadEvents(connection, kShownEvents);
    // Once, what earlier processes did; the first answer only shows as many as the others.
    view.runs = sync::ReadRuns(connection, past_read_ ? kShownRuns : kPastRuns);
    view.error.clear();
  } catch (const Error& e) {
    view.up = view.up && e.kind() != ErrorKind::kConnection;
    view.error = e.what();
    view.hint = e.hint();
  }
  view.checked_ms = NowUnixMillis();
  return view;
}

// Without the lock while the database is asked: readers go on with what it told before.
void Monitor::AskDatabase(const std::stop_token& stop) {
  std::optional<Subject> subject;
  {
    const std::lock_guard lock(mutex_);
    subject = wanted_ ? subject_ : std::nullopt;
  }
  if (!subject) {
    return;
  }
  DatabaseView view = ReadDatabase(*subject, stop);
  const std::lock_guard lock(mutex_);
  if (!view.error.empty()) {
    view.status = std::move(view_.status);
    view.runs = std::move(view_.runs);
    view.events = std::move(view_.events);
    view.last_success_ms = std::move(view_.last_success_ms);
  } else if (!past_read_) {
    past_read_ = true;
    for (const sync::Run& run : view.runs) {
      // This process's own begin later and are sampled. The table has whole seconds: one that began and ended
      // in the second of the start, before the database was asked, would count twice.
      if (run.started_ms <= started_ms_) {
        history_.AddPast(run.started_ms, run.object, run.written, run.requests);
      }
    }
    view.runs.resize(std::min(view.runs.size(), kShownRuns));
  }
  view_ = std::move(view);
  viewed_ = std::chrono::steady_clock::now();
  wanted_ = false;
  changed_.notify_all();
}

void Monitor::Sampled() {
  const hubspot::Stats requests = Requests();
  Sample sample{requests.requests, requests.refusals, requests.daily_remaining, {}, {}};
  for (const auto& [object, activity] : telemetry_.Read()) {
    sample.written[object] = activity.written;
  }
  if (view_.error.empty()) {
    for (const sync::ObjectStatus& object : view_.status.objects) {
      sample.rows[object.object] = object.rows;
    }
  }
  history_.Add(NowUnixMillis(), sample);
}

}  // namespace hm::status
