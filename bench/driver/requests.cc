// Requests are few.
#include <fmt/format.h>

#include "scenarios.h"

namespace hm::bench {
namespace {

double Count(const nlohmann::json& routes, const std::string& prefix) {
  double sum = 0;
  for (const auto& [route, count] : routes.items()) {
    if (route.starts_with(prefix)) sum += count.get<double>();
  }
  return sum;
}

}  // namespace

void Requests(Stage& stage, const Options& /*options*/, Report& report) {
  const auto simulator =
      stage.MakeSimulator({"--contacts", "20000", "--deals", "500", "--no-limits"}, {40, 38, false});
  const test::Connector connector(simulator, stage.database());
  const test::Environment env{{"RATE_LIMIT_REQUESTS", "100000"}};
  for (int i = 0; i < 2; ++i) stage.Run(connector, simulator, {"sync"}, env);

  simulator.Delete("/_sim/counters");
  stage.Run(connector, simulator, {"sync"}, env);
  report.Add({"idle sync", "requests", simulator.Counters().at("total").get<double>(), "", {}, 8});
  report.Add({"idle sync",
              "rows written",
              std::stod(connector.Value("SELECT SUM(records_synced) FROM sync_state")),
              "",
              {},
              0});

  simulator.Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 10'000}});
  simulator.Delete("/_sim/counters");
  const Measured sync = stage.Run(connector, simulator, {"sync"}, env);
  const auto counters = simulator.Counters();
  const double searches = Count(counters.at("byRoute"), "search/contacts");
  const double reads = Count(counters.at("byRoute"), "batchRead/contacts");
  report.Add({"10,000 changed contacts", "searches", searches, "", 50, 1.0});
  report.Add({"10,000 changed contacts", "batch reads", reads, "", 100, 1.0});
  const double links = Count(counters.at("byRoute"), "associations/");
  report.Add({"10,000 changed contacts", "reads of associations", links, "", 10, 1.2});
  report.Add({"10,000 changed contacts",
              "other requests",
              counters.at("total").get<double>() - searches - reads - links,
              "",
              {},
              10});
  report.Add({"10,000 changed contacts", "time", sync.seconds, "s"});
}

}  // namespace hm::bench
