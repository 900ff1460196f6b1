// The database filled at its own speed.
#include <fmt/format.h>

#include "floor.h"
#include "scenarios.h"

namespace hm::bench {
namespace {

struct Size {
  const char* name;
  std::size_t records;
  Catalogue catalogue;
  std::size_t bulk_rows;  // fastest measured at this size
  double most_cpu_us;     // of the program, a record
};

void FillOne(Stage& stage, const Size& size, Report& report) {
  const auto simulator = stage.MakeSimulator(
      {"--contacts", std::to_string(size.records), "--deals", "0", "--no-limits"}, size.catalogue);
  const test::Connector connector(simulator, stage.database());
  // Without associations: the floor has none either.
  const test::Environment env{{"RATE_LIMIT_REQUESTS", "100000"}, {"ASSOCIATIONS_INTERVAL_HOURS", "0"}};
  connector.Run({"migrate"});
  const auto records = static_cast<double>(size.records);
  stage.Settle();
  const Measured load = stage.Run(connector, simulator, {"sync", "--objects", "contacts"}, env);
  mariadb::Connection connection(connector.options());
  const Rows rows(connection, size.records);
  stage.Settle();
  const double cpu_before = CpuSeconds(stage.database().pid());
  const double floor = records / WriteAll(connector.options(), rows, Way::kBulk, size.bulk_rows);
  const double floor_cpu = CpuSeconds(stage.database().pid()) - cpu_before;
  report.Add({size.name,
              fmt::format("first load of {} records of {:.0f} bytes", rows.size(), rows.mean_json_bytes()),
              records / load.seconds, "rows/s", floor, 0.8, true});
  report.Add({size.name,
              "processor time of the program",
              load.cpu_seconds / records * 1e6,
              "µs a record",
              {},
              size.most_cpu_us});
  report.Add({size.name, "of the simulator, on the same two cores",
              load.simulator_cpu_seconds / records * 1e6, "µs a record"});
  report.Add({size.name, "of the database", load.database_cpu_seconds / records * 1e6, "µs a record",
              floor_cpu / records * 1e6});
  report.Add({size.name, "peak memory", load.peak_mib, "MiB", {}, 64});

  const std::size_t fewer = size.records / 4;
  const Rows some(connection, fewer);
  const double multi = static_cast<double>(fewer) / WriteAll(connector.options(), some, Way::kMultiRow, 500);
  report.Add({size.name, "peer: multi-row INSERT of 500", multi, "rows/s", floor});
  const Rows few(connection, size.records / 40);
  const double single = static_cast<double>(few.size()) / WriteAll(connector.options(), few, Way::kSingle, 1);
  report.Add({size.name, "peer: a statement a row", single, "rows/s", floor});

  const auto updated = [&] {
    return std::stod(connector.Value(
        "SELECT SUM(variable_value) FROM information_schema.global_status WHERE variable_name IN "
        "('HANDLER_UPDATE', 'HANDLER_WRITE')"));
  };
  stage.Settle();
  const double before = updated();
  const Measured again = stage.Run(connector, simulator, {"sync", "--objects", "contacts", "--full"}, env);
  // Checkpoints and the lease are rows as well: a few a transaction of a page or more.
  report.Add({size.name,
              "rows written while reading all again, bookkeeping included",
              (updated() - before) / records,
              "a record",
              {},
              0.05});
  report.Add({size.name, "reading all again: the database's processor time",
              again.database_cpu_seconds / records * 1e6, "µs a record",
              load.database_cpu_seconds / records * 1e6, 0.1});
  report.Add({size.name, "reading all again", records / again.seconds, "rows/s"});
}

}  // namespace

void Fill(Stage& stage, const Options& /*options*/, Report& report) {
  FillOne(stage, {"fill, 1.5 KB", 200'000, {40, 38, false}, 500, 25}, report);
  FillOne(stage, {"fill, 6 KB", 200'000, {250, 160, false}, 200, 60}, report);
}

}  // namespace hm::bench
