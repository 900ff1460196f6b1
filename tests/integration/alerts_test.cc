// contrib/: every alert and panel asks for metrics that exist, every alert has its paragraph in the runbook,
// and what each waits for comes about, seen by the metrics of a connector that was brought into that state.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <set>
#include <sstream>

#include "mariadb/transaction.h"
#include "support/served_account.h"

namespace hm::test {
namespace {

using nlohmann::json;

std::string Read(const std::string& path) {
  std::ifstream in(SOURCE_DIR "/" + path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The first group of every match.
std::set<std::string> Matches(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex regex(pattern);
  for (auto it = std::sregex_iterator(text.begin(), text.end(), regex); it != std::sregex_iterator(); ++it) {
    found.insert((*it)[1]);
  }
  return found;
}

std::set<std::string> Alerts() { return Matches(Read("contrib/prometheus/alerts.yml"), R"(alert: (\w+))"); }

class AlertsTest : public ServedAccount {
 protected:
  // Serves without the comparison by itself, which would mend what a test broke.
  void ServeQuietly(const Environment& more = {}) {
    Environment env{{"VERIFY_INTERVAL_HOURS", "0"}};
    env.insert(more.begin(), more.end());
    Serve(env);
  }
  // The alert's condition comes to hold.
  void Comes(const std::string& alert, const std::function<bool()>& condition) {
    EXPECT_TRUE(Await(condition, kLong)) << alert << "\n" << run_->Err();
    made_true_.insert("HubspotMariadb" + alert);
  }
  bool IsAbove(const std::string& sample, double value) const { return Metric(sample).value_or(0) > value; }
  bool Is(const std::string& sample, double value) const { return Metric(sample) == value; }

  // Prometheus's own judgement, where its promtool is installed.
  void CheckByPromtool(const std::string& metrics) const {
    const std::string file = testing::TempDir() + "/metrics-" + connector_->database();
    std::ofstream(file) << metrics;
    const RunResult checked = test::Run(
        {"/bin/sh", "-c",
         "command -v promtool >/dev/null || { echo no promtool; exit 0; }; promtool check metrics <" + file +
             " && promtool check rules " SOURCE_DIR "/contrib/prometheus/alerts.yml"
             " && promtool test rules " SOURCE_DIR "/tests/alerts/rules_test.yml"});
    EXPECT_EQ(checked.exit_code, 0) << checked.out << checked.err;
    std::filesystem::remove(file);
  }

  std::set<std::string> made_true_;
};

TEST_F(AlertsTest, AskForMetricsThatExistAndAreExplained) {
  Load({"--contacts", "20", "--deals", "5"});
  Serve();
  ASSERT_TRUE(AwaitHealth("ok"));
  const std::string metrics = Get(port_, "/metrics").body;
  const std::set<std::string> known = Matches(metrics, R"(# TYPE (\w+) )");
  EXPECT_GT(known.size(), 30U);
  const std::string explained = Read("docs/metrics.md");
  for (const std::string& name : known) {
    EXPECT_NE(explained.find("`" + name.substr(std::string("hubspot_mariadb_").size())), std::string::npos)
        << name << " is not in docs/metrics.md";
  }
  for (const char* file : {"contrib/prometheus/alerts.yml", "contrib/grafana/dashboard.json"}) {
    for (const std::string& name : Matches(Read(file), R"((hubspot_mariadb_\w+))")) {
      EXPECT_TRUE(known.contains(name)) << file << ": " << name;
    }
  }
  EXPECT_GE(json::parse(Read("contrib/grafana/dashboard.json")).at("panels").size(), 10U);
  EXPECT_EQ(Matches(Read("docs/runbook.md"), R"(\n## (\w+)\n)"), Alerts());
  std::set<std::string> anchors;
  for (std::string name : Alerts()) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    anchors.insert(name);
  }
  EXPECT_EQ(Matches(Read("contrib/prometheus/alerts.yml"), R"(runbook\.md#(\w+))"), anchors);
  EXPECT_EQ(
      Matches(Read("tests/alerts/rules_test.yml"), R"(alertname: (\w+)\n +exp_alerts:\n +- exp_labels)"),
      Alerts())
      << "each is seen to fire";
  CheckByPromtool(metrics);
  Stop();
}

TEST_F(AlertsTest, EachComesTrue) {
  MariadbServer server;
  Load({"--contacts", "250", "--deals", "60"}, server);
  // Another connector seems to hold the database.
  connector_->Execute(
      "UPDATE hubspot_lease SET holder = 'pid 1 on elsewhere', holder_key = 'elsewhere', held_since = "
      "UTC_TIMESTAMP(), renewed_at = UTC_TIMESTAMP() + INTERVAL 1 DAY WHERE scope = 'lease'");
  hubspot_->Post("/_sim/settings", {{"noLimits", false}, {"dailyLimit", 100'000}});
  ServeQuietly();
  Comes("NotWriting", [&] { return Is("lease_held", 0) && Is("database_up", 1); });
  connector_->Execute("UPDATE hubspot_lease SET renewed_at = NULL WHERE scope = 'lease'");
  ASSERT_TRUE(AwaitHealth("ok")) << Status();

  connector_->Execute("UPDATE hubspot_contacts SET properties_json = '{}' LIMIT 2");
  ASSERT_EQ(connector_->Run({"verify", "--objects", "contacts"}).exit_code, 4);
  Comes("VerifyDifferences", [&] { return IsAbove("verify_differences_left{object=\"contacts\"}", 1); });
  connector_->Execute(
      "UPDATE hubspot_sync_passes SET finished_ms = finished_ms - 8 * 86400000 WHERE pass = 'verify'");
  Comes("VerifyStale", [&] {
    const double verified = Metric("verify_timestamp_seconds{object=\"contacts\"}").value_or(0);
    return verified > 0 && static_cast<double>(time(nullptr)) - verified > 7 * 86'400;
  });

  hubspot_->Post("/_sim/settings", {{"dailyUsed", 95'000}});
  Comes("QuotaLow", [&] {
    return Metric("hubspot_daily_remaining").value_or(1e9) / Metric("hubspot_daily_limit").value_or(1) < 0.1;
  });
  hubspot_->Post("/_sim/settings", {{"dailyUsed", 0}});
  Fault({{"match", "/crm/"}, {"status", 429}, {"times", 2}});
  Comes("Refused", [&] { return IsAbove("hubspot_refusals_total", 0); });
  Heal();

  const json scopes = hubspot_->Get("/_sim/settings").at("scopes");
  hubspot_->Post("/_sim/settings",
                 {{"scopes", {"crm.objects.contacts.read", "crm.schemas.contacts.read", "oauth"}}});
  Comes("ScopeMissing", [&] { return IsAbove("errors_total{object=\"deals\",kind=\"scope\"}", 0); });
  Comes("SyncFailing", [&] { return Is("failed{object=\"deals\"}", 1); });
  Comes("Stale", [&] {
    return IsAbove("freshness_seconds{object=\"deals\"}", 3 * Metric("sync_interval_seconds").value_or(1e9));
  });
  hubspot_->Post("/_sim/settings", {{"scopes", scopes}});
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 150}});
  Comes("DeletionsRefused", [&] { return IsAbove("errors_total{object=\"contacts\",kind=\"data\"}", 0); });
  const std::string token = hubspot_->Get("/_sim/settings").at("token");
  hubspot_->Post("/_sim/settings", {{"token", "pat-na1-rotated"}});
  Comes("TokenRefused", [&] { return IsAbove("errors_total{object=\"contacts\",kind=\"auth\"}", 0); });
  hubspot_->Post("/_sim/settings", {{"token", token}});

  server.Stop();
  Comes("DatabaseDown", [&] { return Is("database_up", 0); });
  const double started = Metric("start_time_seconds").value_or(0);
  run_->Signal(SIGKILL);
  ASSERT_EQ(run_->Wait(kLong), 137);
  Comes("Down", [&] { return !Listens(); });
  server.Start();

  // From the start, on a HubSpot that never answers.
  for (const char* sql :
       {"DELETE FROM hubspot_sync_checkpoints", "DELETE FROM sync_state", "DELETE FROM hubspot_contacts"}) {
    mariadb::Connection connection(connector_->options());
    mariadb::Transaction transaction(connection);
    transaction.Execute(sql);
    transaction.Commit();
  }
  Fault({{"match", "/crm/"}, {"times", -1}, {"kind", "hang"}});
  ServeQuietly();
  Comes("Restarting", [&] { return IsAbove("start_time_seconds", started); });
  ASSERT_TRUE(AwaitReady());
  Comes("FirstLoadStuck", [&] {
    return Is("complete_until_timestamp_seconds{object=\"contacts\"}", 0) &&
           Is("records_read_total{object=\"contacts\"}", 0);
  });
  Stop();

  // Made true by tests/unit/status_metrics_test.cc.
  made_true_.insert("HubspotMariadbSetAside");
  EXPECT_EQ(made_true_, Alerts());
}

}  // namespace
}  // namespace hm::test
