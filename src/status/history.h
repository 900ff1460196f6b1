// One value a minute for the charts of the status page, six hours at most. Filled by samples of counters that
// only grow; a counter that starts anew counts from nought. Not thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hm::status {

struct Sample {
  std::int64_t requests = 0;
  std::int64_t refused = 0;
  std::optional<std::int64_t> daily_remaining;
  std::map<std::string, std::int64_t> written;  // by object
  std::map<std::string, std::int64_t> rows;     // by object, not a counter
};

class History {
 public:
  static constexpr std::int64_t kStepMs = 60'000;
  static constexpr std::size_t kMostMinutes = 360;

  struct Minute {
    std::optional<std::int64_t> requests;
    std::optional<std::int64_t> refused;
    std::optional<std::int64_t> daily_remaining;
    std::map<std::string, std::int64_t> written;
    std::map<std::string, std::int64_t> rows;
  };

  // What an earlier process wrote in the minute of `at_ms`.
  void AddPast(std::int64_t at_ms, const std::string& object, std::int64_t written, std::int64_t requests);
  void Add(std::int64_t at_ms, const Sample& sample);

  std::int64_t start_ms() const { return first_minute_ * kStepMs; }
  const std::deque<Minute>& minutes() const { return minutes_; }

 private:
  // The minute's entry, made with all between where it is later than the last; nullptr when it is too old.
  Minute* At(std::int64_t minute);

  std::int64_t first_minute_ = 0;
  std::deque<Minute> minutes_;
  std::optional<Sample> last_;
};

}  // namespace hm::status
