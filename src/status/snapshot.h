// All that the status address tells, at one moment: plain values, copied out of whoever knows them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "hubspot/types.h"
#include "status/history.h"
#include "sync/report/event_log.h"
#include "sync/report/run_log.h"
#include "sync/report/status.h"
#include "sync/report/telemetry.h"

namespace hm::status {

// What the database told last.
struct DatabaseView {
  bool up = false;                      // it answered
  std::string error = "not asked yet";  // "" when it told all
  std::string hint;
  std::int64_t checked_ms = 0;
  sync::Status status;  // of the last time it answered
  std::vector<sync::Run> runs;
  std::vector<sync::Event> events;
  std::map<std::string, std::int64_t> last_success_ms;  // by object
};

struct Snapshot {
  std::int64_t now_ms = 0;
  std::int64_t started_ms = 0;
  std::string version;
  Millis interval{};
  std::vector<std::string> objects;                  // of the schedule, in its order
  std::map<std::string, std::int64_t> next_sync_ms;  // by object
  DatabaseView database;
  bool holds_lease = false;
  std::map<std::string, sync::Activity> activity;
  hubspot::Stats requests;
  int burst_limit = 0;
  History history;
};

// How an object fares, seen from a snapshot.
struct ObjectView {
  sync::ObjectStatus status;
  std::optional<std::int64_t> freshness_ms;  // unset before the first load is through
  bool fresh = false;
  const sync::Run* failure = nullptr;  // the last run, when it failed; points into the snapshot
};

std::vector<ObjectView> ObjectsOf(const Snapshot& snapshot);

struct Problem {
  std::string object;  // "" when it is of no one object
  std::string kind;
  std::string message;
  std::string hint;
};

// What a person should look at, worst first.
std::vector<Problem> ProblemsOf(const Snapshot& snapshot);

// ok, loading, stale, failed, down: see docs/metrics.md.
std::string HealthOf(const Snapshot& snapshot);

// Reasons why this connector cannot do its work now; none when it can.
std::vector<std::string> NotReady(const Snapshot& snapshot);

}  // namespace hm::status
