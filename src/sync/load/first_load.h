// Reads everything through the list endpoint: several ranges of ids at the same time, each page by page, so
// that latency does not set the pace. Rows and how far their ranges have come commit together, so that a kill
// costs the pages in hand; where rows are as they were, a quarter of a second's. Where the list does not go
// by ids it is read as one chain of cursors.
//
// Two connections write, where they can be had, each its own ranges: together they are half as fast again as
// one, for the server works for one while the other's rows are on their way.
//
// Ids are not in order of creation, so a record made while this runs may fall behind its range: the first
// incremental window starts before this began.
#pragma once

#include <atomic>
#include <optional>
#include <span>
#include <stop_token>

#include "sync/load/load_lanes.h"
#include "sync/load/unsaved_progress.h"

namespace hm::sync {

class FirstLoad {
 public:
  // `size`: of the object, where it is known already.
  FirstLoad(SyncContext& context, const std::optional<LoadSize>& size) : context_(context), size_(size) {}

  // Goes on at the saved ranges or checkpoint.cursor; leaves `checkpoint` idle and complete up to its
  // window_to.
  void Run(Checkpoint& checkpoint, const std::stop_token& stop);

 private:
  void Load(Checkpoint& checkpoint, bool may_cut, const std::stop_token& stop);
  std::optional<WriteSession> OpenFurther() const;
  // Writes a stream until it ends. A failure ends the others too.
  void WriteStream(LoadLanes& lanes, std::size_t stream, Writer& writer, const std::stop_token& stop);
  WriteCounts Take(LoadLanes::Pages& pages, bool seem_unchanged, Writer& writer, UnsavedProgress& unsaved);
  WriteCounts Save(std::span<const RowBatch* const> batches, Writer& writer, UnsavedProgress& unsaved) const;

  SyncContext& context_;
  std::optional<LoadSize> size_;
  std::atomic<std::int64_t> done_ = 0;  // records in the table
};

}  // namespace hm::sync
