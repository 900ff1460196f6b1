// Counts requests in sliding windows, refuses by HubSpot's three limits, and keeps what tests ask for.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "sim/catalogue.h"

namespace hubsim {

// Arrivals within the last `length` microseconds, and the most there ever were at once.
class SlidingWindow {
 public:
  explicit SlidingWindow(std::int64_t length_us) : length_(length_us) {}
  // Number of arrivals in the window that ends at `at` (microseconds, steady clock), this one included.
  std::size_t Add(std::int64_t at);
  std::size_t CountAt(std::int64_t at);
  std::size_t Max() const { return max_; }
  void ResetMax() { max_ = 0; }
  void Clear();

 private:
  void Forget(std::int64_t at);

  std::int64_t length_;
  std::deque<std::int64_t> arrivals_;
  std::size_t max_ = 0;
};

// How many requests of each route are under way, and the most there ever were. Thread-safe.
class AtOnce {
 public:
  // Until what it returns is destroyed; must not outlive this.
  std::shared_ptr<void> Begin(const std::string& route);
  void ResetMost();
  Json ToJson() const;

 private:
  struct Count {
    int now = 0;
    int most = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Count> counts_;  // guarded by mutex_
};

// What tests read at GET /_sim/counters.
struct Counters {
  std::map<std::string, std::uint64_t> by_route;
  std::map<std::string, std::uint64_t> by_status;
  std::uint64_t total = 0;
  std::uint64_t refused = 0;
  std::size_t longest_url = 0;
  SlidingWindow burst{10'000'000};
  SlidingWindow all{10'000'000};
  SlidingWindow secondly{1'000'000};
  SlidingWindow search{1'000'000};

  // `at`: microseconds of the steady clock, at the arrival of the request.
  void Arrived(const std::string& route, bool is_search, std::size_t url_length, std::int64_t at);
  void Answered(int status);
  Json ToJson() const;
};

enum class Refusal { kNone, kBurst, kSearch, kDaily };

struct Limits {
  std::size_t burst = 190;
  std::size_t search = 5;
  std::int64_t daily = 625'000;
  bool off = false;
};

class Limiter {
 public:
  Limits limits;
  std::int64_t daily_used = 0;

  // Accepted requests fill the windows; refused ones do not.
  Refusal Admit(bool is_search, std::int64_t at, std::int64_t day);
  std::size_t BurstUsed(std::int64_t at) { return burst_.CountAt(at); }
  std::size_t SecondUsed(std::int64_t at) { return second_.CountAt(at); }
  void Clear();

 private:
  SlidingWindow burst_{10'000'000};
  SlidingWindow second_{1'000'000};
  SlidingWindow search_{1'000'000};
  std::int64_t day_ = 0;
};

}  // namespace hubsim
