// What a snapshot means: metrics, health and what is wrong, without a process or a database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "status/api_json.h"
#include "status/metrics.h"
#include "status/snapshot.h"

namespace hm::status {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kNow = 1'795'530'600'000;

sync::ObjectStatus Object(const std::string& name, std::int64_t age_ms) {
  sync::ObjectStatus object{.object = name, .state = "success"};
  object.complete_until = kNow - age_ms;
  object.rows = 10;
  object.tables = {"hubspot_" + name};
  return object;
}

sync::Run FailedRun() {
  sync::Run run;
  run.object = "deals";
  run.result = "failed";
  run.error_kind = "scope";
  run.error = "no";
  run.hint = "do";
  return run;
}

Snapshot Healthy() {
  Snapshot snapshot;
  snapshot.now_ms = kNow;
  snapshot.version = "1.2.3";
  snapshot.interval = Millis{900'000};
  snapshot.objects = {"contacts", "deals"};
  snapshot.database.up = true;
  snapshot.database.error.clear();
  snapshot.database.status.objects = {Object("contacts", 60'000), Object("deals", 120'000)};
  snapshot.holds_lease = true;
  return snapshot;
}

TEST(Metrics, AreWellFormedAndSayWhatTheSnapshotHolds) {
  Snapshot snapshot = Healthy();
  snapshot.version = "1\"\\\n";
  snapshot.database.status.objects[0].set_aside = 3;
  snapshot.activity["contacts"].errors["auth"] = 2;
  snapshot.requests.by_kind[{"search", "contacts"}] = {7, 4, 2, 1};
  snapshot.requests.by_kind[{"search", "deals"}] = {1, 1, 0, 0};
  const std::string text = ToMetrics(snapshot);
  for (const char* line :
       {"hubspot_mariadb_build_info{version=\"1\\\"\\\\\\n\"} 1\n",
        "hubspot_mariadb_set_aside_records{object=\"contacts\"} 3\n",
        "hubspot_mariadb_freshness_seconds{object=\"deals\"} 120\n",
        "hubspot_mariadb_lag_seconds{object=\"deals\"} 0\n",
        "hubspot_mariadb_errors_total{object=\"contacts\",kind=\"auth\"} 2\n",
        "hubspot_mariadb_errors_total{object=\"deals\",kind=\"auth\"} 0\n",
        "hubspot_mariadb_hubspot_requests_total{endpoint=\"search\",result=\"answered\"} 5\n",
        "hubspot_mariadb_hubspot_requests_total{endpoint=\"search\",result=\"refused\"} 2\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
  // Every sample under its own family, every family declared once, counters and no others end in _total.
  std::istringstream lines(text);
  std::set<std::string> families;
  std::string family;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# TYPE ")) {
      std::istringstream words(line.substr(7));
      std::string type;
      words >> family >> type;
      EXPECT_TRUE(families.insert(family).second) << family;
      EXPECT_EQ(family.ends_with("_total"), type == "counter") << family;
    } else if (!line.starts_with("#")) {
      EXPECT_EQ(line.substr(0, line.find_first_of("{ ")), family);
    }
  }
}

struct HealthCase {
  const char* name;
  void (*change)(Snapshot&);
  const char* health;
  std::vector<std::string> kinds;
};

TEST(Health, IsTheWorstThatIsTrue) {
  const HealthCase cases[] = {
      {"fine", [](Snapshot&) {}, "ok", {}},
      {"first load",
       [](Snapshot& s) {
         s.database.status.objects[0].complete_until.reset();
         s.activity["contacts"].now = sync::SyncNow{};
         s.activity["contacts"].load = sync::LoadNow{};
       },
       "loading",
       {}},
      {"behind",
       [](Snapshot& s) { s.database.status.objects[1].complete_until = kNow - 2'700'001; },
       "stale",
       {"stale"}},
      {"just fresh",
       [](Snapshot& s) { s.database.status.objects[1].complete_until = kNow - 2'700'000; },
       "ok",
       {}},
      {"never complete",
       [](Snapshot& s) { s.database.status.objects[1].complete_until.reset(); },
       "stale",
       {"stale"}},
      {"failed",
       [](Snapshot& s) {
         s.database.status.objects[1].state = "failed";
         s.database.status.objects[1].error = "why (hint)";
       },
       "failed",
       {"failed"}},
      {"failed with its run",
       [](Snapshot& s) {
         s.database.status.objects[1].state = "failed";
         s.database.runs.push_back(FailedRun());
       },
       "failed",
       {"scope"}},
      {"quota out", [](Snapshot& s) { s.requests.daily_remaining = 0; }, "failed", {"rate_limited"}},
      {"standing by", [](Snapshot& s) { s.holds_lease = false; }, "failed", {"lease"}},
      {"set aside", [](Snapshot& s) { s.database.status.objects[0].set_aside = 2; }, "failed", {"set_aside"}},
      {"no tables yet", [](Snapshot& s) { s.database.error = "no tables"; }, "failed", {"database"}},
      {"down",
       [](Snapshot& s) {
         s.database.up = false;
         s.database.error = "gone";
       },
       "down",
       {"connection"}},
  };
  for (const HealthCase& c : cases) {
    Snapshot snapshot = Healthy();
    c.change(snapshot);
    EXPECT_EQ(HealthOf(snapshot), c.health) << c.name;
    std::vector<std::string> kinds;
    for (const Problem& problem : ProblemsOf(snapshot)) kinds.push_back(problem.kind);
    EXPECT_EQ(kinds, c.kinds) << c.name;
    EXPECT_EQ(nlohmann::json::parse(ToJson(snapshot)).at("problems").size(), c.kinds.size()) << c.name;
    EXPECT_EQ(NotReady(snapshot).empty(), snapshot.database.error.empty() && snapshot.holds_lease) << c.name;
  }
}

}  // namespace
}  // namespace hm::status
