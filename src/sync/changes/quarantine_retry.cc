#include "sync/changes/quarantine_retry.h"

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "sync/store/quarantine.h"

namespace hm::sync {
namespace {

constexpr std::size_t kMostTried = 500;
constexpr std::size_t kIdsATime = 100;

// Not thread-safe.
class Retry {
 public:
  Retry(SyncContext& context, const std::stop_token& stop)
      : context_(context), stop_(stop), rows_(context.builder.columns().size()) {}

  void Try(std::span<const std::string> ids) {
    open_ = RecordIds(ids.begin(), ids.end());
    RecordIds missing = open_;
    for (const bool archived : {false, true}) {
      if (!open_.empty()) {
        Read(archived);
        const RecordIds named(page_.missing_ids().begin(), page_.missing_ids().end());
        std::erase_if(missing, [&](const std::string& id) { return !named.contains(id); });
      }
    }
    context_.session.InTransaction(
        [&](mariadb::Transaction& transaction) { Release(transaction, context_.type.name, missing); });
    std::erase_if(open_, [&](const std::string& id) { return missing.contains(id); });
    FollowMerges();
  }

 private:
  void Read(bool archived) {
    const std::vector<std::string_view> ids(open_.begin(), open_.end());
    context_.ReadWhole(ids, page_, rows_, stop_, archived);
    Write({});
    for (const RowBatch::Row& row : rows_.rows) {
      open_.erase(std::string(row.id));
    }
  }

  // Writes the rows in hand and releases those that landed, and `more`.
  void Write(const RecordIds& more) {
    context_.Write(rows_, [&](mariadb::Transaction& transaction, const WriteCounts&) {
      RecordIds landed = more;
      for (const RowBatch::Row& row : rows_.rows) {
        if (!context_.writer.Refuses(row.id)) {
          landed.emplace(row.id);
        }
      }
      Release(transaction, context_.type.name, landed);
    });
  }

  // A merged record answers to a read of its own under the id of the record that is left.
  void FollowMerges() {
    for (const std::string& id : open_) {
      const std::string_view asked[] = {id};
      context_.ReadWhole(asked, page_, rows_, stop_);
      if (rows_.rows.size() == 1 && rows_.rows.front().id != id) {
        Write({id});
      }
    }
  }

  SyncContext& context_;
  const std::stop_token& stop_;
  hubspot::RecordPage page_;
  RowBatch rows_;
  RecordIds open_;  // not explained yet
};

}  // namespace

void RetrySetAside(SyncContext& context, const std::stop_token& stop) {
  const std::vector<std::string> ids =
      ReadSetAside(context.session.connection(), context.type.name, kMostTried);
  const std::span<const std::string> all(ids);
  Retry retry(context, stop);
  for (std::size_t start = 0; start < ids.size(); start += kIdsATime) {
    try {
      retry.Try(all.subspan(start, std::min(kIdsATime, ids.size() - start)));
    } catch (const Error& e) {
      // HubSpot may fail at just these, which is why they are here.
      if (e.kind() != ErrorKind::kRetry) {
        throw;
      }
      log::Debug("records that are set aside cannot be read",
                 {{"object", std::string(context.type.name)}, {"why", e.Coded()}});
    }
    ThrowIfStopped(stop);
  }
}

}  // namespace hm::sync
