#include "sim/limiter.h"

#include <algorithm>

namespace hubsim {

void SlidingWindow::Forget(std::int64_t at) {
  while (!arrivals_.empty() && arrivals_.front() <= at - length_) arrivals_.pop_front();
}

std::size_t SlidingWindow::Add(std::int64_t at) {
  Forget(at);
  arrivals_.push_back(at);
  max_ = std::max(max_, arrivals_.size());
  return arrivals_.size();
}

std::size_t SlidingWindow::CountAt(std::int64_t at) {
  Forget(at);
  return arrivals_.size();
}

void SlidingWindow::Clear() {
  arrivals_.clear();
  max_ = 0;
}

std::shared_ptr<void> AtOnce::Begin(const std::string& route) {
  const std::lock_guard lock(mutex_);
  Count& count = counts_[route];
  count.most = std::max(count.most, ++count.now);
  return {nullptr, [this, &count](void* /*none*/) {
            const std::lock_guard ending(mutex_);
            --count.now;
          }};
}

void AtOnce::ResetMost() {
  const std::lock_guard lock(mutex_);
  for (auto& [route, count] : counts_) count.most = count.now;
}

Json AtOnce::ToJson() const {
  const std::lock_guard lock(mutex_);
  Json json = Json::object();
  for (const auto& [route, count] : counts_) json[route] = count.most;
  return json;
}

void Counters::Arrived(const std::string& route, bool is_search, std::size_t url_length, std::int64_t at) {
  ++total;
  ++by_route[route];
  longest_url = std::max(longest_url, url_length);
  all.Add(at);
  if (is_search) {
    search.Add(at);
    return;
  }
  burst.Add(at);
  secondly.Add(at);
}

void Counters::Answered(int status) {
  ++by_status[std::to_string(status)];
  if (status == 429) ++refused;
}

Json Counters::ToJson() const {
  return {{"total", total},
          {"byRoute", by_route},
          {"byStatus", by_status},
          {"maxPer10s", burst.Max()},
          {"maxAllPer10s", all.Max()},
          {"maxPerSecond", secondly.Max()},
          {"maxSearchPerSecond", search.Max()},
          {"longestUrl", longest_url},
          {"refused429", refused}};
}

Refusal Limiter::Admit(bool is_search, std::int64_t at, std::int64_t day) {
  if (day != day_) {
    if (day_ != 0) daily_used = 0;
    day_ = day;
  }
  if (!limits.off) {
    if (daily_used >= limits.daily) return Refusal::kDaily;
    if (is_search && search_.CountAt(at) >= limits.search) return Refusal::kSearch;
    if (!is_search && burst_.CountAt(at) >= limits.burst) return Refusal::kBurst;
  }
  ++daily_used;
  if (is_search) {
    search_.Add(at);
  } else {
    burst_.Add(at);
    second_.Add(at);
  }
  return Refusal::kNone;
}

void Limiter::Clear() {
  burst_.Clear();
  second_.Clear();
  search_.Clear();
}

}  // namespace hubsim
