// The queries that the docs offer, run as they stand and compared with what the simulator holds.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;

using ResultRows = std::vector<std::vector<std::string>>;

struct Recipe {
  std::string title;  // the heading or bold words before it
  std::string sql;
};

std::string FileText(const std::string& path) {
  std::ifstream in(SOURCE_DIR "/" + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<Recipe> ReadRecipes() {
  std::vector<Recipe> recipes;
  std::istringstream page(FileText("docs/recipes.md"));
  std::string title;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    std::smatch found;
    if (inside) {
      inside = line != "```";
      if (inside) recipes.back().sql += line + "\n";
    } else if (line == "```sql") {
      inside = true;
      recipes.push_back({title, ""});
    } else if (std::regex_search(line, found, std::regex(R"(^(?:#+ |\*\*)([^*]+))"))) {
      title = found[1];
    } else if (line.starts_with("An alert")) {
      title = "Alert";
    }
  }
  return recipes;
}

// What the tools put in place of their own notations, with every filter in use.
std::string Filled(std::string sql) {
  const std::vector<std::pair<std::regex, std::string>> forms{
      {std::regex(R"(\[\[|\]\])"), ""},
      {std::regex(R"(\{\{closed_after\}\})"), "'2000-01-01'"},
      {std::regex(R"(\{\{owner\}\})"), "'Ada Byron'"},
      {std::regex(R"(\{%[^%]*%\})"), ""},
      {std::regex(R"(\{\{ from_dttm \}\})"), "2000-01-01T00:00:00"},
      {std::regex(R"(\{\{ to_dttm \}\})"), "2100-01-01T00:00:00"},
      {std::regex(R"(\$__timeFilter\((\w+)\))"), "$1 BETWEEN FROM_UNIXTIME(0) AND FROM_UNIXTIME(2000000000)"},
      {std::regex(R"(\$__timeGroup\((\w+), '1d', 0\))"), "UNIX_TIMESTAMP($1) DIV 86400 * 86400"},
  };
  for (const auto& [pattern, by] : forms) {
    sql = std::regex_replace(sql, pattern, by);
  }
  return sql;
}

// Two decimals are enough to tell sums apart, and the same on both sides.
std::string Number(double value) { return fmt::format("{:.2f}", value); }

std::string Normal(const std::string& cell) {
  static const std::regex decimal(R"(-?\d+\.\d+)");
  return std::regex_match(cell, decimal) ? Number(std::stod(cell)) : cell;
}

class Recipes : public SmallAccount {
 protected:
  static constexpr const char* kOwner = "77000002";

  void SetUp() override {
    Open({"--contacts", "120", "--deals", "90"});
    hubspot_->Post("/_sim/owners", {{"id", kOwner}, {"firstName", "Ada"}, {"lastName", "Byron"}});
    const std::string email = Truth("contacts").at(0).at("properties").at("email");
    SetRecord("contacts", AnId("contacts", 1), {{"email", email}});
    hubspot_->Post("/_sim/archive", {{"object", "deals"}, {"id", AnId("deals", 5)}});
    const RunResult run = Sync({{"SYNC_OBJECTS", "contacts,deals,pipelines,owners"}});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    ReadStages();
    ReadOwners();
  }

  std::vector<json> Truth(const std::string& object) const { return hubspot_->Truth(object); }

  ResultRows Query(const std::string& sql) const {
    mariadb::Connection connection(connector_->options());
    connection.Execute("SET time_zone = '+00:00'");
    mariadb::Result result = connection.Query(sql);
    ResultRows rows;
    while (result.Next()) {
      std::vector<std::string> row;
      for (std::size_t i = 0; i < result.column_count(); ++i) {
        row.push_back(result.IsNull(i) ? "-" : Normal(result.String(i)));
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  struct Stage {
    std::string label;
    bool closed;
    double probability;
    int order;
    std::string pipeline;
  };

  void ReadStages() {
    const json answer = hubspot_->Api("/crm/v3/pipelines/deals").Json();
    for (const json& pipeline : answer.at("results")) {
      for (const json& stage : pipeline.at("stages")) {
        const json& metadata = stage.at("metadata");
        stages_[{pipeline.at("id"), stage.at("id")}] = {
            stage.at("label"), metadata.at("isClosed") == "true",
            std::stod(metadata.at("probability").get<std::string>()), stage.at("displayOrder"),
            pipeline.at("label")};
      }
    }
  }

  struct Deal {
    std::string id;
    std::string name;
    std::optional<double> amount;
    std::string closed;   // ISO 8601; "" for none
    std::string created;  // ISO 8601
    std::string owner;    // id; "" for none
    Stage stage;
    bool won;
  };

  static std::string Text(const json& record, const char* property) {
    const json& value = record.at("properties").at(property);
    return value.is_null() ? "" : value.get<std::string>();
  }

  std::vector<Deal> Deals() const {
    std::vector<Deal> deals;
    for (const json& record : Truth("deals")) {
      const std::string amount = Text(record, "amount");
      const Stage& stage = stages_.at({Text(record, "pipeline"), Text(record, "dealstage")});
      deals.push_back({record.at("id"), Text(record, "dealname"),
                       amount.empty() ? std::nullopt : std::optional(std::stod(amount)),
                       Text(record, "closedate"), Text(record, "createdate"),
                       Text(record, "hubspot_owner_id"), stage, stage.closed && stage.probability == 1});
    }
    return deals;
  }

  // Sums by group, in the order of the group: its key's words, how many, and the sums.
  struct Sum {
    int count = 0;
    int won = 0;
    std::optional<double> amount;
    std::optional<double> weighted;
  };
  using Sums = std::map<std::vector<std::string>, Sum>;
  Sums Group(const std::function<bool(const Deal&)>& wanted,
             const std::function<std::vector<std::string>(const Deal&)>& key) const {
    Sums sums;
    for (const Deal& deal : Deals()) {
      if (!wanted(deal)) continue;
      Sum& sum = sums[key(deal)];
      ++sum.count;
      sum.won += deal.won ? 1 : 0;
      if (deal.amount) {
        sum.amount = sum.amount.value_or(0) + *deal.amount;
        sum.weighted = sum.weighted.value_or(0) + *deal.amount * deal.stage.probability;
      }
    }
    return sums;
  }

  static std::string Cell(const std::optional<double>& number) { return number ? Number(*number) : "-"; }
  static std::string Month(const Deal& deal) { return deal.closed.substr(0, 7) + "-01"; }

  // Deactivated ones too: old deals name them.
  void ReadOwners() {
    for (const char* archived : {"false", "true"}) {
      const json answer = hubspot_->Api("/crm/v3/owners?limit=500&archived=" + std::string(archived)).Json();
      for (const json& owner : answer.at("results")) {
        const std::string first = owner.value("firstName", "");
        const std::string last = owner.value("lastName", "");
        owners_[owner.at("id")] = {first + (first.empty() || last.empty() ? "" : " ") + last,
                                   owner.value("email", "")};
      }
    }
  }
  struct Person {
    std::string name;
    std::string email;
  };
  std::string OwnerName(const Deal& deal) const {
    const auto owner = owners_.find(deal.owner);
    return owner == owners_.end() || owner->second.name.empty() ? "-" : owner->second.name;
  }
  std::string OwnerTitle(const Deal& deal) const {
    if (deal.owner.empty()) return "nobody";
    const auto owner = owners_.find(deal.owner);
    if (owner == owners_.end()) return deal.owner;
    return owner->second.name.empty() ? owner->second.email : owner->second.name;
  }

  ResultRows Expected(const std::string& title) const;
  ResultRows ContactsByWeek() const;
  ResultRows SharedAddresses() const;
  ResultRows ContactsOfOpenDeals() const;

  std::map<std::pair<std::string, std::string>, Stage> stages_;
  std::map<std::string, Person> owners_;
};

ResultRows Recipes::ContactsByWeek() const {
  std::map<std::string, std::string> labels;
  for (const auto& row : Query("SELECT value, label FROM hubspot_property_options WHERE object = 'contacts' "
                               "AND property = 'lifecyclestage'")) {
    labels[row.at(0)] = row.at(1);
  }
  std::map<std::pair<std::string, std::string>, int> counts;
  for (const json& contact : Truth("contacts")) {
    const std::string day = Text(contact, "createdate").substr(0, 10);
    const std::string week =
        Query("SELECT DATE_SUB('" + day + "', INTERVAL WEEKDAY('" + day + "') DAY)")[0][0];
    const json& stage = contact.at("properties").at("lifecyclestage");  // "" is one that was cleared
    const std::string value = stage.is_null() ? "-" : stage.get<std::string>();
    ++counts[{week, labels.contains(value) ? labels.at(value) : value}];
  }
  ResultRows rows;
  for (const auto& [key, count] : counts) {
    rows.push_back({key.first, key.second, std::to_string(count)});
  }
  return rows;
}

ResultRows Recipes::SharedAddresses() const {
  std::map<std::string, std::set<std::string>> ids;
  for (const json& contact : Truth("contacts")) {
    const std::string email = Text(contact, "email").substr(0, 255);  // what the indexed column holds
    if (!email.empty()) ids[email].insert(contact.at("id"));
  }
  ResultRows rows;
  for (const auto& [email, who] : ids) {
    if (who.size() > 1) {
      rows.push_back({email, std::to_string(who.size()), fmt::format("{}", fmt::join(who, ","))});
    }
  }
  return rows;
}

ResultRows Recipes::ContactsOfOpenDeals() const {
  std::map<std::string, std::string> emails;
  for (const json& contact : Truth("contacts")) {
    emails[contact.at("id")] = Text(contact, "email").substr(0, 255);  // what the indexed column holds
  }
  ResultRows rows;
  for (const Deal& deal : Deals()) {
    if (deal.stage.closed) continue;
    const json answer = hubspot_->Api("/crm/v4/objects/deals/" + deal.id + "/associations/contacts").Json();
    for (const json& link : answer.at("results")) {
      const std::string contact = std::to_string(link.at("toObjectId").get<std::int64_t>());
      std::multiset<std::string> labels;
      for (const json& type : link.at("associationTypes")) {
        if (!type.at("label").is_null()) labels.insert(type.at("label"));
      }
      const std::string email = emails.at(contact);
      rows.push_back({deal.id, deal.name, contact, email.empty() ? "-" : email,
                      labels.empty() ? "-" : fmt::format("{}", fmt::join(labels, ", "))});
    }
  }
  return rows;
}

ResultRows Recipes::Expected(const std::string& title) const {
  const auto open = [](const Deal& d) { return !d.stage.closed; };
  const auto by_month = [](const Deal& d) { return std::vector<std::string>{Month(d)}; };
  ResultRows rows;
  if (title == "Pipeline by stage") {
    const auto key = [](const Deal& d) {
      return std::vector{d.stage.pipeline, fmt::format("{:04}", d.stage.order), d.stage.label};
    };
    for (const auto& [k, s] : Group(open, key)) {
      rows.push_back({k[0], k[2], std::to_string(s.count), Cell(s.amount)});
    }
  } else if (title == "Won by month") {
    for (const auto& [k, s] : Group([](const Deal& d) { return d.won && !d.closed.empty(); }, by_month)) {
      rows.push_back({k[0], std::to_string(s.count), Cell(s.amount)});
    }
  } else if (title == "Win rate by owner") {
    const auto key = [&](const Deal& d) { return std::vector{OwnerTitle(d)}; };
    for (const auto& [k, s] : Group([](const Deal& d) { return d.stage.closed; }, key)) {
      rows.push_back({k[0], std::to_string(s.count), std::to_string(s.won),
                      Number(std::round(1000.0 * s.won / s.count) / 10)});
    }
  } else if (title == "Forecast") {
    for (const auto& [k, s] : Group([&](const Deal& d) { return open(d) && !d.closed.empty(); }, by_month)) {
      rows.push_back({k[0], Cell(s.amount), Cell(s.weighted)});
    }
  } else if (title == "Open deals past their close date") {
    for (const Deal& d : Deals()) {
      if (open(d) && !d.closed.empty()) {  // the simulator makes none that closes in the future
        rows.push_back({d.id, d.name, OwnerName(d), d.stage.label, Cell(d.amount),
                        d.closed.substr(0, 10) + " " + d.closed.substr(11, 12)});
      }
    }
  } else if (title == "New contacts by week and lifecycle stage") {
    rows = ContactsByWeek();
  } else if (title == "E-mail addresses that several contacts have") {
    rows = SharedAddresses();
  } else if (title == "Contacts of each open deal") {
    rows = ContactsOfOpenDeals();
  } else if (title == "Metabase") {
    const auto key = [](const Deal& d) { return std::vector{Month(d), d.stage.pipeline}; };
    for (const auto& [k, s] :
         Group([](const Deal& d) { return d.won && d.owner == kOwner && !d.closed.empty(); }, key)) {
      rows.push_back({k[0], k[1], Cell(s.amount)});
    }
  } else if (title == "Grafana") {
    std::map<std::string, int> days;
    for (const Deal& d : Deals()) ++days[d.created.substr(0, 10)];
    for (const auto& [day, count] : days) {
      rows.push_back({Query("SELECT UNIX_TIMESTAMP('" + day + "')")[0][0], std::to_string(count)});
    }
  } else if (title == "Alert") {
    rows = {{"0"}};
  }
  return rows;
}

TEST_F(Recipes, GiveWhatHubSpotHas) {
  const std::vector<Recipe> recipes = ReadRecipes();
  ASSERT_EQ(recipes.size(), 13U);
  for (const Recipe& recipe : recipes) {
    SCOPED_TRACE(recipe.title);
    const ResultRows rows = Query(Filled(recipe.sql));
    EXPECT_FALSE(rows.empty());
    if (recipe.title.starts_with("Is the data fresh")) {
      EXPECT_EQ(rows.size(), 4U);
      for (const auto& row : rows) EXPECT_EQ(row[1] + row[4], "success1") << row[0];
    } else if (recipe.title == "Superset") {
      EXPECT_EQ(rows.size(), Truth("contacts").size());
    } else {
      EXPECT_THAT(rows, testing::UnorderedElementsAreArray(Expected(recipe.title)));
    }
  }
}

// contrib/dbt/sources.yml names what is there.
TEST_F(Recipes, DbtSourcesNameWhatIsThere) {
  std::istringstream page(FileText("contrib/dbt/sources.yml"));
  const std::regex name_line(R"(^( +)- name: (\w+))");
  std::string table;
  int columns = 0;
  for (std::string line; std::getline(page, line);) {
    std::smatch found;
    if (!std::regex_search(line, found, name_line) || found[2] == "hubspot") continue;
    const bool is_table = found[1].length() == 6;
    if (is_table) table = found[2];
    columns += is_table ? 0 : 1;
    EXPECT_EQ(Value(fmt::format("SELECT COUNT(*) > 0 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = "
                                "DATABASE() AND TABLE_NAME = '{}' {}",
                                table, is_table ? "" : "AND COLUMN_NAME = '" + found[2].str() + "'")),
              "1")
        << table << " " << found[2];
  }
  EXPECT_GT(columns, 30);
}

}  // namespace
}  // namespace hm::test
