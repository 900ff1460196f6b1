#include "sync/load/range_plan.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include "base/clock.h"

namespace hm::sync {
namespace {

constexpr double kPageRecords = 100;
// Below this a cut costs more in half-empty pages than it gains.
constexpr double kLeastRecords = 5 * kPageRecords;
// Ids count as evenly spread when the page's spacing is within this factor of the mean of all.
constexpr double kEven = 4;
// Where they are not, what looks full of records may be a gap: no more than so many average ranges are kept
// in front of a cut.
constexpr double kKept = 1.5;
// A cut costs a part-filled page, so none makes parts smaller than a lane's share of what is left.
constexpr double kShares = 2;

// One below the wanted id: found whether the bound is meant to be included or not.
std::string CursorBelow(std::uint64_t id) { return id == 0 ? "" : std::to_string(id - 1); }

// How many of the page's records lie below `upto`, going by their mean distance.
double RecordsBelow(const PageFacts& page, std::uint64_t upto) {
  const auto records = static_cast<double>(page.records);
  if (!page.last || *page.last < upto) {
    return records;
  }
  return *page.first >= upto ? 0
                             : records * static_cast<double>(upto - *page.first) /
                                   (static_cast<double>(*page.last - *page.first) + 1);
}

}  // namespace

BoundIgnored::BoundIgnored()
    : Error(ErrorKind::kRetry, "HubSpot's list does not go by ids any more",
            "nothing is lost: it is read from its start, page by page") {}

std::optional<std::uint64_t> ParseRecordId(std::string_view text) {
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(id) : std::nullopt;
}

RangePlan::RangePlan(const std::vector<IdRange>& stored, const std::string& cursor) {
  for (const IdRange& range : stored) {
    ranges_[range.start] = {.next = range.next, .after = CursorBelow(range.next)};
  }
  if (ranges_.empty()) {
    ranges_[0] = {.next = ParseRecordId(cursor).value_or(0), .after = cursor};
  }
  for (auto range = ranges_.begin(); range != ranges_.end(); ++range) {
    range->second.done = range->second.next >= EndOf(range);
    unfinished_ += range->second.done ? 0 : 1;
  }
  proved_ = stored.size() > 1;
}

std::uint64_t RangePlan::EndOf(Ranges::const_iterator range) const {
  return ++range == ranges_.end() ? kEndOfIds : range->first;
}

double RangePlan::RecordsLeft(Ranges::const_iterator range) const {
  const Range& r = range->second;
  const std::uint64_t end = std::min(EndOf(range), highest_ == kEndOfIds ? kEndOfIds : highest_ + 1);
  if (r.done || r.spacing == 0 || end <= r.next) {
    return 0;
  }
  return std::min(static_cast<double>(end - r.next) / r.spacing, records_);
}

std::optional<std::uint64_t> RangePlan::FindUnowned() const {
  const auto found =
      std::ranges::find_if(ranges_, [](const auto& r) { return !r.second.owned && !r.second.done; });
  return found == ranges_.end() ? std::nullopt : std::optional(found->first);
}

std::optional<std::uint64_t> RangePlan::Cut() {
  if (!learned_ || opaque_ || probing_) {
    return std::nullopt;
  }
  if (const auto unread = ranges_.begin(); ranges_.size() == 1 && unread->second.spacing == 0) {
    return records_ < kLeastRecords ? std::nullopt
                                    : CutAt(unread, std::midpoint(unread->second.next, highest_));
  }
  auto longest = ranges_.end();
  double left = 0;
  for (auto range = ranges_.begin(); range != ranges_.end(); ++range) {
    if (const double its = RecordsLeft(range); its > left) {
      left = its;
      longest = range;
    }
  }
  if (left < std::max(kLeastRecords, records_ / static_cast<double>(lanes_) * kShares)) {
    return std::nullopt;
  }
  const Range& r = longest->second;
  const double mean = static_cast<double>(highest_ - std::min(highest_, r.next)) / std::max(records_, 1.0);
  const bool even = mean < r.spacing * kEven && r.spacing < mean * kEven;
  // Where ids are even all idle lanes get their part of this range at once; elsewhere each cut must first
  // show where records are.
  double kept = std::min(left / 2, records_ / static_cast<double>(unfinished_) * kKept);
  if (even) {
    const auto parts = std::min(lanes_ - active_ + 1, static_cast<std::size_t>(left / kLeastRecords) + 1);
    kept = left * static_cast<double>(parts - 1) / static_cast<double>(parts);
  }
  return CutAt(longest, r.next + static_cast<std::uint64_t>(kept * r.spacing));
}

std::optional<std::uint64_t> RangePlan::CutAt(Ranges::const_iterator range, std::uint64_t at) {
  if (at <= range->second.next || at >= EndOf(range)) {
    return std::nullopt;
  }
  ranges_[at] = {.next = at, .after = CursorBelow(at), .fresh = true};
  ++unfinished_;
  probing_ = !proved_;
  return at;
}

std::optional<RangePlan::Task> RangePlan::Assign() {
  if (active_ >= lanes_) {
    return std::nullopt;
  }
  auto start = FindUnowned();
  if (!start) {
    start = Cut();
  }
  if (!start) {
    return std::nullopt;
  }
  ++active_;
  Range& range = ranges_.at(*start);
  range.owned = true;
  return Task{*start, range.after, range.fresh};
}

std::optional<RangePlan::Task> RangePlan::TryTake() {
  const std::lock_guard lock(mutex_);
  return Assign();
}

std::optional<RangePlan::Task> RangePlan::Take(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (true) {
    ThrowIfStopped(stop);
    if (unfinished_ == 0) {
      return std::nullopt;
    }
    if (auto task = Assign()) {
      return task;
    }
    const std::uint64_t seen = version_;
    changed_.wait(lock, stop, [&] { return version_ != seen; });
  }
}

void RangePlan::CheckBound(const Range& range, const PageFacts& page) const {
  const bool below = page.first && *page.first + 1 < range.next;
  // There is a record above the bound, so a list that goes by it shows one.
  const bool nothing = page.records == 0 && !proved_ && range.next <= highest_;
  if (below || nothing || (page.records > 0 && !page.first)) {
    throw BoundIgnored();
  }
}

RangePlan::Step RangePlan::Advance(std::uint64_t start, const PageFacts& page) {
  const std::lock_guard lock(mutex_);
  const auto at = ranges_.find(start);
  Range& range = at->second;
  if (range.fresh) {
    CheckBound(range, page);
    range.fresh = false;
    proved_ = true;
    probing_ = false;
  }
  records_ = std::max(records_ - RecordsBelow(page, EndOf(at)), 0.0);
  Step step{EndOf(at), std::nullopt, page.next_after.empty()};
  if (!step.done) {
    const auto next = ParseRecordId(page.next_after);
    const bool ascends =
        next && *next > range.next && (page.records == 0 || (page.last && *next >= *page.last));
    if (!ascends && ranges_.size() > 1) {
      throw BoundIgnored();
    }
    opaque_ = opaque_ || !ascends;
    if (!opaque_) {
      range.next = std::min(*next, step.upto);
      step.done = range.next == step.upto;
    }
  } else {
    range.next = step.upto;
  }
  if (page.first && page.records > 1) {
    range.spacing =
        std::max(static_cast<double>(*page.last - *page.first) / static_cast<double>(page.records - 1), 1.0);
  }
  if (!opaque_) {
    step.progress = IdRange{start, range.next};
  }
  range.done = step.done;
  Changed();
  return step;
}

void RangePlan::Finish(std::uint64_t start) {
  const std::lock_guard lock(mutex_);
  ranges_.at(start).owned = false;
  --active_;
  --unfinished_;
  Changed();
}

void RangePlan::Learn(std::uint64_t highest_id, std::int64_t records) {
  const std::lock_guard lock(mutex_);
  learned_ = true;
  highest_ = highest_id;
  records_ = static_cast<double>(records);
  Changed();
}

bool RangePlan::learned() const {
  const std::lock_guard lock(mutex_);
  return learned_;
}

double RangePlan::records_left() const {
  const std::lock_guard lock(mutex_);
  return records_;
}

bool RangePlan::can_cut() const {
  const std::lock_guard lock(mutex_);
  return !opaque_;
}

void RangePlan::SetLanes(std::size_t lanes) {
  const std::lock_guard lock(mutex_);
  if (lanes != lanes_) {
    lanes_ = lanes;
    Changed();
  }
}

void RangePlan::Changed() {
  ++version_;
  changed_.notify_all();
}

}  // namespace hm::sync
