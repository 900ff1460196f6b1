#include "sync/store/write_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "base/clock.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/heartbeat.h"

namespace hm::sync {
namespace {

constexpr int kMostTries = 10;
constexpr Millis kFirstWait{20};
constexpr Millis kLongestWait{2000};

}  // namespace

WriteSession::WriteSession(mariadb::Connection connection, Fence fence)
    : connection_(std::move(connection)), fence_(std::move(fence)) {}

void WriteSession::InTransaction(const std::function<void(mariadb::Transaction&)>& work) {
  Repeat([&] {
    mariadb::Transaction transaction(connection_);
    work(transaction);
    HM_FAILPOINT("sealed");
    CheckFence(transaction);
    transaction.Commit();
  });
}

void WriteSession::Read(const std::function<void(mariadb::Connection&)>& work) {
  Repeat([&] { work(connection_); });
}

void WriteSession::Repeat(const std::function<void()>& once) {
  Millis wait = kFirstWait;
  for (int attempt = 1;; ++attempt) {
    Beat();
    try {
      once();
      return;
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kRetry || attempt == kMostTries) {
        throw;
      }
    }
    // A page in hand is finished even when a stop was asked for, so this short wait is not interruptible.
    std::this_thread::sleep_for(wait);
    wait = std::min(wait * 2, kLongestWait);
  }
}

// An update, not a read: on Galera only writes are certified against a takeover on another node. Last in the
// transaction, so that the row is locked for the commit alone.
void WriteSession::CheckFence(mariadb::Transaction& transaction) const {
  if (HM_PLANTED("no_epoch_check")) return;
  const std::uint64_t mine = transaction.Execute(
      fmt::format("UPDATE hubspot_lease SET writes = writes + 1 WHERE scope = {} AND epoch = {}",
                  transaction.Quote(fence_.scope), fence_.epoch));
  if (mine != 1) {
    throw Error(ErrorKind::kFenced, "another connector has taken over this database; nothing was written",
                "only one may write; hubspot-mariadb status names the one that does");
  }
}

}  // namespace hm::sync
