#include "sync/changes/batch_reads.h"

#include <algorithm>
#include <utility>

#include "base/error.h"

namespace hm::sync {
namespace {

constexpr std::size_t kBatchReadIds = 100;

RowBuilder Blank(const SyncContext& context) {
  RowBuilder builder(context.builder);
  builder.TakeMisfits();
  return builder;
}

}  // namespace

BatchReads::BatchReads(SyncContext& context, const std::stop_token& stop, Written written)
    : context_(context),
      builder_(Blank(context)),
      written_(std::move(written)),
      pool_(context.builder.columns().size()),
      reads_(stop) {}

void BatchReads::Ask(std::span<const std::string_view> ids, const Seal& seal) {
  while (reads_.IsReady()) {
    WriteOne();
  }
  while (!ids.empty()) {
    const auto part = ids.first(std::min(kBatchReadIds, ids.size()));
    ids = ids.subspan(part.size());
    AskFor(part, ids.empty() ? seal : Seal([](mariadb::Transaction&, const WriteCounts&) {}));
  }
}

void BatchReads::Then(const std::function<void()>& next) {
  try {
    next();
  } catch (const Error&) {
    Finish();
    throw;
  }
}

void BatchReads::Finish() {
  while (!asked_.empty()) {
    WriteOne();
  }
}

std::unique_ptr<LoadedPage> BatchReads::FreePage() {
  while (reads_.size() >= context_.client.pace().InFlight()) {
    WriteOne();
  }
  std::unique_ptr<LoadedPage> page = pool_.TryTake();
  while (!page) {
    WriteOne();
    page = pool_.TryTake();
  }
  return page;
}

void BatchReads::AskFor(std::span<const std::string_view> ids, const Seal& seal) {
  std::unique_ptr<LoadedPage> page = FreePage();
  Batch& batch = asked_.emplace_back(Batch{{ids.begin(), ids.end()}, std::move(page), seal});
  reads_.Start([this, &batch](const std::stop_token& stop) {
    RowBuilder builder(builder_);
    const std::vector<std::string_view> asked(batch.ids.begin(), batch.ids.end());
    context_.ReadEvery(builder, asked, batch.page->page, batch.page->rows, stop, false);
    pool_.Learn(*batch.page);
    return builder.TakeMisfits();
  });
}

void BatchReads::WriteOne() {
  context_.builder.Add(reads_.Next());
  Batch& batch = asked_.front();
  context_.Write(batch.page->rows, batch.seal);
  if (written_) {
    written_(batch.page->rows);
  }
  pool_.Give(std::move(batch.page));
  asked_.pop_front();
}

}  // namespace hm::sync
