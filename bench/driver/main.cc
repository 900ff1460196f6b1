// bench_driver [--full] [SCENARIO…]: whole-program measurements; all scenarios without a name.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "scenarios.h"

namespace {

using Scenario = void (*)(hm::bench::Stage&, const hm::bench::Options&, hm::bench::Report&);

constexpr std::pair<const char*, Scenario> kScenarios[] = {
    {"fill", hm::bench::Fill},         {"allowance", hm::bench::Allowance},
    {"requests", hm::bench::Requests}, {"freshness", hm::bench::Freshness},
    {"growth", hm::bench::Growth},
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> names(argv + 1, argv + argc);
  hm::bench::Options options;
  options.full = std::erase(names, "--full") > 0;
  try {
    hm::bench::Stage stage;
    hm::bench::Report report;
    for (const auto& [name, scenario] : kScenarios) {
      if (names.empty() || std::ranges::count(names, name) > 0) scenario(stage, options, report);
    }
    return report.Print() ? 0 : 1;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "bench_driver: %s\n", e.what());
    return 2;
  }
}
