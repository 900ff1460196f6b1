// Pages of the list endpoint with all properties: asked for directly, or, where their names do not fit a URL,
// as ids that are then batch-read.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "sync/load/range_plan.h"
#include "sync/sync_context.h"

namespace hm::sync {

struct LoadedPage {
  explicit LoadedPage(std::size_t columns) : rows(columns) {}
  hubspot::RecordPage page;
  RowBatch rows;           // points into `page`
  std::string next_after;  // "" at the end of the list
};

// Not thread-safe; several may share a context. The context must outlive it.
class PageReader {
 public:
  // `archived`: the list of archived records in place of the live ones.
  explicit PageReader(SyncContext& context, bool archived = false);

  LoadedPage Read(const std::string& after, const std::stop_token& stop);

  // In two steps: what the list says, then the rows of ids below `upto`.
  PageFacts List(const std::string& after, LoadedPage& loaded, const std::stop_token& stop);
  void Complete(LoadedPage& loaded, std::uint64_t upto, const std::stop_token& stop);

  // Keeps the memory that only reading needs for the next page, so that many can be held whose rows are made:
  // this one has no records() then.
  void Slim(LoadedPage& loaded) { work_.TakeWork(loaded.page); }

  // Does not try the list with all properties: another one found that they do not fit.
  void ReadByIds() { fits_url_ = false; }
  bool reads_by_ids() const { return !fits_url_; }

  // Counted since the last call.
  Misfits TakeMisfits() { return builder_.TakeMisfits(); }

 private:
  // False when the URL would be, or was, too long for HubSpot.
  bool TryListWhole(const std::string& after, LoadedPage& loaded, const std::stop_token& stop);

  SyncContext& context_;
  RowBuilder builder_;
  hubspot::RecordPage ids_;   // the list's page, where the records are read apart from it
  hubspot::RecordPage work_;  // memory of pages between two
  bool archived_;
  bool fits_url_;
};

}  // namespace hm::sync
