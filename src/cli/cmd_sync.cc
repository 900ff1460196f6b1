#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "cli/table.h"

namespace hm::cli {
namespace {

// A database that restarts comes back well within this; a person waiting should not wait longer.
constexpr Millis kDatabasePatience{120'000};

std::string Result(const sync::Outcome& outcome) {
  if (!outcome.error) {
    return "done";
  }
  return outcome.error->kind() == ErrorKind::kCancelled ? "stopped" : "FAILED";
}

void Print(const std::vector<sync::Outcome>& outcomes) {
  std::vector<std::vector<std::string>> rows{
      {"object", "read", "written", "unchanged", "archived", "set aside", "requests", "seconds", "result"}};
  for (const sync::Outcome& o : outcomes) {
    rows.push_back({o.object, std::to_string(o.summary.rows.read), std::to_string(o.summary.rows.written),
                    std::to_string(o.summary.rows.unchanged), std::to_string(o.summary.archived),
                    std::to_string(o.summary.set_aside), std::to_string(o.requests),
                    fmt::format("{:.1f}", static_cast<double>(o.took.count()) / 1000.0), Result(o)});
  }
  std::fputs(FormatTable(rows).c_str(), stdout);
}

// Why, and what to do: once for all objects that met the same.
void PrintFailures(const std::vector<sync::Outcome>& outcomes) {
  std::vector<std::pair<std::string, const Error*>> met;  // names of objects, the first's error
  for (const sync::Outcome& o : outcomes) {
    if (!o.error || o.error->kind() == ErrorKind::kCancelled) {
      continue;
    }
    const auto same = std::ranges::find_if(met, [&](const auto& one) {
      return one.second->code() == o.error->code() && one.second->hint() == o.error->hint();
    });
    if (same == met.end()) {
      met.emplace_back(o.object, &*o.error);
    } else {
      same->first += ", " + o.object;
    }
  }
  for (const auto& [objects, error] : met) {
    const std::string words = error->Coded();  // some name their object themselves
    fmt::print("\n{}{}\n  {}\n", words.starts_with(objects + ": ") ? "" : objects + ": ", words,
               error->hint());
  }
}

}  // namespace

ExitCode Sync(const config::Sources& sources, const SyncFlags& flags) {
  const config::Settings settings = LoadSettings(sources);
  config::RequireHubSpot(settings);
  config::RequireDatabase(settings);
  const Signals signals;
  HubSpot hubspot(settings);
  sync::SyncOptions how = OptionsFor(settings);
  how.full = flags.full;
  how.confirm_deletions = flags.confirm_deletions;
  sync::Telemetry telemetry;
  telemetry.WantTotals(IsLiveTerminal());
  how.telemetry = &telemetry;
  sync::Engine engine(hubspot.client,
                      {DatabaseOptions(settings), how, kDatabasePatience, sync::WhenHeld::kRefuse});
  engine.Prepare(ObjectsWanted(settings, flags.objects), signals.stop());
  auto progress = std::make_optional<Progress>(telemetry);
  progress->AskQuota([&hubspot] { return hubspot.DayLeft(); });
  const std::vector<sync::Outcome> outcomes = engine.SyncAll(engine.objects(), signals.stop());
  progress.reset();
  Print(outcomes);
  PrintFailures(outcomes);
  return CodeOf(outcomes);
}

}  // namespace hm::cli
