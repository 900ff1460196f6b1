// Reads everything through the list endpoint, in ascending id order, page by page; each page's rows and the
// cursor of the next commit together, so that a kill costs one page.
//
// Ids are not in order of creation, so a record made while this runs may fall behind the cursor: the first
// incremental window starts before this began.
#pragma once

#include <stop_token>
#include <string>

#include "base/bounded_queue.h"
#include "sync/page_reader.h"

namespace hm::sync {

class FirstLoad {
 public:
  explicit FirstLoad(SyncContext& context);

  // Goes on at checkpoint.cursor; leaves `checkpoint` idle and complete up to its window_to.
  void Run(Checkpoint& checkpoint, const std::stop_token& stop);

 private:
  // Reads ahead on a thread of its own while the page before is written.
  void Read(std::string after, BoundedQueue<LoadedPage>& queue, const std::stop_token& stop);

  SyncContext& context_;
  PageReader pages_;
};

}  // namespace hm::sync
