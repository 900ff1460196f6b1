#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "cli/table.h"
#include "sync/objects/object_types.h"
#include "sync/report/status.h"

namespace hm::cli {
namespace {

constexpr Millis kWatchEvery{2'000};

nlohmann::ordered_json ToJson(const sync::ObjectStatus& o) {
  nlohmann::ordered_json out;
  out["object"] = o.object;
  out["state"] = o.state;
  out["rows"] = o.rows;
  out["archived"] = o.archived;
  out["last_sync"] = o.last_sync ? nlohmann::ordered_json(*o.last_sync) : nlohmann::ordered_json();
  out["complete_until_ms"] =
      o.complete_until ? nlohmann::ordered_json(*o.complete_until) : nlohmann::ordered_json();
  out["records_synced"] = o.records_synced;
  out["verified_ms"] = o.verified_at ? nlohmann::ordered_json(*o.verified_at) : nlohmann::ordered_json();
  out["verify"] = o.verified_at ? nlohmann::ordered_json::parse(o.verify_details) : nlohmann::ordered_json();
  out["set_aside"] = o.set_aside;
  out["index_lag_ms"] = o.index_lag.longest_ms;
  out["late_records"] = o.index_lag.records;
  out["error"] = o.error.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(o.error);
  return out;
}

void PrintJson(const sync::Status& status) {
  nlohmann::ordered_json out;
  out["portal_id"] = status.portal;
  out["objects"] = nlohmann::ordered_json::array();
  for (const sync::ObjectStatus& o : status.objects) {
    out["objects"].push_back(ToJson(o));
  }
  out["writer"] = status.writer ? nlohmann::ordered_json(*status.writer) : nlohmann::ordered_json();
  out["daily_limit"] =
      status.daily_limit ? nlohmann::ordered_json(*status.daily_limit) : nlohmann::ordered_json();
  out["daily_remaining"] =
      status.daily_remaining ? nlohmann::ordered_json(*status.daily_remaining) : nlohmann::ordered_json();
  fmt::print("{}\n", out.dump(2));
}

// 42 s, 12 min, 3 h, 2 d: how old something is, at a glance.
std::string Age(std::int64_t since_ms) {
  const std::int64_t seconds = std::max<std::int64_t>((NowUnixMillis() - since_ms) / 1000, 0);
  if (seconds < 120) {
    return fmt::format("{} s ago", seconds);
  }
  if (seconds < 7200) {
    return fmt::format("{} min ago", seconds / 60);
  }
  return seconds < 172'800 ? fmt::format("{} h ago", seconds / 3600)
                           : fmt::format("{} d ago", seconds / 86'400);
}

std::string CompleteUntil(const sync::ObjectStatus& o) {
  return o.complete_until ? fmt::format("{} ({})", FormatDateTime(*o.complete_until), Age(*o.complete_until))
                          : "not yet";
}

std::string Verified(const sync::ObjectStatus& o) {
  if (!o.verified_at) {
    return o.object == sync::kPipelines ? "-" : "never";
  }
  const auto details = nlohmann::json::parse(o.verify_details);
  const std::int64_t left =
      details.at("found").get<std::int64_t>() - details.at("repaired").get<std::int64_t>();
  return fmt::format("{} {}", left == 0 ? "equal" : fmt::format("{} differ,", left), Age(*o.verified_at));
}

void PrintText(const sync::Status& status) {
  std::vector<std::vector<std::string>> rows{
      {"object", "state", "rows", "archived", "complete up to (UTC)", "last written", "verified"}};
  for (const sync::ObjectStatus& o : status.objects) {
    rows.push_back({o.object, o.state, std::to_string(o.rows), std::to_string(o.archived), CompleteUntil(o),
                    std::to_string(o.records_synced), Verified(o)});
  }
  if (!status.portal.empty()) {
    fmt::print("HubSpot account {}\n\n", status.portal);
  }
  fmt::print("{}", FormatTable(rows));
  for (const sync::ObjectStatus& o : status.objects) {
    if (!o.error.empty()) {
      fmt::print("\n{}: {}\n", o.object, o.error);
    }
    if (o.set_aside > 0) {
      fmt::print("\n{}: {} records are set aside; hubspot_quarantine says why\n", o.object, o.set_aside);
    }
    if (o.index_lag.records > 0) {
      fmt::print("\n{}: index lag seen: {} records came late to HubSpot's search, by {} s at most ({})\n",
                 o.object, o.index_lag.records, o.index_lag.longest_ms / 1000, Age(o.index_lag.seen_ms));
    }
    if (!o.verify_error.empty()) {
      fmt::print("\n{}: verify failed: {}\n", o.object, o.verify_error);
    }
  }
  fmt::print("\nwriter: {}\n", status.writer.value_or("none is running"));
  if (status.daily_limit && status.daily_remaining) {
    fmt::print("\nHubSpot requests left today: {} of {} (as of the last sync)\n", *status.daily_remaining,
               *status.daily_limit);
  }
}

void Print(const config::Settings& settings, bool json) {
  mariadb::Connection connection(DatabaseOptions(settings));
  const sync::Status status = sync::ReadStatus(connection, ObjectsWanted(settings));
  if (json) {
    PrintJson(status);
  } else {
    PrintText(status);
  }
}

// Whoever watches wants to see an outage end, so a database that is away is said and asked again.
void Watch(const config::Settings& settings, bool json) {
  const Signals signals;
  const bool clears = !json && isatty(STDOUT_FILENO) != 0;
  while (!signals.stop().stop_requested()) {
    fmt::print("{}", clears ? "\x1b[H\x1b[2J" : "");
    try {
      Print(settings, json);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kConnection) {
        throw;
      }
      fmt::print(stderr, "hubspot-mariadb: {}\n", e.what());
    }
    std::fflush(stdout);
    try {
      SleepFor(kWatchEvery, signals.stop());
    } catch (const Error&) {
      return;
    }
  }
}

}  // namespace

ExitCode Status(const config::Sources& sources, const StatusFlags& flags) {
  const config::Settings settings = LoadSettings(sources);
  config::RequireDatabase(settings);
  if (flags.watch) {
    Watch(settings, flags.json);
  } else {
    Print(settings, flags.json);
  }
  return kDone;
}

}  // namespace hm::cli
