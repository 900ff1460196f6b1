#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "cli/table.h"

namespace hm::cli {
namespace {

constexpr Millis kNoPatience{0};

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

std::string TextOf(const std::string& id) { return id; }
std::string TextOf(const sync::FoundLink& link) {
  return fmt::format("{}/{} -> {}/{} {} {}", link.from_type, link.from, link.to_type, link.to, link.category,
                     link.type_id);
}

nlohmann::ordered_json JsonOf(const std::string& id) { return id; }
nlohmann::ordered_json JsonOf(const sync::FoundLink& link) {
  return {{"from_object_type_id", link.from_type},
          {"from_id", std::to_string(link.from)},
          {"to_object_type_id", link.to_type},
          {"to_id", std::to_string(link.to)},
          {"category", link.category},
          {"association_type_id", link.type_id},
          {"label", link.label.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(link.label)}};
}

// Of records or associations.
template <typename Found>
void PrintFound(const sync::VerifyResult& result,
                const std::map<sync::Difference, std::vector<Found>>& found) {
  for (const auto& [difference, listed] : found) {
    for (const Found& one : listed) {
      fmt::print("{} {} {}\n", result.object, TextOf(one), sync::NameOf(difference));
    }
    const std::int64_t more = CountOf(result, difference) - static_cast<std::int64_t>(listed.size());
    if (more > 0) {
      fmt::print("{} and {} more {}\n", result.object, more, sync::NameOf(difference));
    }
  }
}

std::vector<std::string> RowOf(const sync::VerifyResult& result) {
  std::vector<std::string> row{result.object, std::to_string(result.compared)};
  std::int64_t links = 0;
  for (const sync::Difference difference : sync::kAllDifferences) {
    if (sync::IsOfLinks(difference)) {
      links += CountOf(result, difference);
    } else {
      row.push_back(std::to_string(CountOf(result, difference)));
    }
  }
  for (const std::int64_t count : {links, result.set_aside, result.repaired}) {
    row.push_back(std::to_string(count));
  }
  row.push_back(WordFor(result));
  return row;
}

void PrintText(const std::vector<sync::VerifyResult>& results) {
  std::vector<std::vector<std::string>> rows{{"object", "compared", "missing", "stale", "extra", "differing",
                                              "associations", "set aside", "repaired", "result"}};
  for (const sync::VerifyResult& result : results) {
    PrintFound(result, result.ids);
    PrintFound(result, result.links);
    rows.push_back(RowOf(result));
  }
  std::fputs(FormatTable(rows).c_str(), stdout);
}

template <typename Found>
nlohmann::ordered_json ListOf(const std::map<sync::Difference, std::vector<Found>>& found,
                              sync::Difference difference) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  if (const auto listed = found.find(difference); listed != found.end()) {
    for (const Found& one : listed->second) {
      list.push_back(JsonOf(one));
    }
  }
  return list;
}

void PrintJson(const std::vector<sync::VerifyResult>& results) {
  nlohmann::ordered_json out;
  out["objects"] = nlohmann::ordered_json::array();
  for (const sync::VerifyResult& result : results) {
    nlohmann::ordered_json object;
    object["object"] = result.object;
    object["compared"] = result.compared;
    object["links_compared"] = result.links_compared;
    for (const sync::Difference difference : sync::kAllDifferences) {
      const std::string name(sync::NameOf(difference));
      object[name] = CountOf(result, difference);
      object[name + "_ids"] =
          sync::IsOfLinks(difference) ? ListOf(result.links, difference) : ListOf(result.ids, difference);
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
    engine.Prepare(wanted, signals.stop(), sync::NewTables::kNone);
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
