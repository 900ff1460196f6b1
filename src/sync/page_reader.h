// Pages of the list endpoint with all properties: asked for directly, or, where their names do not fit a URL,
// as ids that are then batch-read.
#pragma once

#include <stop_token>
#include <string>

#include "sync/sync_context.h"

namespace hm::sync {

struct LoadedPage {
  explicit LoadedPage(std::size_t columns) : rows(columns) {}
  hubspot::RecordPage page;
  RowBatch rows;           // points into `page`
  std::string next_after;  // "" at the end of the list
};

// Not thread-safe. The context must outlive it.
class PageReader {
 public:
  // `archived`: the list of archived records in place of the live ones.
  explicit PageReader(SyncContext& context, bool archived = false);

  LoadedPage Read(const std::string& after, const std::stop_token& stop);

 private:
  // False when the URL would be, or was, too long for HubSpot.
  bool TryReadDirectly(const std::string& after, LoadedPage& loaded, const std::stop_token& stop);
  void ReadByIds(const std::string& after, LoadedPage& loaded, const std::stop_token& stop);

  SyncContext& context_;
  bool archived_;
  bool fits_url_;
};

}  // namespace hm::sync
