// Reads everything through the list endpoint, in ascending id order, page by page; each page's rows and the
// cursor of the next commit together, so that a kill costs one page.
//
// Ids are not in order of creation, so a record made while this runs may fall behind the cursor: the first
// incremental window starts before this began.
#pragma once

#include <stop_token>
#include <string>

#include "base/bounded_queue.h"
#include "sync/sync_context.h"

namespace hm::sync {

class FirstLoad {
 public:
  explicit FirstLoad(SyncContext& context);

  // Goes on at checkpoint.cursor; leaves `checkpoint` idle and complete up to its window_to.
  void Run(Checkpoint& checkpoint, const std::stop_token& stop);

 private:
  struct LoadedPage {
    explicit LoadedPage(std::size_t columns) : rows(columns) {}
    hubspot::RecordPage page;
    RowBatch rows;  // points into `page`
    std::string next_after;
  };

  // Reads ahead on a thread of its own while the page before is written.
  void Read(std::string after, BoundedQueue<LoadedPage>& queue, const std::stop_token& stop);
  LoadedPage ReadPage(const std::string& after, const std::stop_token& stop);
  // False when the URL would be, or was, too long for HubSpot.
  bool TryReadDirectly(const std::string& after, LoadedPage& loaded, const std::stop_token& stop);
  void ReadByIds(const std::string& after, LoadedPage& loaded, const std::stop_token& stop);

  SyncContext& context_;
  bool fits_url_ = true;
};

}  // namespace hm::sync
