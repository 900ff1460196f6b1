#include "sync/load/first_load.h"

#include <algorithm>
#include <map>

#include "base/log.h"
#include "sync/load/id_ranges.h"

namespace hm::sync {
namespace {

// The pages of a range one after another, for they are looked up together.
void OrderByRange(LoadLanes::Pages& pages) {
  const auto start = [](const LoadLanes::Loaded& loaded) {
    return loaded.step.progress ? std::optional(loaded.step.progress->start) : std::nullopt;
  };
  std::ranges::stable_sort(pages, {}, start);
  std::optional<std::uint64_t> before;
  for (const LoadLanes::Loaded& loaded : pages) {
    loaded.page->rows.follows = before && start(loaded) == before;
    before = start(loaded);
  }
}

}  // namespace

void FirstLoad::Run(Checkpoint& checkpoint, const std::stop_token& stop) {
  try {
    Load(checkpoint, true, stop);
  } catch (const BoundIgnored&) {
    log::Info("the list does not go by ids, reading it as one chain from its start",
              {{"object", context_.type.name}});
    checkpoint.cursor.clear();
    checkpoint.window_seen = 0;
    context_.session.InTransaction([&](mariadb::Transaction& transaction) {
      ClearRanges(transaction, context_.type.name);
      SaveCheckpoint(transaction, context_.type.name, checkpoint);
    });
    Load(checkpoint, false, stop);
  }
}

void FirstLoad::Load(Checkpoint& checkpoint, bool may_cut, const std::stop_token& stop) {
  std::vector<IdRange> ranges;
  if (checkpoint.cursor.empty()) {
    ranges = LoadRanges(context_.session.connection(), context_.type.name);
  }
  RangePlan plan(ranges, checkpoint.cursor);
  context_.writer.ExpectPages(true);
  {
    LoadLanes lanes(context_, plan, checkpoint.window_seen, may_cut, size_, stop);
    bool unchanged = false;
    for (LoadLanes::Pages pages = lanes.Next(false); !pages.empty(); pages = lanes.Next(unchanged)) {
      const std::int64_t written = context_.summary.rows.written;
      Write(checkpoint, pages);
      unchanged = context_.summary.rows.written == written;
      lanes.Return(std::move(pages));
      ThrowIfStopped(stop);
    }
  }
  context_.writer.ExpectPages(false);
  checkpoint = {Phase::kIdle, checkpoint.window_to, 0, 0, 0, ""};
  context_.session.InTransaction([&](mariadb::Transaction& transaction) {
    ClearRanges(transaction, context_.type.name);
    context_.Sealing(checkpoint)(transaction, {});
  });
}

void FirstLoad::Write(Checkpoint& checkpoint, LoadLanes::Pages& pages) {
  OrderByRange(pages);
  std::vector<const RowBatch*> batches;
  std::map<std::uint64_t, std::uint64_t> next_of;  // the last page of a range tells
  for (const LoadLanes::Loaded& loaded : pages) {
    batches.push_back(&loaded.page->rows);
    checkpoint.window_seen += static_cast<std::int64_t>(loaded.page->rows.rows.size());
    if (loaded.step.progress) {
      next_of[loaded.step.progress->start] = loaded.step.progress->next;
      checkpoint.cursor.clear();
    } else if (!loaded.page->next_after.empty()) {
      checkpoint.cursor = loaded.page->next_after;
    }
  }
  std::vector<IdRange> ranges;
  for (const auto& [start, next] : next_of) {
    ranges.push_back({start, next});
  }
  context_.Write(batches, [&](mariadb::Transaction& transaction, const WriteCounts& counts) {
    SaveRanges(transaction, context_.type.name, ranges);
    context_.Sealing(checkpoint)(transaction, counts);
  });
}

}  // namespace hm::sync
