#include "status/history.h"

namespace hm::status {
namespace {

std::int64_t Growth(std::int64_t before, std::int64_t now) { return now >= before ? now - before : now; }

void AddTo(std::optional<std::int64_t>& into, std::int64_t more) { into = into.value_or(0) + more; }

}  // namespace

History::Minute* History::At(std::int64_t minute) {
  if (minutes_.empty()) {
    first_minute_ = minute;
  }
  const auto past_end = first_minute_ + static_cast<std::int64_t>(minutes_.size());
  // The clock was set, or the machine slept, for longer than all that is kept.
  if (minute >= past_end + static_cast<std::int64_t>(kMostMinutes)) {
    minutes_.clear();
    first_minute_ = minute;
  }
  while (first_minute_ + static_cast<std::int64_t>(minutes_.size()) <= minute) {
    minutes_.emplace_back();
  }
  while (minutes_.size() > kMostMinutes) {
    minutes_.pop_front();
    ++first_minute_;
  }
  return minute < first_minute_ ? nullptr : &minutes_[static_cast<std::size_t>(minute - first_minute_)];
}

void History::AddPast(std::int64_t at_ms, const std::string& object, std::int64_t written,
                      std::int64_t requests) {
  const std::int64_t minute = at_ms / kStepMs;
  if (!minutes_.empty() && minute < first_minute_) {
    const auto missing = static_cast<std::size_t>(first_minute_ - minute);
    if (minutes_.size() + missing > kMostMinutes) {
      return;
    }
    for (; first_minute_ > minute; --first_minute_) {
      minutes_.emplace_front();
    }
  }
  if (Minute* const entry = At(minute)) {
    AddTo(entry->requests, requests);
    entry->written[object] += written;
  }
}

void History::Add(std::int64_t at_ms, const Sample& sample) {
  const std::int64_t minute = at_ms / kStepMs;
  Minute* const entry = At(minute);
  if (entry == nullptr) {
    return;  // the clock was set back
  }
  const Sample before = last_.value_or(Sample{});
  AddTo(entry->requests, Growth(before.requests, sample.requests));
  AddTo(entry->refused, Growth(before.refused, sample.refused));
  entry->daily_remaining = sample.daily_remaining;
  for (const auto& [object, written] : sample.written) {
    const auto found = before.written.find(object);
    entry->written[object] += Growth(found == before.written.end() ? 0 : found->second, written);
  }
  entry->rows = sample.rows;
  last_ = sample;
}

}  // namespace hm::status
