// sync_runs: one row for each sync of an object, with what it did; the newest kMostRuns stay.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "mariadb/ddl.h"
#include "sync/sync_context.h"

namespace hm::sync {

inline constexpr std::int64_t kMostRuns = 20'000;

mariadb::TableDef RunsTable();

// A row, as status and the status page show it. Times are milliseconds since 1970, to the second.
struct Run {
  std::string object;
  std::string kind;  // first_load, incremental, full, pipelines; "" when it failed before that was known
  std::int64_t started_ms = 0;
  std::optional<std::int64_t> ended_ms;
  std::string result;  // running, success, failed, stopped, interrupted
  std::int64_t read = 0;
  std::int64_t written = 0;
  std::int64_t unchanged = 0;
  std::int64_t archived = 0;
  std::int64_t set_aside = 0;
  std::int64_t requests = 0;
  double seconds = 0;
  std::string error_kind;  // NameOf(ErrorKind); "" for none
  std::string error;
  std::string hint;
};

// The newest first.
std::vector<Run> ReadRuns(mariadb::Connection& connection, std::size_t most);

// When each object last succeeded, in milliseconds since 1970.
std::map<std::string, std::int64_t> ReadLastSuccesses(mariadb::Connection& connection);

// One object's run, from before its first transaction to its end. Not thread-safe.
class RunRecord {
 public:
  // `requests` counts those of the object so far.
  RunRecord(std::string object, std::function<std::int64_t()> requests);

  // Adds the row, and marks one of this object that an ended process left behind as interrupted. Gives the
  // row's id, for Began() once the transaction has committed; does nothing after that.
  std::int64_t Begin(mariadb::Transaction& transaction) const;
  void Began(std::int64_t id) { id_ = id; }
  // Fills it in, adding it first where Begin() never came to be.
  void End(mariadb::Transaction& transaction, const Summary& summary,
           const std::optional<Error>& error) const;

  Millis took() const;
  std::int64_t requests() const { return requests_() - requests_before_; }

 private:
  std::string object_;
  std::function<std::int64_t()> requests_;
  std::int64_t requests_before_;
  SteadyTime start_;
  std::int64_t id_ = 0;  // 0 until the row is there
};

}  // namespace hm::sync
