// Finds out by fresh reads what became of records that a list or search no longer shows, and puts that into
// the table: live again, archived, merged into another, or gone from HubSpot altogether. Nothing is believed
// of a record that HubSpot neither gives nor names as missing.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "sync/sync_context.h"

namespace hm::sync {

// Not thread-safe.
class Resolver {
 public:
  // `certain_since`: a row written after this (UNIX milliseconds) cannot have left HubSpot by its 90 days.
  Resolver(SyncContext& context, std::int64_t certain_since);

  // At most 100 ids. Gives for how many of them the row is now as HubSpot has it.
  std::int64_t Resolve(std::span<const std::string_view> ids, const std::stop_token& stop);

 private:
  using Ids = std::set<std::string, std::less<>>;

  // Reads and writes those of `open` that are live or archived; takes what it found out of `open`, and what
  // HubSpot does not name as missing out of `missing`.
  void Read(Ids& open, Ids& missing, bool archived, const std::stop_token& stop);
  // HubSpot answers to a merged record's id with the record that is left.
  bool FollowMerge(const std::string& id, const std::stop_token& stop);

  SyncContext& context_;
  std::int64_t certain_since_;
  hubspot::RecordPage page_;
  RowBatch rows_;
};

}  // namespace hm::sync
