// Reads what changed in a window of HubSpot's time. Search gives ids and versions only and is never trusted
// further; what the table does not hold in that version is read whole and written.
//
// Pages are asked for by id within the fixed window, never by offset: a record that changes meanwhile leaves
// the window without shifting others, and the 10,000 results that search gives at most are no limit. The
// window is complete when as many records were seen as HubSpot counts in it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "sync/changes/batch_reads.h"
#include "sync/changes/trailing.h"
#include "sync/sync_context.h"

namespace hm::sync {

class Incremental {
 public:
  explicit Incremental(SyncContext& context);

  // Goes on at checkpoint.cursor; leaves `checkpoint` idle and complete up to its window_to. Throws
  // Error(kRetry) when HubSpot's count and its results do not agree after several passes.
  void Run(Checkpoint& checkpoint, const std::stop_token& stop);

 private:
  // One pass through the window; true when it saw all that HubSpot counts.
  bool Pass(Checkpoint& checkpoint, BatchReads& changed, const std::stop_token& stop);
  // The first search of a window, which is made shorter when it reaches further back than what it would cost.
  void SearchFirst(Checkpoint& checkpoint, const std::stop_token& stop);
  void Search(const Checkpoint& checkpoint, int limit, std::string over_empty, const std::stop_token& stop);
  // Counts the found page into the checkpoint; gives how many of its records are new to this pass.
  std::int64_t Advance(Checkpoint& checkpoint) const;
  // Those of the found page that the table does not hold in the version found.
  std::vector<std::string_view> ChangedIds(const Checkpoint& checkpoint);
  // Counts those of the rows that the last window should have shown.
  void NoteLate(const RowBatch& rows);
  void Finish(Checkpoint& checkpoint);

  SyncContext& context_;
  hubspot::RecordPage found_;
  std::map<std::string, std::int64_t, std::less<>> late_;  // asked for and not written yet: how late, by id
  IndexLag lag_;
};

}  // namespace hm::sync
