// The database side of the harness: a database of its own with tripwires, the harness's build of the
// connector on it, and the oracles that judge what is there.
#pragma once

#include <signal.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "crash/account.h"
#include "crash/db_proxy.h"
#include "support/connector.h"

namespace hm::crash {

inline constexpr std::chrono::seconds kLongestSync{60};
inline constexpr int kKilled = 128 + SIGKILL;  // what Process gives as the exit code

struct Finding {
  std::string oracle;
  std::string what;
};
using Findings = std::vector<Finding>;

// What the database says of one object.
struct Progress {
  std::string phase;
  std::int64_t complete_until = 0;
  std::int64_t window_from = 0;
  std::int64_t window_to = 0;
  std::string cursor;
  std::map<std::uint64_t, std::uint64_t>
      ranges;                     // of a first load: all ids from the first to below the second
  std::int64_t rows_written = 0;  // in committed transactions, ever
  std::int64_t unsealed = 0;      // of them, since the checkpoint was saved last

  bool operator==(const Progress&) const = default;
};

class Mirror {
 public:
  // `bug`: the planted bug that the connector has, or "".
  Mirror(Account& account, test::MariadbServer& server, std::string bug);

  // The connector with these arguments; `failpoint` as HM_FAILPOINT takes it, "" for none; `socket` of the
  // database when it is not the server's own.
  std::unique_ptr<test::Process> Start(std::vector<std::string> args, const std::string& failpoint = "",
                                       const std::string& socket = "") const;

  // Creates the tables and the triggers that write down every written row and every step back. Once.
  void SetUp();

  std::vector<Progress> ReadProgress() const;
  std::int64_t RowsWritten() const;
  std::int64_t ChangesKept() const;
  std::int64_t CompleteUntil(const std::string& object) const;

  // The oracles that hold at any moment at which the connector is dead or stopped.
  Findings AfterKill() const;
  // As if the holder of the lease had not renewed it for long.
  void AgeLease() const;

  // After changes have ended: two syncs, exact comparison, and one more that writes nothing.
  Findings AtRest() const;
  // Every difference between HubSpot and the table as they are.
  Findings Compare(const std::string& object) const;

  static const std::vector<std::string>& Objects();

 private:
  Progress ReadProgress(const std::string& object) const;
  void FindMissing(const std::string& object, Findings& findings) const;
  void FindUnsealed(const std::string& object, Findings& findings) const;
  void FindStepsBack(Findings& findings) const;
  void FindTornHistory(Findings& findings) const;
  bool SyncWell(Findings& findings) const;

  Account& account_;
  test::Connector connector_;
  std::string bug_;
};

}  // namespace hm::crash
