// The real binary against a simulator and a database of its own, and the comparison of both.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "mariadb/connection.h"
#include "support/mariadb_server.h"
#include "support/process.h"
#include "support/simulator.h"

namespace hm::test {

class Connector {
 public:
  // A fresh database on `server`. Both must outlive it. `program` is the build to run.
  Connector(const Simulator& simulator, MariadbServer& server, std::string program = "hubspot-mariadb");

  // hubspot-mariadb ARGS with the settings of this set-up; `env` adds to them or replaces them.
  RunResult Run(const std::vector<std::string>& args, const Environment& env = {}) const;
  std::unique_ptr<Process> Start(const std::vector<std::string>& args, const Environment& env = {}) const;

  // The environment that those run in.
  Environment Settings(const Environment& more) const;

  const std::string& database() const { return database_; }
  mariadb::ConnectionOptions options() const { return server_.OptionsFor(database_); }

  // The first cell of a query, "" for NULL or no row.
  std::string Value(const std::string& sql) const;
  std::int64_t Count(const std::string& table) const;
  void Execute(const std::string& sql) const;

  // Every difference between the live and archived records of HubSpot and the table, one line each; empty
  // when equal. Compares ids, every property as JSON text, times, text columns, the version and what is
  // archived; merged and purged records may stand as archived, erased ones may not stand at all.
  std::vector<std::string> Differences(const std::string& object) const;

  // The same for the associations of records of one object with those of another, in that direction.
  std::vector<std::string> LinkDifferences(const std::string& from, const std::string& to) const;

  // Waits until `sql` gives `value`; false after `timeout`.
  bool Await(const std::string& sql, const std::string& value, std::chrono::milliseconds timeout) const;

 private:
  const Simulator& simulator_;
  MariadbServer& server_;
  std::string program_;
  std::string database_;
};

// Where the programs under test stand.
std::string BinaryDir();

}  // namespace hm::test
