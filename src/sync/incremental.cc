#include "sync/incremental.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "sync/record_ids.h"

namespace hm::sync {
namespace {

constexpr int kMostPasses = 3;
constexpr int kMostEmptyPages = 5;
constexpr std::size_t kBatchReadIds = 100;
constexpr int kSearchPage = 200;
// HubSpot's clock is known to the second (its Date header), so the search reaches one further. What changes
// meanwhile may be found as well; only what is before window_to is claimed complete.
constexpr std::int64_t kClockResolution = 1000;

}  // namespace

Incremental::Incremental(SyncContext& context) : context_(context), rows_(context.builder.columns().size()) {}

void Incremental::Run(Checkpoint& checkpoint, const std::stop_token& stop) {
  for (int pass = 1; !Pass(checkpoint, stop); ++pass) {
    if (pass == kMostPasses) {
      throw Error(ErrorKind::kRetry,
                  fmt::format("{}: HubSpot's search counts more records than it gives, in {} passes",
                              context_.type.name, kMostPasses),
                  "nothing is lost: the next sync reads the same window again");
    }
    log::Info("search gave fewer records than it counts, reading the window again",
              {{"object", context_.type.name}, {"seen", checkpoint.window_seen}});
    checkpoint.cursor.clear();
    checkpoint.window_seen = 0;
  }
  checkpoint = {Phase::kIdle, checkpoint.window_to, 0, 0, 0, ""};
  context_.Save(checkpoint);
}

bool Incremental::Pass(Checkpoint& checkpoint, const std::stop_token& stop) {
  std::optional<std::int64_t> counted;
  std::string over_empty;
  for (int empty_pages = 0; empty_pages < kMostEmptyPages;) {
    Search(checkpoint, kSearchPage, over_empty, stop);
    const std::int64_t left = found_.total().value_or(static_cast<std::int64_t>(found_.records().size()));
    counted = counted.value_or(checkpoint.window_seen + left);
    if (left == 0) {
      break;
    }
    const std::int64_t fresh = Advance(checkpoint);
    empty_pages = fresh == 0 ? empty_pages + 1 : 0;
    over_empty = fresh == 0 ? found_.next_after() : std::string_view{};
    WriteChanged(checkpoint, stop);
    ThrowIfStopped(stop);
    if (fresh >= left) {
      break;
    }
  }
  if (checkpoint.window_seen >= *counted) {
    return true;
  }
  // Fewer than at first: records may have left the window by changing again. Only the count of now tells.
  Checkpoint whole = checkpoint;
  whole.cursor.clear();
  Search(whole, 1, "", stop);
  return found_.total().has_value() && checkpoint.window_seen >= *found_.total();
}

std::int64_t Incremental::Advance(Checkpoint& checkpoint) const {
  std::string last = checkpoint.cursor;
  std::int64_t fresh = 0;
  for (const hubspot::RecordView& record : found_.records()) {
    if (IdLess(checkpoint.cursor, record.id)) {
      ++fresh;
      last = IdLess(last, record.id) ? std::string(record.id) : last;
    }
  }
  checkpoint.cursor = last;
  checkpoint.window_seen += fresh;
  return fresh;
}

void Incremental::Search(const Checkpoint& checkpoint, int limit, std::string over_empty,
                         const std::stop_token& stop) {
  const bool by_offset = HM_PLANTED("offset_paging");
  if (by_offset) over_empty = std::to_string(checkpoint.window_seen);
  context_.client.SearchRecords({context_.type.path, context_.type.last_modified_property,
                                 checkpoint.window_from, checkpoint.window_to + kClockResolution,
                                 by_offset ? "" : checkpoint.cursor, limit, std::move(over_empty)},
                                found_, stop);
}

void Incremental::WriteChanged(const Checkpoint& checkpoint, const std::stop_token& stop) {
  const std::vector<std::string_view> ids = ChangedIds();
  const std::span<const std::string_view> all(ids);
  for (std::size_t start = 0; start < ids.size(); start += kBatchReadIds) {
    const std::size_t count = std::min(kBatchReadIds, ids.size() - start);
    context_.ReadEvery(all.subspan(start, count), whole_, rows_, stop);
    const bool last = start + count == ids.size();
    context_.Write(
        rows_, last ? context_.Sealing(checkpoint) : Seal([](mariadb::Transaction&, const WriteCounts&) {}));
  }
}

std::vector<std::string_view> Incremental::ChangedIds() {
  std::vector<std::string_view> ids;
  for (const hubspot::RecordView& record : found_.records()) {
    ids.push_back(record.id);
  }
  const auto stored = context_.writer.StoredVersions(ids);
  std::vector<std::string_view> changed;
  for (const hubspot::RecordView& record : found_.records()) {
    const auto found = stored.find(std::string(record.id));
    if (found == stored.end() || record.updated_at_ms == 0 || found->second < record.updated_at_ms) {
      changed.push_back(record.id);
    } else {
      context_.summary.rows += {1, 0, 1, 0};
    }
  }
  return changed;
}

}  // namespace hm::sync
