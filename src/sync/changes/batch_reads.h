// Reads records whole by their ids, several requests at the same time, and writes them in the order they were
// asked for, within bounded memory. Not thread-safe.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/read_ahead.h"
#include "sync/load/page_pool.h"
#include "sync/sync_context.h"

namespace hm::sync {

class BatchReads {
 public:
  // Is given each batch of rows once it is in the table.
  using Written = std::function<void(const RowBatch&)>;

  // The context must outlive it.
  BatchReads(SyncContext& context, const std::stop_token& stop, Written written = {});

  // Asks for these records; `seal` is saved with the last of them. Writes earlier ones that have come, and
  // waits for some when too many are under way. Throws what reading or writing throws.
  void Ask(std::span<const std::string_view> ids, const Seal& seal);

  // Runs `next`, which tells what to ask for next. Where that fails, all that was asked for is written before
  // the failure is thrown on: the next sync goes on from there.
  void Then(const std::function<void()>& next);

  // Writes all that was asked for.
  void Finish();

 private:
  struct Batch {
    std::vector<std::string> ids;
    std::unique_ptr<LoadedPage> page;
    Seal seal;
  };

  void AskFor(std::span<const std::string_view> ids, const Seal& seal);
  std::unique_ptr<LoadedPage> FreePage();
  void WriteOne();

  SyncContext& context_;
  const RowBuilder builder_;  // as each request's begins
  Written written_;
  PagePool pool_;
  std::deque<Batch> asked_;  // as reads_ has them; the threads use those that it has
  ReadAhead<Misfits> reads_;
};

}  // namespace hm::sync
