#include "sync/store/lease.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"

namespace hm::sync {
namespace {

// The row that is the lease itself; the others are the fences of the objects.
constexpr std::string_view kLeaseScope = "lease";
constexpr Millis kPoll{250};
constexpr int kMostRaces = 5;

struct Holder {
  std::int64_t epoch = 0;
  std::string text;  // "" when nobody holds the lease
  std::string key;
  std::string since;
  std::string renewed_at;
  bool expired = false;

  std::string Description() const { return fmt::format("{}, since {} UTC", text, since); }
  bool IsGone() const { return text.empty() || expired || HasEnded(key); }
};

Holder ReadHolder(mariadb::Connection& connection) {
  mariadb::Result row = connection.Query(fmt::format(
      "SELECT epoch, IFNULL(holder, ''), IFNULL(holder_key, ''), IFNULL(held_since, ''), IFNULL(renewed_at, "
      "''), "
      "IFNULL(renewed_at < UTC_TIMESTAMP(6) - INTERVAL {} SECOND, 1) FROM hubspot_lease WHERE scope = '{}'",
      std::chrono::duration_cast<std::chrono::seconds>(Lease::kLifetime).count(), kLeaseScope));
  if (!row.Next()) {
    return {};
  }
  return {row.Int(0), row.String(1), row.String(2), row.String(3), row.String(4), row.Int(5) != 0};
}

// Compare-and-set: false when another connector was faster. Locks out whoever held it before.
bool TryTake(mariadb::Connection& connection, const Holder& before, const ProcessIdentity& self) try {
  mariadb::Transaction transaction(connection);
  const std::uint64_t taken = transaction.Execute(fmt::format(
      "UPDATE hubspot_lease SET epoch = {}, holder = {}, holder_key = {}, held_since = UTC_TIMESTAMP(), "
      "renewed_at = UTC_TIMESTAMP(6) WHERE scope = '{}' AND epoch = {}",
      before.epoch + 1, transaction.Quote(self.text), transaction.Quote(self.key), kLeaseScope,
      before.epoch));
  if (taken != 1) {
    return false;
  }
  transaction.Execute(fmt::format("UPDATE hubspot_lease SET epoch = {}", before.epoch + 1));
  transaction.Commit();
  return true;
} catch (const Error& e) {
  // Lost a race (deadlock, certification on Galera), or the one before is in the middle of a COMMIT.
  if (e.kind() == ErrorKind::kRetry) {
    return false;
  }
  throw;
}

void CreateLeaseTableOnce(const mariadb::ConnectionOptions& options, mariadb::Connection& connection) {
  mariadb::ApplyChanges(options,
                        mariadb::PlanChanges(LeaseTable(), mariadb::ReadTable(connection, "hubspot_lease")));
  mariadb::Transaction transaction(connection);
  transaction.Execute(fmt::format(
      "INSERT IGNORE INTO hubspot_lease (scope, epoch, writes) VALUES ('{}', 0, 0)", kLeaseScope));
  transaction.Commit();
}

// Another connector, on another node perhaps, may be making it at this moment.
void CreateLeaseTable(const mariadb::ConnectionOptions& options, mariadb::Connection& connection,
                      const std::stop_token& stop) {
  for (int attempt = 1;; ++attempt) {
    try {
      CreateLeaseTableOnce(options, connection);
      return;
    } catch (const Error& e) {
      const bool raced =
          e.kind() == ErrorKind::kRetry ||
          (e.kind() == ErrorKind::kDatabase && mariadb::ReadTable(connection, "hubspot_lease").has_value());
      if (!raced || attempt == kMostRaces) {
        throw;
      }
    }
    SleepFor(kPoll, stop);
  }
}

Error HeldBy(const Holder& holder) {
  return {ErrorKind::kFenced, ErrorCode::kHeldByAnother,
          fmt::format("another connector writes to this database: {}", holder.Description()),
          "stop that one, or let it do the work; only one may write at a time"};
}

}  // namespace

mariadb::TableDef LeaseTable() {
  mariadb::TableDef table{"hubspot_lease", {}, {"scope"}};
  table.columns = {
      {"scope", "VARCHAR(50)", false},      {"epoch", "BIGINT", false},
      {"writes", "BIGINT", false},          {"holder", "VARCHAR(255)", true},
      {"holder_key", "VARCHAR(255)", true}, {"held_since", "DATETIME", true},
      {"renewed_at", "DATETIME(6)", true},
  };
  return table;
}

std::optional<std::string> ReadLeaseHolder(mariadb::Connection& connection) {
  const Holder holder = ReadHolder(connection);
  return holder.IsGone() ? std::nullopt : std::optional(holder.Description());
}

Lease::Lease(mariadb::ConnectionOptions options, WhenHeld when_held, const std::stop_token& stop)
    : options_(std::move(options)), self_(CurrentProcess()) {
  // A renewal that hangs must neither outlive the lease nor hold up the end of the program.
  options_.connect_timeout = options_.read_timeout = std::chrono::seconds{3};
  Acquire(when_held, stop);
  keeper_ = std::jthread([this](const std::stop_token& ending) { Keep(ending); });
}

Lease::~Lease() {
  keeper_.request_stop();
  keeper_.join();
  HM_FAILPOINT("shutdown");
  if (!lost_.stop_requested()) {
    Release();
  }
}

void Lease::Acquire(WhenHeld when_held, const std::stop_token& stop) {
  mariadb::Connection connection(options_);
  CreateLeaseTable(options_, connection, stop);
  std::optional<Holder> first_seen;
  while (true) {
    const Holder holder = ReadHolder(connection);
    if (holder.IsGone() && TryTake(connection, holder, self_)) {
      HM_FAILPOINT("lease_taken");
      if (!holder.text.empty()) {
        replaced_ = holder.Description();
        log::Info("took over from a connector that is gone", {{"holder", holder.Description()}});
      }
      epoch_ = holder.epoch + 1;
      return;
    }
    if (!first_seen && !holder.IsGone()) {
      first_seen = holder;
      if (when_held == WhenHeld::kWait) {
        log::Info("another connector writes to this database; waiting to take over when it is gone",
                  {{"holder", holder.Description()}});
      }
    }
    if (when_held == WhenHeld::kRefuse && first_seen && holder.renewed_at != first_seen->renewed_at) {
      throw HeldBy(holder);
    }
    SleepFor(kPoll, stop);
  }
}

Fence Lease::FenceFor(mariadb::Connection& connection, const std::string& scope) const {
  mariadb::Transaction transaction(connection);
  // Locks the lease, so that a takeover comes before or after, and finds the new row if after.
  mariadb::Result row = transaction.Query(
      fmt::format("SELECT epoch FROM hubspot_lease WHERE scope = '{}' FOR UPDATE", kLeaseScope));
  if (!row.Next() || row.Int(0) != epoch_) {
    throw Error(ErrorKind::kFenced, "another connector has taken over this database",
                "only one may write; hubspot-mariadb status names the one that does");
  }
  transaction.Execute(
      fmt::format("INSERT INTO hubspot_lease (scope, epoch, writes) VALUES ({}, {}, 0) ON DUPLICATE KEY "
                  "UPDATE epoch = {}",
                  transaction.Quote(scope), epoch_, epoch_));
  transaction.Commit();
  return {scope, epoch_};
}

void Lease::Keep(const std::stop_token& stop) {
  std::optional<mariadb::Connection> connection;
  bool failing = false;
  while (true) {
    try {
      SleepFor(kRenewal, stop);
      if (!connection || connection->broken()) {
        connection.emplace(options_);
      }
      mariadb::Transaction transaction(*connection);
      const bool ours = transaction.Execute(fmt::format(
                            "UPDATE hubspot_lease SET renewed_at = UTC_TIMESTAMP(6) WHERE scope = '{}' AND "
                            "epoch = {}",
                            kLeaseScope, epoch_)) == 1;
      transaction.Commit();
      failing = false;
      if (!ours) {
        log::Error("another connector has taken over this database; this one stops");
        lost_.request_stop();
        return;
      }
    } catch (const Error& e) {
      if (stop.stop_requested()) {
        return;
      }
      // Nothing is lost by this alone: every write checks the epoch. Said once, not at every try.
      if (!failing) {
        log::Warn("the lease cannot be renewed, trying again", {{"why", e.Coded()}});
      }
      failing = true;
    }
  }
}

void Lease::Release() {
  try {
    mariadb::Connection connection(options_);
    mariadb::Transaction transaction(connection);
    transaction.Execute(fmt::format(
        "UPDATE hubspot_lease SET holder = NULL, holder_key = NULL WHERE scope = '{}' AND epoch = {}",
        kLeaseScope, epoch_));
    transaction.Commit();
  } catch (const Error& e) {
    log::Warn("the lease could not be given back; it ends by itself",
              {{"why", e.Coded()}, {"within_ms", kLifetime.count()}});
  }
}

}  // namespace hm::sync
