#include "mariadb/online_ddl.h"

#include <chrono>
#include <thread>

#include "base/clock.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/heartbeat.h"
#include "base/log.h"
#include "mariadb/identifiers.h"

namespace hm::mariadb {
namespace {

ConnectionOptions Patient(ConnectionOptions options) {
  options.read_timeout = std::chrono::seconds{0};
  options.statement_timeout = std::chrono::seconds{0};
  return options;
}

// Beats for the thread that made it, while that waits for the server.
class Beating {
 public:
  Beating() : heartbeat_(CurrentHeartbeat()), thread_([this](const std::stop_token& stop) { Run(stop); }) {}

 private:
  void Run(const std::stop_token& stop) const {
    const BeatsFor beats(heartbeat_);
    try {
      SleepFor(std::chrono::hours{24 * 365}, stop);  // which beats
    } catch (const Error& e) {
      log::Debug("the statement is done", {{"why", e.Coded()}});
    }
  }

  Heartbeat* heartbeat_;
  std::jthread thread_;
};

}  // namespace

OnlineDdl::OnlineDdl(const ConnectionOptions& options) : connection_(Patient(options)) {
  connection_.Execute("SET SESSION lock_wait_timeout = 2");
}

bool OnlineDdl::Alter(const std::string& table, const std::string& clause, const std::stop_token& stop) {
  const std::string sql = "ALTER TABLE " + QuoteIdentifier(table) + " " + clause;
  try {
    try {
      Execute(sql + ", ALGORITHM=INPLACE, LOCK=NONE", stop);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kDatabase || e.code() == ErrorCode::kNoRight) {
        throw;
      }
      log::Debug("the server cannot change the table in place", {{"table", table}, {"why", e.Coded()}});
      Execute(sql, stop);
    }
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::kRetry) {
      return false;
    }
    throw;
  }
  HM_FAILPOINT("altered");
  return true;
}

void OnlineDdl::Execute(const std::string& sql, const std::stop_token& stop) {
  const Beating beating;
  const std::stop_callback cancel(stop, [this] { connection_.Cancel(); });
  try {
    connection_.Execute(sql);
  } catch (const Error&) {
    ThrowIfStopped(stop);
    throw;
  }
}

}  // namespace hm::mariadb
