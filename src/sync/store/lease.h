// One writer on a database. The lease is a row of hubspot_lease, taken by compare-and-set under a new epoch;
// every writing transaction checks that epoch (write_session.h), so that a connector that lost the lease
// without noticing (stopped and woken, cut off) can commit nothing. GET_LOCK would not do: on Galera two
// nodes grant it at once.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/clock.h"
#include "mariadb/ddl.h"
#include "sync/store/process_identity.h"
#include "sync/store/write_session.h"

namespace hm::sync {

mariadb::TableDef LeaseTable();

// "pid 4711 on db1, since 2026-11-24 05:15:43 UTC"; nullopt when nobody holds it. The table must exist.
std::optional<std::string> ReadLeaseHolder(mariadb::Connection& connection);

enum class WhenHeld {
  kRefuse,  // throw Error(kFenced), which names the holder, once it shows a sign of life
  kWait,    // until it is gone
};

// Thread-safe once made.
class Lease {
 public:
  // Creates its table where missing, takes the lease and keeps it until destruction. A holder that gave no
  // sign of life for kLifetime, or whose process on this machine is gone, is replaced. Throws as Connection
  // does, and kCancelled when `stop` is asked for.
  Lease(mariadb::ConnectionOptions options, WhenHeld when_held, const std::stop_token& stop);
  ~Lease();
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  // The fence for a part of the database. Throws Error(kFenced) when the lease is lost.
  Fence FenceFor(mariadb::Connection& connection, const std::string& scope) const;

  // The connector that was gone without giving its lease back; "" for none.
  const std::string& replaced() const { return replaced_; }

  // Asked to stop once another connector has taken over.
  std::stop_token lost() const { return lost_.get_token(); }

  static constexpr Millis kLifetime{15'000};
  static constexpr Millis kRenewal{4'000};

 private:
  void Acquire(WhenHeld when_held, const std::stop_token& stop);
  void Keep(const std::stop_token& stop);
  void Release();

  mariadb::ConnectionOptions options_;
  ProcessIdentity self_;
  std::int64_t epoch_ = 0;
  std::string replaced_;
  std::stop_source lost_;
  std::jthread keeper_;
};

}  // namespace hm::sync
