#include "sync/report/telemetry.h"

#include "base/error_name.h"
#include "sync/sync_context.h"

namespace hm::sync {

void Telemetry::Add(Tracked& tracked, const Summary& summary) {
  tracked.shown.read = tracked.ended.read + summary.rows.read;
  tracked.shown.written = tracked.ended.written + summary.rows.written;
  tracked.shown.unchanged = tracked.ended.unchanged + summary.rows.unchanged;
  tracked.shown.archived = tracked.ended.archived + summary.archived;
}

void Telemetry::Started(const std::string& object) {
  const std::lock_guard lock(mutex_);
  Tracked& tracked = objects_[object];
  tracked.shown.now = SyncNow{std::chrono::steady_clock::now()};
}

void Telemetry::Progress(std::string_view object, const Summary& summary) {
  const std::lock_guard lock(mutex_);
  // Only of a sync that began: a comparison writes through the same context, and counts by itself.
  const auto found = objects_.find(object);
  if (found == objects_.end() || !found->second.shown.now) {
    return;
  }
  Add(found->second, summary);
  found->second.shown.now->read = summary.rows.read;
  found->second.shown.now->written = summary.rows.written;
}

void Telemetry::LoadStarted(std::string_view object, std::int64_t done, std::optional<std::int64_t> total) {
  const std::lock_guard lock(mutex_);
  objects_[std::string(object)].shown.load = LoadNow{std::chrono::steady_clock::now(), done, done, total};
}

void Telemetry::LoadProgress(std::string_view object, std::int64_t done) {
  const std::lock_guard lock(mutex_);
  const auto found = objects_.find(object);
  if (found != objects_.end() && found->second.shown.load) {
    found->second.shown.load->done = done;
  }
}

void Telemetry::Reconnected(const std::string& object, const Error& error) {
  const std::lock_guard lock(mutex_);
  ++objects_[object].shown.errors[std::string(NameOf(error.kind()))];
}

void Telemetry::Ended(const std::string& object, const Summary& summary, const std::optional<Error>& error) {
  const std::lock_guard lock(mutex_);
  Tracked& tracked = objects_[object];
  Add(tracked, summary);
  tracked.shown.now.reset();
  tracked.shown.load.reset();
  const bool stopped = error && error->kind() == ErrorKind::kCancelled;
  ++tracked.shown.results[!error ? "success" : stopped ? "stopped" : "failed"];
  tracked.shown.last_failed = error && !stopped;
  if (error && !stopped) {
    ++tracked.shown.errors[std::string(NameOf(error->kind()))];
  }
  tracked.ended = tracked.shown;
}

std::map<std::string, Activity> Telemetry::Read() const {
  const std::lock_guard lock(mutex_);
  std::map<std::string, Activity> out;
  for (const auto& [object, tracked] : objects_) {
    out.emplace(object, tracked.shown);
  }
  return out;
}

}  // namespace hm::sync
