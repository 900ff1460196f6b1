#include "cli/probe/print_probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hm::cli {
namespace {

std::size_t CountOf(const ProbeRun& run, Verdict verdict) {
  return static_cast<std::size_t>(std::ranges::count_if(
      run.findings, [&](const Finding& finding) { return finding.seen.verdict == verdict; }));
}

}  // namespace

std::string ProbeText(const ProbeRun& run) {
  std::string out;
  for (const Finding& finding : run.findings) {
    out += fmt::format("{:<10}  {}: {}\n            {}\n            -> {}\n", ToString(finding.seen.verdict),
                       finding.probe, finding.question, finding.seen.saw, finding.seen.path);
  }
  out += fmt::format(
      "\nhubspot-mariadb {}, HubSpot's API {}: {} as assumed, {} differ, {} not seen, {} no answer;"
      " {} requests of at most {}\n",
      HM_VERSION, run.api_version, CountOf(run, Verdict::kAsAssumed), CountOf(run, Verdict::kDiffers),
      CountOf(run, Verdict::kNotSeen), CountOf(run, Verdict::kNoAnswer), run.requests, kMostProbeRequests);
  return out;
}

std::string ProbeJson(const ProbeRun& run) {
  nlohmann::ordered_json out{{"version", HM_VERSION},
                             {"api_version", run.api_version},
                             {"requests", run.requests},
                             {"most_requests", kMostProbeRequests},
                             {"findings", nlohmann::ordered_json::array()}};
  for (const Finding& finding : run.findings) {
    out["findings"].push_back({{"probe", finding.probe},
                               {"assumed", finding.question},
                               {"verdict", ToString(finding.seen.verdict)},
                               {"saw", finding.seen.saw},
                               {"so", finding.seen.path}});
  }
  return out.dump(2) + "\n";
}

}  // namespace hm::cli
