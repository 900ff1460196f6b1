#include "sync/changes/incremental.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "sync/objects/record_ids.h"

namespace hm::sync {
namespace {

constexpr int kMostPasses = 3;
constexpr int kMostEmptyPages = 5;
constexpr int kSearchPage = 200;
// HubSpot's clock is known to the second (its Date header), so the search reaches one further. What changes
// meanwhile may be found as well; only what is before window_to is claimed complete.
constexpr std::int64_t kClockResolution = 1000;

}  // namespace

Incremental::Incremental(SyncContext& context) : context_(context) {}

void Incremental::Run(Checkpoint& checkpoint, const std::stop_token& stop) {
  BatchReads changed(context_, stop, [this](const RowBatch& rows) { NoteLate(rows); });
  for (int pass = 1; !Pass(checkpoint, changed, stop); ++pass) {
    if (pass == kMostPasses) {
      throw Error(ErrorKind::kRetry, ErrorCode::kSearchIncomplete,
                  fmt::format("{}: HubSpot's search counts more records than it gives, in {} passes",
                              context_.type.name, kMostPasses),
                  "nothing is lost: the next sync reads the same window again");
    }
    log::Info("search gave fewer records than it counts, reading the window again",
              {{"object", context_.type.name}, {"seen", checkpoint.window_seen}});
    checkpoint.cursor.clear();
    checkpoint.window_seen = 0;
  }
  Finish(checkpoint);
}

void Incremental::Finish(Checkpoint& checkpoint) {
  const Millis reach{checkpoint.complete_until - checkpoint.window_from};
  checkpoint = {Phase::kIdle, checkpoint.window_to, 0, 0, 0, ""};
  if (lag_.records > 0) {
    const IndexLag before = ReadIndexLag(context_.session.connection(), context_.type.name);
    lag_.records += before.records;
    lag_ = before.longest_ms >= lag_.longest_ms ? IndexLag{before.longest_ms, before.seen_ms, lag_.records}
                                                : lag_;
  }
  context_.session.InTransaction([&](mariadb::Transaction& transaction) {
    NoteReach(transaction, context_.type.name, reach, checkpoint.complete_until);
    if (lag_.records > 0) {
      SaveIndexLag(transaction, context_.type.name, lag_);
    }
    context_.Sealing(checkpoint)(transaction, {});
  });
}

bool Incremental::Pass(Checkpoint& checkpoint, BatchReads& changed, const std::stop_token& stop) {
  std::optional<std::int64_t> counted;
  std::string over_empty;
  for (int empty_pages = 0; empty_pages < kMostEmptyPages;) {
    changed.Then([&] {
      if (checkpoint.cursor.empty() && over_empty.empty()) {
        SearchFirst(checkpoint, stop);
      } else {
        Search(checkpoint, kSearchPage, over_empty, stop);
      }
    });
    const std::int64_t left = found_.total().value_or(static_cast<std::int64_t>(found_.records().size()));
    counted = counted.value_or(checkpoint.window_seen + left);
    if (left == 0) {
      break;
    }
    const std::int64_t fresh = Advance(checkpoint);
    empty_pages = fresh == 0 ? empty_pages + 1 : 0;
    over_empty = fresh == 0 ? found_.next_after() : std::string_view{};
    changed.Ask(ChangedIds(checkpoint), context_.Sealing(checkpoint));
    ThrowIfStopped(stop);
    if (fresh >= left) {
      break;
    }
  }
  changed.Finish();
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

void Incremental::SearchFirst(Checkpoint& checkpoint, const std::stop_token& stop) {
  Search(checkpoint, kSearchPage, "", stop);
  const Millis reach{checkpoint.complete_until - checkpoint.window_from};
  const Millis bounded = BoundedReach(reach, context_.options.buffer, found_.total().value_or(0));
  if (bounded != reach) {
    log::Info("too many changes to look for late ones among them now; verify would find them",
              {{"object", std::string(context_.type.name)}, {"changes", found_.total().value_or(0)}});
    checkpoint.window_from = checkpoint.complete_until - bounded.count();
    SearchFirst(checkpoint, stop);
  }
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

void Incremental::NoteLate(const RowBatch& rows) {
  for (const RowBatch::Row& row : rows.rows) {
    if (const auto late = late_.find(row.id); late != late_.end()) {
      lag_.Add(late->second, context_.client.ServerNowMillis());
      late_.erase(late);
    }
  }
}

std::vector<std::string_view> Incremental::ChangedIds(const Checkpoint& checkpoint) {
  std::vector<std::string_view> ids;
  for (const hubspot::RecordView& record : found_.records()) {
    ids.push_back(record.id);
  }
  const auto stored = context_.writer.StoredVersions(ids);
  std::vector<std::string_view> changed;
  for (const hubspot::RecordView& record : found_.records()) {
    const auto found = stored.find(std::string(record.id));
    const std::int64_t held = found == stored.end() || found->second.archived ? -1 : found->second.version;
    if (held >= 0 && record.updated_at_ms != 0 && held >= record.updated_at_ms) {
      context_.summary.rows += {1, 0, 1, 0};
      continue;
    }
    changed.push_back(record.id);
    // An archived row that search finds was restored, which need not move the record's last-modified.
    const bool restored = found != stored.end() && found->second.archived;
    if (!restored && record.updated_at_ms > 0 && record.updated_at_ms < checkpoint.complete_until) {
      late_.emplace(record.id, checkpoint.complete_until - record.updated_at_ms);
    }
  }
  return changed;
}

}  // namespace hm::sync
