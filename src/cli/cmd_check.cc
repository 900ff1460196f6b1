#include <fmt/format.h>

#include "cli/check/checks.h"
#include "cli/commands.h"
#include "cli/probe/print_probe.h"
#include "cli/services.h"

namespace hm::cli {
namespace {

constexpr int kOneTry = 1;  // each request counts towards what is allowed

ExitCode PrintProbes(const config::Settings& settings, bool as_json) {
  fmt::print(stderr, "asks HubSpot about its own behaviour: reads only, at most {} requests\n",
             kMostProbeRequests);
  HubSpot hubspot(settings, kOneTry);
  ProbeRun run{settings.hubspot_api_version, 0, RunProbes(hubspot.client)};
  run.requests = hubspot.client.stats().requests;
  fmt::print("{}", as_json ? ProbeJson(run) : ProbeText(run));
  return kDone;
}

}  // namespace

ExitCode Check(const config::Sources& sources, const CheckFlags& flags) {
  const config::Settings settings = LoadSettings(sources);
  config::RequireHubSpot(settings);
  if (flags.probe) {
    return PrintProbes(settings, flags.json);
  }
  config::RequireDatabase(settings);
  Report report(flags.json);
  report.Ok("configuration", "complete");
  const auto mirrored = CheckDatabase(report, settings);
  CheckHubSpot(report, settings, mirrored);
  return report.End();
}

}  // namespace hm::cli
