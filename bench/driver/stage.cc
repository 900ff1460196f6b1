#include "stage.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "support/await.h"

namespace hm::bench {
namespace {

using std::chrono::steady_clock;

double ChildrenCpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Of this program alone: what rusage says of a child includes its parent before exec.
// `before` when the process is gone. A higher one of before is the driver's own, between fork and exec.
double PeakMib(pid_t pid, double before) {
  std::ifstream status(fmt::format("/proc/{}/status", pid));
  std::string line;
  while (std::getline(status, line)) {
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  }
  return before;
}

}  // namespace

double CpuSeconds(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream fields(line.substr(name_end + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double Seconds(steady_clock::time_point since) {
  return std::chrono::duration<double>(steady_clock::now() - since).count();
}

// A server that has room for the tables, at Debian's durability. Its memory is at hand from the start, as in
// one that has run for long: what comes first would else pay for the first touch of each page, a fifth of a
// row.
Stage::Stage()
    : database_({"--memlock", "--innodb-buffer-pool-size=4G", "--innodb-log-file-size=1G",
                 "--max-allowed-packet=64M"}) {}

test::Simulator Stage::MakeSimulator(std::vector<std::string> args, const test::Catalogue& contacts) const {
  const test::CatalogueFile file(contacts);
  args.insert(args.end(), {"--awkward", "0"});
  if (contacts.properties > 0) {
    args.insert(args.end(), {"--catalogue", "contacts=" + file.path()});
  }
  return test::Simulator(test::BinaryDir(), std::move(args));
}

void Stage::Settle() {
  mariadb::Connection connection(database_.OptionsFor(""));
  connection.Execute("SET GLOBAL innodb_io_capacity_max = 100000, innodb_io_capacity = 100000");
  connection.Execute("SET GLOBAL innodb_max_dirty_pages_pct = 0");
  const auto dirty = [&] {
    mariadb::Result row = connection.Query("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'");
    return row.Next() ? row.Int(1) : 0;
  };
  constexpr std::int64_t kFewPages = 100;
  if (!test::Await([&] { return dirty() < kFewPages; }, std::chrono::seconds{120})) {
    throw std::runtime_error("the server does not come to rest");
  }
  connection.Execute("SET GLOBAL innodb_max_dirty_pages_pct = DEFAULT");
  connection.Execute("SET GLOBAL innodb_io_capacity = 200, innodb_io_capacity_max = 2000");
}

Measured Stage::Run(const test::Connector& connector, const test::Simulator& simulator,
                    const std::vector<std::string>& args, const test::Environment& env) {
  Measured measured;
  const double simulator_before = CpuSeconds(simulator.pid());
  const double database_before = CpuSeconds(database_.pid());
  const double own_before = ChildrenCpuSeconds();
  const auto start = steady_clock::now();
  const auto process = connector.Start(args, env);
  std::optional<int> code;
  while (!code) {
    measured.peak_mib = PeakMib(process->pid(), measured.peak_mib);
    code = process->Wait(std::chrono::milliseconds{20});
  }
  measured.seconds = Seconds(start);
  measured.cpu_seconds = ChildrenCpuSeconds() - own_before;
  measured.simulator_cpu_seconds = CpuSeconds(simulator.pid()) - simulator_before;
  measured.database_cpu_seconds = CpuSeconds(database_.pid()) - database_before;
  measured.run = {*code, process->Out(), process->Err()};
  if (*code != 0) {
    throw std::runtime_error(fmt::format("the program ended with {}: {}", *code, measured.run.err));
  }
  return measured;
}

}  // namespace hm::bench
