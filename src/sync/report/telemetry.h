// What the syncs of this process do now and have done since it began: for progress lines, metrics and the
// status page. Lives as long as the process; engines come and go with the configuration.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"

namespace hm::sync {

struct Summary;

// A sync in hand.
struct SyncNow {
  SteadyTime since;
  std::int64_t read = 0;
  std::int64_t written = 0;
};

// A first load, or a full sync, in hand.
struct LoadNow {
  SteadyTime since;
  std::int64_t done_before = 0;       // by syncs that ended before it was through
  std::int64_t done = 0;              // all in all
  std::optional<std::int64_t> total;  // by HubSpot's count at the start
};

// One object's figures since the process began; counts only grow.
struct Activity {
  std::int64_t read = 0;
  std::int64_t written = 0;
  std::int64_t unchanged = 0;
  std::int64_t archived = 0;
  std::map<std::string, std::int64_t> results;  // syncs by result: success, failed, stopped
  std::map<std::string, std::int64_t> errors;   // by NameOf(ErrorKind)
  bool last_failed = false;
  std::optional<SyncNow> now;
  std::optional<LoadNow> load;
};

// Thread-safe.
class Telemetry {
 public:
  void Started(const std::string& object);
  // The summary of the sync in hand, so far.
  void Progress(std::string_view object, const Summary& summary);
  // Whether a first load asks HubSpot first how many records there are, which costs one request.
  void WantTotals(bool wanted) { wants_totals_ = wanted; }
  bool wants_totals() const { return wants_totals_; }
  void LoadStarted(std::string_view object, std::int64_t done, std::optional<std::int64_t> total);
  void LoadProgress(std::string_view object, std::int64_t done);
  // A database connection was lost and is opened anew.
  void Reconnected(const std::string& object, const Error& error);
  void Ended(const std::string& object, const Summary& summary, const std::optional<Error>& error);

  std::map<std::string, Activity> Read() const;

 private:
  struct Tracked {
    Activity ended;  // without the sync in hand
    Activity shown;
  };
  static void Add(Tracked& tracked, const Summary& summary);

  std::atomic<bool> wants_totals_{false};
  mutable std::mutex mutex_;
  std::map<std::string, Tracked, std::less<>> objects_;  // guarded by mutex_
};

}  // namespace hm::sync
