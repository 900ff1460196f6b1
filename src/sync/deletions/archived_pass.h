// Reads the list of archived records, which no window shows: archiving does not move last-modified, and
// search never gives archived records. New ones are marked; rows archived here that the list no longer has
// are looked up, since they were restored, merged or erased.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "sync/deletions/disappearances.h"
#include "sync/deletions/resolver.h"
#include "sync/store/pass_state.h"

namespace hm::sync {

// Not thread-safe.
class ArchivedPass {
 public:
  explicit ArchivedPass(SyncContext& context);

  // Reads the whole list when it is due: at each sync while it is short, and in any case at no more than one
  // page in six seconds on average. Throws Error(kData) for a mass disappearance; no live row was touched
  // then.
  void Run(const std::stop_token& stop);

 private:
  void ReadPage(std::string_view after_id, const std::stop_token& stop);
  // Archived rows with ids above `after` (and up to `upto`, if any) that the page in hand does not list.
  void LookUpUnlisted(std::string_view after, std::string_view upto, const std::stop_token& stop);
  void WriteArchived(std::span<const std::string_view> ids, const std::stop_token& stop);
  void DeleteArchivedRows(const std::stop_token& stop);

  SyncContext& context_;
  PassState state_;
  std::int64_t now_ms_;
  Resolver resolver_;
  Disappearances leaving_;
  hubspot::RecordPage listed_;
  hubspot::RecordPage whole_;
  RowBatch rows_;
};

}  // namespace hm::sync
