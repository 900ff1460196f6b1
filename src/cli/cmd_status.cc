#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "cli/status_text.h"
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
  out["per_second"] = o.per_second ? nlohmann::ordered_json(*o.per_second) : nlohmann::ordered_json();
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

void Print(const config::Settings& settings, bool json) {
  mariadb::Connection connection(DatabaseOptions(settings));
  const sync::Status status = sync::ReadStatus(connection, ObjectsWanted(settings));
  if (json) {
    PrintJson(status);
  } else {
    fmt::print("{}",
               StatusText(status, {NowUnixMillis(), settings.sync_interval, ScreenWidth(STDOUT_FILENO)}));
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
