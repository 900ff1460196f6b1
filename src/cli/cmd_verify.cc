#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "cli/table.h"

namespace hm::cli {
namespace {

constexpr Millis kNoPatience{0};
constexpr std::array kAll{sync::Difference::kMissing, sync::Difference::kStale, sync::Difference::kExtra,
                          sync::Difference::kDiffering};

std::int64_t CountOf(const sync::VerifyResult& result, sync::Difference difference) {
  const auto found = result.counts.find(difference);
  return found == result.counts.end() ? 0 : found->second;
}

bool IsUnsynced(const sync::VerifyResult& result) {
  return result.error && result.error->code() == ErrorCode::kNeverSynced;
}

std::string WordFor(const sync::VerifyResult& result) {
  if (result.error) {
    return IsUnsynced(result) ? "never synced" : "FAILED";
  }
  return result.left() > 0 ? "DIFFERS" : result.found() > 0 ? "repaired" : "equal";
}

void PrintText(const std::vector<sync::VerifyResult>& results) {
  std::vector<std::vector<std::string>> rows{
      {"object", "compared", "missing", "stale", "extra", "differing", "set aside", "repaired", "result"}};
  for (const sync::VerifyResult& result : results) {
    for (const auto& [difference, ids] : result.ids) {
      for (const std::string& id : ids) {
        fmt::print("{} {} {}\n", result.object, id, sync::NameOf(difference));
      }
      if (const std::int64_t more = CountOf(result, difference) - static_cast<std::int64_t>(ids.size());
          more > 0) {
        fmt::print("{} and {} more {}\n", result.object, more, sync::NameOf(difference));
      }
    }
    std::vector<std::string> row{result.object, std::to_string(result.compared)};
    for (const sync::Difference difference : kAll) {
      row.push_back(std::to_string(CountOf(result, difference)));
    }
    row.push_back(std::to_string(result.set_aside));
    row.push_back(std::to_string(result.repaired));
    row.push_back(WordFor(result));
    rows.push_back(std::move(row));
  }
  std::fputs(FormatTable(rows).c_str(), stdout);
}

void PrintJson(const std::vector<sync::VerifyResult>& results) {
  nlohmann::ordered_json out;
  out["objects"] = nlohmann::ordered_json::array();
  for (const sync::VerifyResult& result : results) {
    nlohmann::ordered_json object;
    object["object"] = result.object;
    object["compared"] = result.compared;
    for (const sync::Difference difference : kAll) {
      const auto ids = result.ids.find(difference);
      const std::string name(sync::NameOf(difference));
      object[name] = CountOf(result, difference);
      object[name + "_ids"] = ids == result.ids.end() ? std::vector<std::string>{} : ids->second;
    }
    object["set_aside"] = result.set_aside;
    object["repaired"] = result.repaired;
    object["error"] = result.error ? nlohmann::ordered_json(result.error->what()) : nlohmann::ordered_json();
    out["objects"].push_back(std::move(object));
  }
  fmt::print("{}\n", out.dump(2));
}

// What `all` means was synced, or is no failure.
ExitCode CodeOfAll(const std::vector<sync::VerifyResult>& results, bool of_all) {
  ExitCode code = kDone;
  for (const sync::VerifyResult& result : results) {
    if (of_all && IsUnsynced(result)) {
      continue;
    }
    if (result.error) {
      return CodeOf(*result.error);
    }
    code = result.left() > 0 ? kDifferencesStay : code;
  }
  return code;
}

}  // namespace

ExitCode Verify(const config::Sources& sources, const VerifyFlags& flags) {
  const config::Settings settings = LoadSettings(sources);
  config::RequireHubSpot(settings);
  config::RequireDatabase(settings);
  const Signals signals;
  HubSpot hubspot(settings);
  sync::SyncOptions sync_options = OptionsFor(settings);
  sync_options.confirm_deletions = flags.confirm_deletions;
  sync::Engine engine(hubspot.client, {DatabaseOptions(settings), sync_options, kNoPatience});
  const sync::WantedObjects wanted = ObjectsWanted(settings, flags.objects);
  if (flags.repair) {
    engine.Prepare(wanted, signals.stop());
  } else {
    engine.Choose(wanted, signals.stop());
  }
  std::vector<sync::VerifyResult> results;
  for (const std::string& object : engine.objects()) {
    if (engine.HasRecords(object)) {
      results.push_back(engine.Verify(object, {flags.quick, flags.repair}, signals.stop()));
    }
  }
  if (flags.json) {
    PrintJson(results);
  } else {
    PrintText(results);
  }
  for (const sync::VerifyResult& result : results) {
    if (result.error) {
      fmt::print(stderr, "hubspot-mariadb: {}\n  {}\n", result.error->Coded(), result.error->hint());
    }
  }
  return CodeOfAll(results, std::ranges::find(wanted.names, "all") != wanted.names.end());
}

}  // namespace hm::cli
