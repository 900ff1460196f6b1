#include "status/metrics.h"

#include <array>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/error_name.h"
#include "status/metric_text.h"

namespace hm::status {
namespace {

constexpr std::array kCountedErrors{ErrorKind::kRetry,      ErrorKind::kRateLimited, ErrorKind::kAuth,
                                    ErrorKind::kScope,      ErrorKind::kConfig,      ErrorKind::kDatabase,
                                    ErrorKind::kConnection, ErrorKind::kFenced,      ErrorKind::kInDoubt,
                                    ErrorKind::kData,       ErrorKind::kTooLong,     ErrorKind::kBug};

double Seconds(std::int64_t millis) { return static_cast<double>(millis) / 1000.0; }

const sync::Activity& FiguresOf(const Snapshot& snapshot, const std::string& object) {
  static const sync::Activity none;
  const auto found = snapshot.activity.find(object);
  return found == snapshot.activity.end() ? none : found->second;
}

void Process(const Snapshot& s, MetricText& out) {
  out.Gauge("build_info", "Version of the program; always 1.");
  out.Add({{"version", s.version}}, 1.0);
  out.Gauge("start_time_seconds", "When the process began, in seconds since 1970.");
  out.Add(Seconds(s.started_ms));
  out.Gauge("sync_interval_seconds", "SYNC_INTERVAL_MINUTES.");
  out.Add(Seconds(s.interval.count()));
  out.Gauge("database_up", "1 when the database answered when it was last asked.");
  out.Add(s.database.up ? 1.0 : 0.0);
  out.Gauge("lease_held", "1 when this connector is the one that may write.");
  out.Add(s.holds_lease ? 1.0 : 0.0);
  out.Gauge("ready", "1 when /readyz answers 200.");
  out.Add(NotReady(s).empty() ? 1.0 : 0.0);
}

// One gauge with a sample for each object that has a value.
void EachObject(const std::vector<ObjectView>& objects, MetricText& out,
                const std::function<std::optional<double>(const ObjectView&)>& value) {
  for (const ObjectView& object : objects) {
    if (const auto sample = value(object)) {
      out.Add({{"object", object.status.object}}, *sample);
    }
  }
}

void Freshness(const Snapshot& s, const std::vector<ObjectView>& objects, MetricText& out) {
  out.Gauge("complete_until_timestamp_seconds",
            "Up to when the object's table is complete, in seconds since 1970; 0 before the first load is "
            "through.");
  EachObject(objects, out, [](const ObjectView& o) { return Seconds(o.status.complete_until.value_or(0)); });
  out.Gauge(
      "freshness_seconds",
      "Now less the moment up to which the table is complete; absent before the first load is through.");
  EachObject(objects, out, [](const ObjectView& o) {
    return o.freshness_ms ? std::optional(Seconds(*o.freshness_ms)) : std::nullopt;
  });
  out.Gauge("lag_seconds",
            "How much later than one interval the freshness is; 0 while the schedule is kept.");
  EachObject(objects, out, [&](const ObjectView& o) {
    const std::int64_t lag = o.freshness_ms.value_or(0) - s.interval.count();
    return Seconds(std::max<std::int64_t>(lag, 0));
  });
  out.Gauge("last_success_timestamp_seconds",
            "When a sync last succeeded, in seconds since 1970; 0 for never.");
  EachObject(objects, out, [&](const ObjectView& o) {
    const auto found = s.database.last_success_ms.find(o.status.object);
    return found == s.database.last_success_ms.end() ? 0.0 : Seconds(found->second);
  });
  out.Gauge("index_lag_seconds",
            "How late HubSpot's search showed a change at the longest; 0 for never late.");
  EachObject(objects, out, [](const ObjectView& o) { return Seconds(o.status.index_lag.longest_ms); });
  out.Gauge("failed", "1 when the last sync failed.");
  EachObject(objects, out, [](const ObjectView& o) { return o.status.state == "failed" ? 1.0 : 0.0; });
}

void Rows(const Snapshot& s, const std::vector<ObjectView>& objects, MetricText& out) {
  out.Gauge("rows", "Rows of the table, archived ones included.");
  EachObject(objects, out, [](const ObjectView& o) { return static_cast<double>(o.status.rows); });
  out.Gauge("archived_rows",
            "Rows that are archived, merged or erased in HubSpot; of pipelines, inactive ones.");
  EachObject(objects, out, [](const ObjectView& o) { return static_cast<double>(o.status.archived); });
  out.Gauge("set_aside_records", "Records that the table cannot hold.");
  EachObject(objects, out, [](const ObjectView& o) { return static_cast<double>(o.status.set_aside); });
  out.Gauge("first_load_records", "Records that the first load in hand has read; absent when none goes on.");
  EachObject(objects, out, [&](const ObjectView& o) {
    const auto& load = FiguresOf(s, o.status.object).load;
    return load ? std::optional(static_cast<double>(load->done)) : std::nullopt;
  });
  out.Gauge("first_load_expected_records",
            "Records that the first load in hand will read, by HubSpot's count.");
  EachObject(objects, out, [&](const ObjectView& o) {
    const auto& load = FiguresOf(s, o.status.object).load;
    return load && load->total ? std::optional(static_cast<double>(*load->total)) : std::nullopt;
  });
}

std::optional<double> VerifyDetail(const ObjectView& object, const char* name) {
  if (!object.status.verified_at) {
    return std::nullopt;
  }
  const auto details = nlohmann::json::parse(object.status.verify_details, nullptr, false);
  return details.is_object() ? std::optional(details.value(name, 0.0)) : std::nullopt;
}

void Verify(const std::vector<ObjectView>& objects, MetricText& out) {
  out.Gauge("verify_timestamp_seconds",
            "When a comparison with HubSpot was last finished, in seconds since 1970; 0 for never.");
  EachObject(objects, out, [](const ObjectView& o) { return Seconds(o.status.verified_at.value_or(0)); });
  out.Gauge("verify_differences_left", "Differences that the last comparison found and did not repair.");
  EachObject(objects, out, [](const ObjectView& o) -> std::optional<double> {
    const auto found = VerifyDetail(o, "found");
    return found ? std::optional(*found - VerifyDetail(o, "repaired").value_or(0)) : std::nullopt;
  });
}

void Counts(const Snapshot& s, const std::vector<ObjectView>& objects, MetricText& out) {
  struct Count {
    const char* name;
    const char* help;
    std::int64_t sync::Activity::* value;
  };
  constexpr std::array<Count, 4> kCounts{{
      {"records_read_total", "Records that syncs looked at.", &sync::Activity::read},
      {"records_written_total", "Records that syncs inserted or changed.", &sync::Activity::written},
      {"records_unchanged_total", "Records that syncs found unchanged.", &sync::Activity::unchanged},
      {"records_archived_total", "Records that syncs marked archived or merged, or deleted.",
       &sync::Activity::archived},
  }};
  for (const Count& count : kCounts) {
    out.Counter(count.name, count.help);
    for (const ObjectView& o : objects) {
      out.Add({{"object", o.status.object}}, FiguresOf(s, o.status.object).*count.value);
    }
  }
  out.Counter("syncs_total", "Syncs that ended, by result.");
  for (const ObjectView& o : objects) {
    const auto& results = FiguresOf(s, o.status.object).results;
    for (const char* result : {"success", "failed", "stopped"}) {
      const auto found = results.find(result);
      out.Add({{"object", o.status.object}, {"result", result}}, found == results.end() ? 0 : found->second);
    }
  }
  out.Counter("errors_total", "Errors that ended a sync or cost a database connection, by kind.");
  // All kinds from the start: the first error of a series that was not there before would be no increase.
  for (const ObjectView& o : objects) {
    const auto& errors = FiguresOf(s, o.status.object).errors;
    for (const ErrorKind kind : kCountedErrors) {
      const auto found = errors.find(std::string(NameOf(kind)));
      out.Add({{"object", o.status.object}, {"kind", NameOf(kind)}},
              found == errors.end() ? 0 : found->second);
    }
  }
}

void Requests(const Snapshot& s, MetricText& out) {
  const hubspot::Stats& live = s.requests;
  out.Counter("hubspot_requests_total", "Requests to HubSpot by what they asked and how they ended.");
  std::map<std::string, hubspot::RequestCounts> by_endpoint;
  for (const auto& [kind, counts] : live.by_kind) {
    hubspot::RequestCounts& sum = by_endpoint[kind.endpoint];
    sum.answered += counts.answered;
    sum.refused += counts.refused;
    sum.failed += counts.failed;
  }
  for (const auto& [endpoint, counts] : by_endpoint) {
    out.Add({{"endpoint", endpoint}, {"result", "answered"}}, counts.answered);
    out.Add({{"endpoint", endpoint}, {"result", "refused"}}, counts.refused);
    out.Add({{"endpoint", endpoint}, {"result", "failed"}}, counts.failed);
  }
  out.Counter("hubspot_refusals_total", "Requests that HubSpot refused for want of quota (HTTP 429).");
  out.Add(live.refusals);
  out.Counter("hubspot_retries_total", "Requests that were sent again.");
  out.Add(live.retries);
  out.Counter("rate_limit_wait_seconds_total",
              "Time spent waiting so as to keep HubSpot's limits, all threads together.");
  out.Add(Seconds(live.waited_ms));
  out.Gauge("hubspot_burst_limit", "Most requests in any 10 seconds that this connector sends.");
  out.Add(std::int64_t{s.burst_limit});
  const auto limit = live.daily_limit ? live.daily_limit : s.database.status.daily_limit;
  const auto left = live.daily_remaining ? live.daily_remaining : s.database.status.daily_remaining;
  out.Gauge("hubspot_daily_limit", "Requests that the account allows a day; absent until HubSpot says it.");
  if (limit) {
    out.Add(*limit);
  }
  out.Gauge("hubspot_daily_remaining", "Requests left today, as HubSpot said last.");
  if (left) {
    out.Add(*left);
  }
}

}  // namespace

std::string ToMetrics(const Snapshot& snapshot) {
  MetricText out;
  const std::vector<ObjectView> objects = ObjectsOf(snapshot);
  Process(snapshot, out);
  Freshness(snapshot, objects, out);
  Rows(snapshot, objects, out);
  Verify(objects, out);
  Counts(snapshot, objects, out);
  Requests(snapshot, out);
  return out.text();
}

}  // namespace hm::status
