// Time linear and memory flat in the number of records.
#include <fmt/format.h>

#include "scenarios.h"

namespace hm::bench {
namespace {

const test::Environment kUnlimited{{"RATE_LIMIT_REQUESTS", "100000"}};

void Grow(Stage& stage, int records, Report& report) {
  const auto simulator = stage.MakeSimulator(
      {"--contacts", std::to_string(records), "--deals", "0", "--no-limits"}, {40, 38, false});
  const test::Connector connector(simulator, stage.database());
  connector.Run({"migrate"});
  const std::string name = fmt::format("growth, {} records", records);
  const Measured load = stage.Run(connector, simulator, {"sync", "--objects", "contacts"}, kUnlimited);
  report.Add({name, "first load", load.seconds / records * 1e6, "µs a record"});
  report.Add({name, "peak memory", load.peak_mib, "MiB", {}, 64});
  stage.Run(connector, simulator, {"sync", "--objects", "contacts"}, kUnlimited);
  simulator.Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 1000}});
  const Measured changed = stage.Run(connector, simulator, {"sync", "--objects", "contacts"}, kUnlimited);
  report.Add({name, "incremental sync of 1,000 changes", changed.seconds * 1000, "ms"});
  report.Add({name, "of it, the database's processor time", changed.database_cpu_seconds * 1000, "ms"});
  connector.Execute("DROP DATABASE `" + connector.database() + "`");
}

// Records of more than 100 KB: 3,000 properties, two texts of 65,536 characters in each record.
void Largest(Stage& stage, Report& report) {
  const auto simulator =
      stage.MakeSimulator({"--contacts", "1000", "--deals", "0", "--no-limits"}, {3000, 600, false});
  const std::string text(65'536, 'x');
  simulator.Post("/_sim/bulk", {{"object", "contacts"},
                                {"touch", 1000},
                                {"properties", {{"property_0001", text}, {"property_0002", text}}}});
  const test::Connector connector(simulator, stage.database());
  connector.Run({"migrate"});
  const Measured load = stage.Run(connector, simulator, {"sync", "--objects", "contacts"}, kUnlimited);
  report.Add({"3,000 properties, 64 KB texts", "peak memory", load.peak_mib, "MiB", {}, 256});
}

}  // namespace

void Growth(Stage& stage, const Options& options, Report& report) {
  Grow(stage, 10'000, report);
  Grow(stage, 100'000, report);
  if (options.full) Grow(stage, 1'000'000, report);
  Largest(stage, report);
}

}  // namespace hm::bench
