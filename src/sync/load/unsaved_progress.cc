#include "sync/load/unsaved_progress.h"

#include <chrono>
#include <vector>

#include "sync/load/id_ranges.h"
#include "sync/store/checkpoint.h"

namespace hm::sync {
namespace {

constexpr std::int64_t kMostRecords = 10'000;
constexpr Millis kLongest{250};

}  // namespace

void UnsavedProgress::Add(const LoadLanes::Pages& pages) {
  if (!since_) {
    since_ = std::chrono::steady_clock::now();
  }
  for (const LoadLanes::Loaded& loaded : pages) {
    records_ += static_cast<std::int64_t>(loaded.page->rows.rows.size());
    if (loaded.step.progress) {
      next_of_[loaded.step.progress->start] = loaded.step.progress->next;
      if (loaded.step.progress->start == 0) {
        cursor_ = "";
      }
    } else if (!loaded.page->next_after.empty()) {
      cursor_ = loaded.page->next_after;
    }
  }
}

bool UnsavedProgress::due() const {
  return records_ >= kMostRecords || (since_ && std::chrono::steady_clock::now() - *since_ >= kLongest);
}

void UnsavedProgress::Save(mariadb::Transaction& transaction, std::string_view object) const {
  std::vector<IdRange> ranges;
  ranges.reserve(next_of_.size());
  for (const auto& [start, next] : next_of_) {
    ranges.push_back({start, next});
  }
  SaveRanges(transaction, object, ranges);
  AdvanceLoad(transaction, object, records_, cursor_);
}

}  // namespace hm::sync
