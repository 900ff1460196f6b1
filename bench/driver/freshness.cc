// From the moment at which search could show a change to the moment at which its row is there.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <thread>

#include "scenarios.h"
#include "support/await.h"

namespace hm::bench {

void Freshness(Stage& stage, const Options& options, Report& report) {
  const auto simulator = stage.MakeSimulator(
      {"--profile", "small", "--contacts", "5000", "--deals", "500", "--latency-ms", "250"}, {});
  const test::Connector connector(simulator, stage.database());
  stage.Run(connector, simulator, {"sync"});
  const auto process = connector.Start({"run"}, {{"SYNC_INTERVAL_MINUTES", "0.1"}});
  const std::string id = simulator.Truth("contacts").front().at("id");
  std::vector<double> ages;
  const int changes = options.full ? 100 : 12;
  for (int i = 0; i < changes; ++i) {
    const std::string title = fmt::format("title {}", i);
    const auto start = std::chrono::steady_clock::now();
    simulator.Post("/_sim/records",
                   {{"object", "contacts"}, {"id", id}, {"properties", {{"jobtitle", title}}}});
    connector.Await("SELECT jobtitle FROM hubspot_contacts WHERE id = '" + id + "'", title,
                    std::chrono::seconds{60});
    ages.push_back(Seconds(start));
    // At another point of the interval each time.
    std::this_thread::sleep_for(std::chrono::milliseconds{(i * 1700) % 6000});
  }
  process->Signal(SIGTERM);
  process->Wait(std::chrono::seconds{30});
  std::ranges::sort(ages);
  report.Add({"fresh, every 6 s", "median", ages[ages.size() / 2], "s", {}, 10});
  report.Add({"fresh, every 6 s",
              fmt::format("99th percentile of {}", changes),
              ages[std::min(ages.size() - 1, ages.size() * 99 / 100)],
              "s",
              {},
              10});
}

}  // namespace hm::bench
