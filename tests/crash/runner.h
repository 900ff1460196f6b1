// Kills, checks and goes on: the random part of the harness.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "crash/kill_plan.h"
#include "crash/mirror.h"

namespace hm::crash {

struct RunnerOptions {
  int kills = 300;
  std::uint64_t seed = 1;
  Victims victims = Victims::kAll;
  std::string bug;
};

struct Tally {
  int kills = 0;
  int at_work = 0;   // something had been committed since the connector's start
  int finished = 0;  // syncs that ended before their kill
  std::array<int, kHows> by_how{};
  std::array<int, kHows> at_work_by_how{};
  // Pages of 100 records that a killed sync had asked for and not committed, which the next asks for again.
  std::int64_t most_of_load = 0;
  std::int64_t most_of_window = 0;
  std::int64_t lost_pages = 0;  // of all kills
};

class Runner {
 public:
  explicit Runner(const RunnerOptions& options);

  // Ends at the first findings, or after the kills with none.
  Findings Run();
  const Tally& tally() const { return tally_; }

 private:
  // One database's life: tables made under kills, first load and windows under kills, comparison at rest.
  Findings RunDatabase(int kills);
  void KillMigrations();
  Findings Cycle();
  void MakeBacklog();
  void CountLostPages(const std::vector<Progress>& before, const std::vector<Progress>& after,
                      Findings& findings);
  void Churn(const std::stop_token& stop, std::uint64_t seed);
  // Each gives whether the victim died by the plan; false when the sync was over before.
  bool KillConnector(const Kill& kill, Findings& findings);
  bool KillByTime(const Kill& kill, Findings& findings);
  bool KillDatabase(const Kill& kill, Findings& findings);
  bool KillInCommit(const Kill& kill, Findings& findings);
  std::chrono::milliseconds At(double fraction) const;
  void Ended(int code, test::Process& process, Findings& findings);
  std::size_t Pick(std::size_t below) { return random_() % below; }

  RunnerOptions options_;
  std::mt19937_64 random_;
  Account account_;
  test::MariadbServer server_;
  DbProxy proxy_;
  std::unique_ptr<Mirror> mirror_;
  KillPlan plan_;
  Tally tally_;
  std::chrono::milliseconds sync_time_{400};
  std::size_t next_cold_ = 0;
};

}  // namespace hm::crash
