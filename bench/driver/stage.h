// Where a scenario plays: one private mariadbd for all, a simulator each, and the program run under
// measurement.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/catalogue_file.h"
#include "support/connector.h"

namespace hm::bench {

struct Measured {
  test::RunResult run;
  double seconds = 0;
  double cpu_seconds = 0;  // of the program
  double simulator_cpu_seconds = 0;
  double database_cpu_seconds = 0;
  double peak_mib = 0;  // resident
};

class Stage {
 public:
  Stage();

  test::MariadbServer& database() { return database_; }

  // `hubspot-sim` with these arguments and contacts of this catalogue.
  test::Simulator MakeSimulator(std::vector<std::string> args, const test::Catalogue& contacts) const;

  // Waits until the server has written to disk what was changed before, which it does at its leisure and
  // which is no part of what is measured next.
  void Settle();

  // Throws std::runtime_error when the program does not end with 0.
  Measured Run(const test::Connector& connector, const test::Simulator& simulator,
               const std::vector<std::string>& args, const test::Environment& env = {});

 private:
  test::MariadbServer database_;
};

// Seconds of processor time that a process has used.
double CpuSeconds(pid_t pid);
double Seconds(std::chrono::steady_clock::time_point since);

}  // namespace hm::bench
