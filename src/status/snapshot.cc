#include "status/snapshot.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/objects/object_types.h"

namespace hm::status {
namespace {

constexpr int kStaleIntervals = 3;

const sync::Run* LastFailure(const Snapshot& snapshot, const sync::ObjectStatus& object) {
  if (object.state != "failed") {
    return nullptr;
  }
  const auto& runs = snapshot.database.runs;
  const auto found = std::find_if(runs.begin(), runs.end(), [&](const sync::Run& run) {
    return run.object == object.object && run.result == "failed";
  });
  return found == runs.end() ? nullptr : &*found;
}

const sync::Activity* ActivityOf(const Snapshot& snapshot, const std::string& object) {
  const auto found = snapshot.activity.find(object);
  return found == snapshot.activity.end() ? nullptr : &found->second;
}

bool IsLoading(const Snapshot& snapshot, const ObjectView& object) {
  const sync::Activity* const activity = ActivityOf(snapshot, object.status.object);
  return activity != nullptr && activity->now.has_value() && !object.freshness_ms;
}

Problem Stale(const Snapshot& snapshot, const ObjectView& object) {
  const std::string& name = object.status.object;
  if (!object.freshness_ms) {
    return {name, "stale", fmt::format("{}: never complete yet, and no load goes on", name),
            "see its last run and the log"};
  }
  return {name, "stale",
          fmt::format("{}: complete up to {} min ago, with an interval of {} min", name,
                      *object.freshness_ms / 60'000, snapshot.interval.count() / 60'000),
          "see its last run; a used-up daily quota or a slow database delays syncs"};
}

}  // namespace

std::vector<ObjectView> ObjectsOf(const Snapshot& snapshot) {
  std::vector<ObjectView> out;
  const auto& known = snapshot.database.status.objects;
  for (const std::string& name : snapshot.objects) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const sync::ObjectStatus& o) { return o.object == name; });
    ObjectView view;
    view.status = found == known.end() ? sync::ObjectStatus{.object = name, .state = "never"} : *found;
    if (view.status.complete_until) {
      view.freshness_ms = std::max<std::int64_t>(snapshot.now_ms - *view.status.complete_until, 0);
      view.fresh = *view.freshness_ms <= kStaleIntervals * snapshot.interval.count();
    }
    view.failure = LastFailure(snapshot, view.status);
    out.push_back(std::move(view));
  }
  return out;
}

std::vector<Problem> ProblemsOf(const Snapshot& snapshot) {
  std::vector<Problem> problems;
  if (!snapshot.database.error.empty()) {
    problems.push_back({"", snapshot.database.up ? "database" : "connection", snapshot.database.error,
                        snapshot.database.hint});
  } else if (!snapshot.holds_lease) {
    problems.push_back({"", "lease",
                        fmt::format("this connector does not write; the writer is {}",
                                    snapshot.database.status.writer.value_or("none")),
                        "only one may write; this one takes over when the other is gone"});
  }
  if (snapshot.requests.daily_remaining == 0) {
    problems.push_back(
        {"", "rate_limited", "HubSpot: the day's requests are used up",
         "nothing to do: it goes on after midnight of the account; another app may use them up: "
         "Development > Usage in HubSpot shows which"});
  }
  const std::vector<ObjectView> objects = ObjectsOf(snapshot);
  for (const ObjectView& object : objects) {
    if (object.failure != nullptr) {
      problems.push_back(
          {object.status.object, object.failure->error_kind, object.failure->error, object.failure->hint});
    } else if (object.status.state == "failed") {
      problems.push_back({object.status.object, "failed", object.status.error, ""});
    }
  }
  for (const ObjectView& object : objects) {
    if (!object.fresh && object.status.state != "failed" && !IsLoading(snapshot, object) &&
        snapshot.database.error.empty()) {
      problems.push_back(Stale(snapshot, object));
    }
  }
  for (const ObjectView& object : objects) {
    if (object.status.set_aside > 0) {
      problems.push_back(
          {object.status.object, "set_aside",
           fmt::format("{}: {} records cannot be stored and are set aside", object.status.object,
                       object.status.set_aside),
           "SELECT * FROM hubspot_quarantine names them and why; they are tried again by themselves"});
    }
  }
  return problems;
}

std::string HealthOf(const Snapshot& snapshot) {
  if (!snapshot.database.up) {
    return "down";
  }
  const std::vector<Problem> problems = ProblemsOf(snapshot);
  const auto stale = [](const Problem& p) { return p.kind == "stale"; };
  if (!problems.empty()) {
    return std::all_of(problems.begin(), problems.end(), stale) ? "stale" : "failed";
  }
  const std::vector<ObjectView> objects = ObjectsOf(snapshot);
  const bool loading = std::any_of(objects.begin(), objects.end(), [&](const ObjectView& object) {
    const sync::Activity* const activity = ActivityOf(snapshot, object.status.object);
    return activity != nullptr && activity->load.has_value();
  });
  return loading ? "loading" : "ok";
}

std::vector<std::string> NotReady(const Snapshot& snapshot) {
  std::vector<std::string> reasons;
  if (!snapshot.database.error.empty()) {
    reasons.push_back("database: " + snapshot.database.error);
  } else if (!snapshot.holds_lease) {
    reasons.push_back("lease: held by " + snapshot.database.status.writer.value_or("nobody yet"));
  }
  return reasons;
}

}  // namespace hm::status
