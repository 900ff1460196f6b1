// Cuts the ids of an object into ranges that are read at the same time (hubspot-api.md §3: the list takes any
// id as a lower bound). Pure bookkeeping: no network, no database.
//
// Ids come in dense blocks with wide gaps, so ranges are cut where records are: from the distance of the ids
// on the page read last and the number of records still to come. A lane that has nothing to do takes the rear
// of the range that has most left. Whether the list honours a lower bound is found out by the first cut.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"

namespace hm::sync {

inline constexpr std::uint64_t kEndOfIds = std::numeric_limits<std::uint64_t>::max();

// A stretch of ids from `start` to where the next range starts; all below `next` is read.
struct IdRange {
  std::uint64_t start = 0;
  std::uint64_t next = 0;

  bool operator==(const IdRange&) const = default;
};

// What one page of the list says.
struct PageFacts {
  std::size_t records = 0;
  std::optional<std::uint64_t> first{};  // lowest and highest id; unset when an id is no number
  std::optional<std::uint64_t> last{};
  std::string next_after{};
};

// The list does not go by lower bounds: the ranges are worth nothing.
class BoundIgnored : public Error {
 public:
  BoundIgnored();
};

// Thread-safe.
class RangePlan {
 public:
  struct Task {
    std::uint64_t start;  // names the range
    std::string after;    // cursor to begin with
    bool is_cut;          // which HubSpot did not give
  };
  struct Step {
    std::uint64_t upto = kEndOfIds;   // ids from here on belong to another range
    std::optional<IdRange> progress;  // once this page is in the table; unset when cursors are no numbers
    bool done = false;
  };

  // `stored`: ranges of a load that was ended, in order, the first from 0; empty for a new one. `cursor`: of
  // a load that was ended and had no ranges.
  RangePlan(const std::vector<IdRange>& stored, const std::string& cursor);

  // A range to read, waiting for one when there is none; nullopt when all are read. Throws Error(kCancelled).
  std::optional<Task> Take(const std::stop_token& stop);

  // The same without waiting: nullopt also when there is nothing to do just now.
  std::optional<Task> TryTake();

  // Takes in a page of the range. Throws BoundIgnored.
  Step Advance(std::uint64_t start, const PageFacts& page);

  // After the last page of a range is handed on.
  void Finish(std::uint64_t start);

  // The size of the whole, from which on ranges are cut; before the first page is read, in the middle of the
  // ids. An estimate serves.
  void Learn(std::uint64_t highest_id, std::int64_t records);
  // Still to come, by that estimate; 0 before.
  double records_left() const;
  bool learned() const;
  // False once cursors turned out not to be ids.
  bool can_cut() const;

  // How many ranges are read at the same time; 1 at first.
  void SetLanes(std::size_t lanes);

 private:
  struct Range {
    std::uint64_t next = 0;
    std::string after{};  // the cursor that goes with `next`
    double spacing = 0;   // ids a record on the last page; 0 before the first
    bool owned = false;
    bool done = false;
    bool fresh = false;  // cut off and not read yet: its page shows whether the bound is honoured
  };
  using Ranges = std::map<std::uint64_t, Range>;

  std::uint64_t EndOf(Ranges::const_iterator range) const;
  // Of the records still to come, at most those that fit between `next` and the end of the range.
  double RecordsLeft(Ranges::const_iterator range) const;
  std::optional<std::uint64_t> FindUnowned() const;
  std::optional<std::uint64_t> Cut();
  // Nullopt when that is no place within the range.
  std::optional<std::uint64_t> CutAt(Ranges::const_iterator range, std::uint64_t at);
  std::optional<Task> Assign();
  void CheckBound(const Range& range, const PageFacts& page) const;
  void Changed();

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  Ranges ranges_;              // this and all below guarded by mutex_
  std::uint64_t version_ = 0;  // of all below
  std::size_t lanes_ = 1;
  std::size_t active_ = 0;
  std::size_t unfinished_ = 0;
  bool learned_ = false;
  bool proved_ = false;   // the list honours bounds
  bool probing_ = false;  // the first cut is being read
  bool opaque_ = false;
  std::uint64_t highest_ = 0;
  double records_ = 0;  // still to come
};

// A record id or cursor that is a whole number; nullopt for anything else.
std::optional<std::uint64_t> ParseRecordId(std::string_view text);

}  // namespace hm::sync
