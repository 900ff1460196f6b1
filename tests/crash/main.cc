// crash_harness: kills the connector and mariadbd, and judges what is left (docs/testing.md).
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <random>

#include "crash/planted.h"
#include "crash/runner.h"

namespace hm::crash {
namespace {

void Print(const Findings& findings) {
  for (const Finding& finding : findings) {
    std::printf("FOUND %s: %s\n", finding.oracle.c_str(), finding.what.c_str());
  }
}

int RunKills(const RunnerOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  Runner runner(options);
  const Findings findings = runner.Run();
  const Tally& tally = runner.tally();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const int share = tally.kills == 0 ? 0 : 100 * tally.at_work / tally.kills;
  constexpr std::array kNames{"at failpoints", "by time", "in a COMMIT", "of mariadbd", "of both"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    std::printf("%5d %-14s %5d during work\n", tally.by_how[i], kNames[i], tally.at_work_by_how[i]);
  }
  std::printf("%d kills in %.0f s, %d %% struck during work\n", tally.kills, took.count(), share);
  std::printf(
      "pages asked for and not committed: %lld in all, at most %lld of a first load, %lld of a window\n",
      static_cast<long long>(tally.lost_pages), static_cast<long long>(tally.most_of_load),
      static_cast<long long>(tally.most_of_window));
  Print(findings);
  if (findings.empty() && tally.kills >= 100 && share < 50) {
    std::puts("FOUND the harness itself: less than half of the kills struck during work");
    return 1;
  }
  return findings.empty() ? 0 : 1;
}

int Main(int argc, char** argv) {
  CLI::App app("Kills the connector and mariadbd and judges what is left.");
  RunnerOptions options;
  options.seed = std::random_device{}() % 1'000'000;
  std::string planted;
  const std::map<std::string, Victims> victims{
      {"all", Victims::kAll}, {"connector", Victims::kConnector}, {"mariadbd", Victims::kDatabase}};
  app.add_option("--kills", options.kills, "how many")->capture_default_str();
  app.add_option("--seed", options.seed, "decides everything but the scheduler's timing; random by default");
  app.add_option("--victim", options.victims, "all, connector or mariadbd")
      ->transform(CLI::CheckedTransformer(victims));
  app.add_option("--bug", options.bug, "the connector has this planted bug");
  app.add_option("--planted", planted, "run the scenes of this planted bug instead, or of all");
  CLI11_PARSE(app, argc, argv);
  std::printf("SEED=%llu\n", static_cast<unsigned long long>(options.seed));
  std::fflush(stdout);
  try {
    return planted.empty() ? RunKills(options) : RunPlanted(options.seed, planted) ? 0 : 1;
  } catch (const std::exception& error) {
    std::printf("FOUND the harness itself: %s\n", error.what());
    return 1;
  }
}

}  // namespace
}  // namespace hm::crash

int main(int argc, char** argv) { return hm::crash::Main(argc, argv); }
