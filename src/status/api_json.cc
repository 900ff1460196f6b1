#include "status/api_json.h"

#include <nlohmann/json.hpp>

#include "sync/objects/object_types.h"

namespace hm::status {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kApiVersion = 1;
constexpr double kRateAfterMs = 200;  // a rate over less says nothing

Json Maybe(const std::optional<std::int64_t>& value) { return value ? Json(*value) : Json(); }
Json Maybe(const std::string& text) { return text.empty() ? Json() : Json(text); }

// "name" as ISO 8601 and "name_ms".
void PutTime(Json& out, const std::string& name, const std::optional<std::int64_t>& millis) {
  out[name] = millis ? Json(FormatUtc(*millis)) : Json();
  out[name + "_ms"] = Maybe(millis);
}

std::optional<std::int64_t> Find(const std::map<std::string, std::int64_t>& in, const std::string& name) {
  const auto found = in.find(name);
  return found == in.end() ? std::nullopt : std::optional(found->second);
}

double ElapsedMs(SteadyTime since) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - since).count();
}

double PerSecond(std::int64_t count, double elapsed_ms) {
  return elapsed_ms < kRateAfterMs ? 0 : std::round(static_cast<double>(count) * 10'000 / elapsed_ms) / 10;
}

Json LoadJson(const sync::LoadNow& load) {
  const double rate = PerSecond(load.done - load.done_before, ElapsedMs(load.since));
  Json out{
      {"done", load.done}, {"total", Maybe(load.total)}, {"per_second", rate}, {"seconds_left", nullptr}};
  if (load.total && rate > 0) {
    const auto left = static_cast<double>(std::max<std::int64_t>(*load.total - load.done, 0));
    out["seconds_left"] = static_cast<std::int64_t>(left / rate);
  }
  return out;
}

Json NowJson(const sync::SyncNow& now) {
  const double elapsed = ElapsedMs(now.since);
  return {{"read", now.read},
          {"written", now.written},
          {"per_second", PerSecond(now.read, elapsed)},
          {"running_ms", static_cast<std::int64_t>(elapsed)}};
}

Json VerifyJson(const sync::ObjectStatus& status) {
  if (!status.verified_at) {
    return {};
  }
  Json out;
  PutTime(out, "finished", status.verified_at);
  const Json details = Json::parse(status.verify_details, nullptr, false);
  for (const char* name : {"compared", "found", "repaired"}) {
    out[name] = details.is_object() ? details.value(name, Json()) : Json();
  }
  return out;
}

Json ErrorJson(const ObjectView& view) {
  if (view.failure != nullptr) {
    return {
        {"kind", view.failure->error_kind}, {"message", view.failure->error}, {"hint", view.failure->hint}};
  }
  if (view.status.error.empty()) {
    return {};
  }
  return {{"kind", "failed"}, {"message", view.status.error}, {"hint", ""}};
}

Json ObjectJson(const Snapshot& snapshot, const ObjectView& view) {
  const sync::ObjectStatus& status = view.status;
  Json out{{"name", status.object}, {"table", status.tables.empty() ? Json() : Json(status.tables.front())},
           {"state", status.state}, {"fresh", view.fresh},
           {"rows", status.rows},   {"archived", status.archived}};
  PutTime(out, "complete_until", status.complete_until);
  out["freshness_ms"] = Maybe(view.freshness_ms);
  PutTime(out, "last_success", Find(snapshot.database.last_success_ms, status.object));
  out["next_sync_ms"] = Maybe(Find(snapshot.next_sync_ms, status.object));
  out["records_synced"] = status.records_synced;
  const auto activity = snapshot.activity.find(status.object);
  const bool known = activity != snapshot.activity.end();
  out["set_aside"] = status.set_aside;
  out["error"] = ErrorJson(view);
  out["first_load"] = known && activity->second.load ? LoadJson(*activity->second.load) : Json();
  out["now"] = known && activity->second.now ? NowJson(*activity->second.now) : Json();
  out["verify"] = VerifyJson(status);
  return out;
}

Json QuotaJson(const Snapshot& snapshot) {
  const hubspot::Stats& live = snapshot.requests;
  const sync::Status& stored = snapshot.database.status;
  return {{"daily_limit", Maybe(live.daily_limit ? live.daily_limit : stored.daily_limit)},
          {"daily_remaining", Maybe(live.daily_remaining ? live.daily_remaining : stored.daily_remaining)},
          {"burst_limit", snapshot.burst_limit},
          {"requests", live.requests},
          {"refused", live.refusals},
          {"waited_ms", live.waited_ms}};
}

Json HistoryJson(const Snapshot& snapshot) {
  Json out{
      {"step_ms", History::kStepMs}, {"start_ms", snapshot.history.start_ms()}, {"requests", Json::array()},
      {"refused", Json::array()},    {"daily_remaining", Json::array()},        {"written", Json::object()},
      {"rows", Json::object()}};
  for (const std::string& object : snapshot.objects) {
    out["written"][object] = Json::array();
    out["rows"][object] = Json::array();
  }
  for (const History::Minute& minute : snapshot.history.minutes()) {
    out["requests"].push_back(Maybe(minute.requests));
    out["refused"].push_back(Maybe(minute.refused));
    out["daily_remaining"].push_back(Maybe(minute.daily_remaining));
    for (const std::string& object : snapshot.objects) {
      out["written"][object].push_back(Maybe(Find(minute.written, object)));
      out["rows"][object].push_back(Maybe(Find(minute.rows, object)));
    }
  }
  return out;
}

Json RunJson(const sync::Run& run) {
  return {{"object", run.object},
          {"started_ms", run.started_ms},
          {"ended_ms", Maybe(run.ended_ms)},
          {"result", run.result},
          {"kind", run.kind},
          {"read", run.read},
          {"written", run.written},
          {"unchanged", run.unchanged},
          {"archived", run.archived},
          {"set_aside", run.set_aside},
          {"requests", run.requests},
          {"seconds", run.seconds},
          {"error", Maybe(run.error)}};
}

Json WriterJson(const Snapshot& snapshot) {
  const auto& writer = snapshot.database.status.writer;
  return writer ? Json{{"holder", *writer}, {"is_this", snapshot.holds_lease}} : Json();
}

}  // namespace

std::string ToJson(const Snapshot& snapshot) {
  Json out{{"api", kApiVersion}, {"version", snapshot.version}};
  PutTime(out, "now", snapshot.now_ms);
  PutTime(out, "started", snapshot.started_ms);
  out["portal_id"] = Maybe(snapshot.database.status.portal);
  out["interval_ms"] = snapshot.interval.count();
  out["health"] = HealthOf(snapshot);
  out["problems"] = Json::array();
  for (const Problem& problem : ProblemsOf(snapshot)) {
    out["problems"].push_back({{"object", Maybe(problem.object)},
                               {"kind", problem.kind},
                               {"message", problem.message},
                               {"hint", problem.hint}});
  }
  out["database"] = {{"up", snapshot.database.up},
                     {"error", Maybe(snapshot.database.error)},
                     {"checked_ms", snapshot.database.checked_ms}};
  out["writer"] = WriterJson(snapshot);
  out["objects"] = Json::array();
  for (const ObjectView& view : ObjectsOf(snapshot)) {
    out["objects"].push_back(ObjectJson(snapshot, view));
  }
  out["quota"] = QuotaJson(snapshot);
  out["history"] = HistoryJson(snapshot);
  out["runs"] = Json::array();
  for (const sync::Run& run : snapshot.database.runs) {
    out["runs"].push_back(RunJson(run));
  }
  out["events"] = Json::array();
  for (const sync::Event& event : snapshot.database.events) {
    out["events"].push_back({{"at_ms", event.at_ms},
                             {"kind", event.kind},
                             {"object", Maybe(event.object)},
                             {"message", event.message}});
  }
  return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hm::status
