#include "cli/status_text.h"

#include <fmt/format.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "cli/help_text.h"
#include "cli/table.h"
#include "sync/objects/object_types.h"

namespace hm::cli {
namespace {

constexpr int kStaleAfterIntervals = 3;

using sync::ObjectStatus;

// 42 s, 12 min, 3 h, 2 d: how old something is, at a glance.
std::string Age(std::int64_t since_ms, std::int64_t now_ms) {
  const std::int64_t seconds = std::max<std::int64_t>((now_ms - since_ms) / 1000, 0);
  if (seconds < 120) {
    return fmt::format("{} s ago", seconds);
  }
  if (seconds < 7200) {
    return fmt::format("{} min ago", seconds / 60);
  }
  return seconds < 172'800 ? fmt::format("{} h ago", seconds / 3600)
                           : fmt::format("{} d ago", seconds / 86'400);
}

bool IsFresh(const ObjectStatus& o, const StatusFrame& frame) {
  return o.complete_until &&
         frame.now_ms - *o.complete_until <= kStaleAfterIntervals * frame.interval.count();
}

// "contacts, deals and 3 more"
template <typename Which>
std::string Names(const sync::Status& status, const Which& which) {
  std::vector<std::string> names;
  for (const ObjectStatus& o : status.objects) {
    if (which(o)) {
      names.push_back(o.object);
    }
  }
  constexpr std::size_t kMostNames = 3;
  const std::size_t more = names.size() > kMostNames ? names.size() - kMostNames + 1 : 0;
  std::string out;
  for (std::size_t i = 0; i + more < names.size(); ++i) {
    const bool last = more == 0 && i + 1 == names.size();
    out += (i == 0 ? "" : last ? " and " : ", ") + names[i];
  }
  return more > 0 ? fmt::format("{} and {} more", out, more) : out;
}

// The worst that is true; the status page says the same.
std::string Summary(const sync::Status& status, const StatusFrame& frame) {
  const auto failed = [](const ObjectStatus& o) { return o.state == "failed"; };
  const auto loading = [](const ObjectStatus& o) { return !o.complete_until && o.state != "never"; };
  const auto never = [](const ObjectStatus& o) { return o.state == "never"; };
  const auto late = [&](const ObjectStatus& o) { return !IsFresh(o, frame); };
  if (const std::string names = Names(status, failed); !names.empty()) {
    return fmt::format("The last sync of {} failed; what is in the tables stays as it was.", names);
  }
  if (std::ranges::all_of(status.objects, never)) {
    return "Nothing has been synced yet.";
  }
  if (const std::string names = Names(status, loading); !names.empty()) {
    return fmt::format("The first load of {} is not through yet{}.", names,
                       status.writer ? "" : "; `hubspot-mariadb sync`, or `run`, goes on with it");
  }
  if (const std::string names = Names(status, never); !names.empty()) {
    return fmt::format("Never synced yet: {}.", names);
  }
  if (const std::string names = Names(status, late); !names.empty()) {
    return fmt::format("Behind: {}. A sync is due every {} min.", names,
                       std::round(static_cast<double>(frame.interval.count()) / 6'000) / 10);
  }
  return "The mirror is fresh and complete.";
}

std::string Verified(const ObjectStatus& o, std::int64_t now_ms) {
  if (!o.verified_at) {
    return o.object == sync::kPipelines ? "-" : "never";
  }
  const auto details = nlohmann::json::parse(o.verify_details);
  const std::int64_t left =
      details.at("found").get<std::int64_t>() - details.at("repaired").get<std::int64_t>();
  return fmt::format("{} {}", left == 0 ? "equal" : fmt::format("{} differ,", left),
                     Age(*o.verified_at, now_ms));
}

struct Column {
  const char* title;
  std::string (*cell)(const ObjectStatus& o, std::int64_t now_ms);
  int dropped;  // the first to go where there is no room; 0 stays
};

constexpr Column kColumns[] = {
    {"object", [](const ObjectStatus& o, std::int64_t) { return o.object; }, 0},
    {"state", [](const ObjectStatus& o, std::int64_t) { return o.state; }, 0},
    {"rows", [](const ObjectStatus& o, std::int64_t) { return std::to_string(o.rows); }, 0},
    {"archived", [](const ObjectStatus& o, std::int64_t) { return std::to_string(o.archived); }, 2},
    {"complete up to (UTC)",
     [](const ObjectStatus& o, std::int64_t) {
       return o.complete_until ? FormatDateTime(*o.complete_until) : "not yet";
     },
     0},
    {"that is",
     [](const ObjectStatus& o, std::int64_t now_ms) {
       return o.complete_until ? Age(*o.complete_until, now_ms) : "-";
     },
     0},
    {"written", [](const ObjectStatus& o, std::int64_t) { return std::to_string(o.records_synced); }, 4},
    {"read/s",
     [](const ObjectStatus& o, std::int64_t) {
       return o.per_second ? fmt::format("{:.0f}", *o.per_second) : "-";
     },
     3},
    {"last sync (UTC)",
     [](const ObjectStatus& o, std::int64_t) { return o.last_sync.value_or("never").substr(0, 19); }, 1},
    {"verified", Verified, 0},
};

std::string TableThatFits(const sync::Status& status, const StatusFrame& frame) {
  constexpr int kMostDropped = 4;
  std::string table;
  for (int dropped = 0; dropped <= kMostDropped; ++dropped) {
    std::vector<std::vector<std::string>> rows(status.objects.size() + 1);
    for (const Column& column : kColumns) {
      if (column.dropped != 0 && column.dropped <= dropped) {
        continue;
      }
      rows[0].emplace_back(column.title);
      for (std::size_t i = 0; i < status.objects.size(); ++i) {
        rows[i + 1].push_back(column.cell(status.objects[i], frame.now_ms));
      }
    }
    table = FormatTable(rows);
    std::size_t widest = 0;
    for (std::size_t at = 0; at < table.size();) {
      const std::size_t end = table.find('\n', at);
      widest = std::max(widest, end - at);
      at = end + 1;
    }
    if (frame.width == 0 || widest <= frame.width) {
      break;
    }
  }
  return table;
}

// What a person should know of an object beyond its line.
std::vector<std::string> Remarks(const ObjectStatus& o, std::int64_t now_ms) {
  std::vector<std::string> remarks;
  if (!o.error.empty()) {
    remarks.push_back(fmt::format("{}: {}", o.object, o.error));
  }
  if (o.set_aside > 0) {
    remarks.push_back(
        fmt::format("{}: {} records are set aside; hubspot_quarantine says why", o.object, o.set_aside));
  }
  if (o.index_lag.records > 0) {
    remarks.push_back(fmt::format(
        "{}: index lag seen: {} records came late to HubSpot's search, by {} s at most ({})", o.object,
        o.index_lag.records, o.index_lag.longest_ms / 1000, Age(o.index_lag.seen_ms, now_ms)));
  }
  if (!o.verify_error.empty()) {
    remarks.push_back(fmt::format("{}: verify failed: {}", o.object, o.verify_error));
  }
  return remarks;
}

}  // namespace

std::string StatusText(const sync::Status& status, const StatusFrame& frame) {
  constexpr std::size_t kIndent = 2;
  const std::size_t width = frame.width == 0 ? std::string::npos : frame.width;
  std::string out = Wrap(Summary(status, frame), width, 0) + "\n\n" + TableThatFits(status, frame);
  for (const ObjectStatus& o : status.objects) {
    for (const std::string& remark : Remarks(o, frame.now_ms)) {
      out += "\n" + Wrap(remark, frame.width == 0 ? width : width - kIndent, kIndent) + "\n";
    }
  }
  out += fmt::format("\nwriter: {}\n", status.writer.value_or("none is running"));
  if (!status.portal.empty()) {
    out += fmt::format("HubSpot account: {}\n", status.portal);
  }
  if (status.daily_limit && status.daily_remaining) {
    out += fmt::format("HubSpot requests left today: {} of {} (as of the last sync)\n",
                       *status.daily_remaining, *status.daily_limit);
  }
  return out;
}

std::size_t ScreenWidth(int fd) {
  winsize size{};
  return ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace hm::cli
