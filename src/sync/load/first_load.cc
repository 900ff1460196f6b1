#include "sync/load/first_load.h"

#include <algorithm>
#include <future>

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

std::optional<WriteSession> FirstLoad::OpenFurther() const {
  // History is kept by one.
  if (!context_.options.open_session || context_.history) {
    return std::nullopt;
  }
  try {
    return context_.options.open_session(context_.type.name);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kConnection) {
      throw;
    }
    log::Info("the database gives no second connection, writing by one",
              {{"object", context_.type.name}, {"why", e.Coded()}});
    return std::nullopt;
  }
}

void FirstLoad::Load(Checkpoint& checkpoint, bool may_cut, const std::stop_token& stop) {
  std::vector<IdRange> ranges;
  if (checkpoint.cursor.empty()) {
    ranges = LoadRanges(context_.session.connection(), context_.type.name);
  }
  done_ = checkpoint.window_seen;
  RangePlan plan(ranges, checkpoint.cursor);
  {
    std::optional<WriteSession> further = may_cut ? OpenFurther() : std::nullopt;
    std::optional<Writer> writer;
    if (further) {
      writer.emplace(context_.WriterOn(*further));
    }
    LoadLanes lanes(context_, plan,
                    {.already = checkpoint.window_seen,
                     .may_cut = may_cut,
                     .size = size_,
                     .streams = further ? std::size_t{2} : std::size_t{1}},
                    stop);
    std::future<void> beside;
    if (further) {
      beside = std::async(std::launch::async, [&, heartbeat = CurrentHeartbeat()] {
        const BeatsFor beats(heartbeat);
        WriteStream(lanes, 1, *writer, stop);
      });
    }
    WriteStream(lanes, 0, context_.writer, stop);
    if (further) {
      beside.get();
    }
  }
  checkpoint = {Phase::kIdle, checkpoint.window_to, 0, 0, 0, ""};
  context_.session.InTransaction([&](mariadb::Transaction& transaction) {
    ClearRanges(transaction, context_.type.name);
    context_.Sealing(checkpoint)(transaction, {});
  });
}

void FirstLoad::WriteStream(LoadLanes& lanes, std::size_t stream, Writer& writer,
                            const std::stop_token& stop) {
  UnsavedProgress unsaved;
  try {
    writer.ExpectPages(true);
    bool unchanged = false;
    for (LoadLanes::Pages pages = lanes.Next(stream, false); !pages.empty();
         pages = lanes.Next(stream, unchanged)) {
      const WriteCounts counts = Take(pages, unchanged, writer, unsaved);
      context_.Count(counts);
      unchanged = counts.written == 0;
      lanes.Return(std::move(pages));
      ThrowIfStopped(stop);
    }
    writer.ExpectPages(false);
  } catch (const Error& e) {
    lanes.Fail();
    if (e.kind() == ErrorKind::kCancelled && !unsaved.empty()) {
      Save({}, writer, unsaved);
    }
    throw;
  } catch (...) {
    lanes.Fail();
    throw;
  }
}

WriteCounts FirstLoad::Take(LoadLanes::Pages& pages, bool seem_unchanged, Writer& writer,
                            UnsavedProgress& unsaved) {
  OrderByRange(pages);
  unsaved.Add(pages);
  std::vector<const RowBatch*> batches;
  for (const LoadLanes::Loaded& loaded : pages) {
    batches.push_back(&loaded.page->rows);
  }
  std::optional<WriteCounts> counts = seem_unchanged ? writer.FindUnchanged(batches) : std::nullopt;
  if (!counts) {
    counts = Save(batches, writer, unsaved);
  } else if (unsaved.due()) {
    Save({}, writer, unsaved);
  }
  done_ += counts->read;
  if (context_.options.telemetry != nullptr) {
    context_.options.telemetry->LoadProgress(context_.type.name, done_);
  }
  return *counts;
}

WriteCounts FirstLoad::Save(std::span<const RowBatch* const> batches, Writer& writer,
                            UnsavedProgress& unsaved) const {
  const WriteCounts counts =
      writer.Write(batches, [&](mariadb::Transaction& transaction, const WriteCounts& /*counts*/) {
        unsaved.Save(transaction, context_.type.name);
      });
  unsaved.Clear();
  return counts;
}

}  // namespace hm::sync
