// An account of which the changes are kept, and the documented queries on them.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "support/account.h"

namespace hm::test {

inline const Environment kHistory{{"HISTORY", "deals,contacts"}};

// The statements of docs/history.md, by the word in the comment before them.
inline std::vector<std::string> DocumentedSql(const std::string& name) {
  std::ifstream in(SOURCE_DIR "/docs/history.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  const std::string begin = "<!-- tested: " + name + " -->\n```sql\n";
  const auto start = page.find(begin);
  EXPECT_NE(start, std::string::npos) << name;
  std::string text = page.substr(start + begin.size());
  text.resize(text.find("```"));
  std::vector<std::string> statements;
  for (std::size_t end = text.find(";\n"); end != std::string::npos; end = text.find(";\n")) {
    statements.push_back(text.substr(0, end));
    text.erase(0, end + 2);
  }
  return statements;
}

class PropertyHistory : public SmallAccount {
 protected:
  void LoadWith(const Environment& env = kHistory, const std::string& contacts = "30",
                const std::string& deals = "30") {
    Open({"--contacts", contacts, "--deals", deals});
    ASSERT_EQ(Sync(env).exit_code, 0);
  }
  void MustSync(const Environment& env = kHistory) const {
    const RunResult run = Sync(env);
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  // Hours later by HubSpot's clock.
  std::int64_t Later(int hours) {
    offset_ms_ += std::int64_t{hours} * 3'600'000;
    hubspot_->Post("/_sim/settings", {{"clockOffsetMs", offset_ms_}});
    return Now();
  }
  std::int64_t Now() const { return hubspot_->Get("/_sim/now").at("nowMs"); }
  // "property: old -> new" in order, NULL as "-".
  std::vector<std::string> Changes(const std::string& id, const std::string& object = "deals") const {
    return Rows(
        "SELECT CONCAT(property, ': ', IFNULL(old_value, '-'), ' -> ', IFNULL(new_value, '-')) FROM v_" +
        object + "_history WHERE id = '" + id + "' ORDER BY number");
  }
  std::vector<std::string> Rows(const std::string& sql) const {
    mariadb::Connection connection(connector_->options());
    mariadb::Result rows = connection.Query(sql);
    std::vector<std::string> out;
    while (rows.Next()) out.push_back(rows.String(0));
    return out;
  }
  std::string Kept() const { return Value("SELECT COUNT(*) FROM hubspot_property_history"); }
  static std::string Moment(std::int64_t ms) {
    return fmt::format("('1970-01-01' + INTERVAL {} MICROSECOND)", ms * 1000);
  }
  // The documented query at a moment: two cells a row.
  std::map<std::string, std::string> AsOf(const std::string& name, std::int64_t ms) const {
    const std::vector<std::string> statements = DocumentedSql(name);
    mariadb::Connection connection(connector_->options());
    connection.Execute("SET @moment = " + Moment(ms));
    mariadb::Result rows = connection.Query(statements.at(1));
    std::map<std::string, std::string> out;
    while (rows.Next()) out[rows.String(0)] = rows.String(1);
    return out;
  }
  static nlohmann::json WithoutTimes(nlohmann::json properties) {
    properties.erase("hs_lastmodifieddate");
    for (auto it = properties.begin(); it != properties.end();) {
      it = it->is_null() ? properties.erase(it) : std::next(it);
    }
    return properties;
  }
  std::map<std::string, nlohmann::json> Snapshot() const {
    std::map<std::string, nlohmann::json> deals;
    for (const nlohmann::json& deal : hubspot_->Truth("deals")) {
      deals[deal.at("id")] = WithoutTimes(deal.at("properties"));
    }
    return deals;
  }
  void ExpectAsOf(std::int64_t ms, const std::map<std::string, nlohmann::json>& truth) const {
    std::map<std::string, nlohmann::json> mirrored;
    for (const auto& [id, properties] : AsOf("as of", ms)) {
      mirrored[id] = WithoutTimes(nlohmann::json::parse(properties));
    }
    EXPECT_EQ(mirrored, truth);
    std::map<std::string, std::string> stages;
    for (const auto& [id, deal] : truth) {
      std::string& count = stages[deal.at("dealstage")];
      count = std::to_string(count.empty() ? 1 : std::stoi(count) + 1);
    }
    EXPECT_EQ(AsOf("stages as of", ms), stages);
  }

  std::int64_t offset_ms_ = 0;
};

}  // namespace hm::test
