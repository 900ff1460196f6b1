#include "sync/whole_mirror.h"

#include <algorithm>

#include "sync/store/checkpoint.h"
#include "sync/store/state.h"

namespace hm::sync {

void SaveMirrored(mariadb::Transaction& transaction, std::string_view object, std::int64_t now_ms,
                  std::int64_t rows_written, Summary& summary) {
  // HubSpot's clock is known to the second only; what is complete stays complete.
  summary.complete_until = std::max(now_ms, LoadCheckpoint(transaction, object, now_ms).complete_until);
  SaveCheckpoint(transaction, object, {Phase::kIdle, summary.complete_until, 0, 0, 0, ""});
  MarkSuccess(transaction, object, summary.complete_until, rows_written);
}

}  // namespace hm::sync
