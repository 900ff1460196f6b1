// Contacts with a property that PROMOTE gives a column.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/account.h"

namespace hm::test {

inline constexpr const char* kPromotedColumns =
    "SELECT GROUP_CONCAT(COLUMN_NAME, ' ', COLUMN_TYPE ORDER BY COLUMN_NAME) FROM "
    "information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'hubspot_contacts' AND "
    "COLUMN_NAME LIKE 'my\\_%'";
inline constexpr const char* kPromotedIndexes =
    "SELECT GROUP_CONCAT(INDEX_NAME ORDER BY INDEX_NAME) FROM information_schema.STATISTICS WHERE "
    "TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'hubspot_contacts' AND COLUMN_NAME LIKE 'my\\_%'";
inline const Environment kMine{{"PROMOTE", "contacts.my_text"}};

class Promote : public SmallAccount {
 protected:
  void Property(const std::string& name, const std::string& type,
                const std::string& object = "contacts") const {
    nlohmann::json definition{{"object", object}, {"name", name}, {"type", type}, {"fieldType", "text"}};
    if (type == "enumeration") {
      definition["fieldType"] = "select";
      definition["options"] = nlohmann::json::array({{{"value", "a"}, {"label", "Label A"}}});
    }
    hubspot_->Post("/_sim/properties", definition);
  }
  // Contacts with a text each, of which a few are long.
  void LoadTexts(const std::vector<std::string>& size = {"--contacts", "250", "--deals", "5"}) {
    Open(size);
    Property("my_text", "string");
    std::size_t number = 0;
    for (const nlohmann::json& record : hubspot_->Truth("contacts")) {
      if (++number % 7 == 0) {
        SetRecord(
            "contacts", record.at("id"),
            {{"my_text", fmt::format("{} {}", number, number % 70 == 0 ? std::string(300, 'x') : "ü")}});
      }
    }
    ASSERT_EQ(Sync().exit_code, 0);
  }
  // Rows whose column is not what their JSON says.
  std::string Wrong() const {
    return Value(
        "SELECT COUNT(*) FROM hubspot_contacts WHERE NOT (BINARY my_text <=> "
        "BINARY LEFT(JSON_VALUE(properties_json, '$.my_text'), 255))");
  }
  std::string PromotedState(const std::string& property) const {
    return Value("SELECT state FROM hubspot_promoted_columns WHERE property = '" + property + "'");
  }
  void ExpectPromoted() const {
    EXPECT_EQ(Value(kPromotedColumns), "my_text varchar(255)");
    EXPECT_EQ(Value(kPromotedIndexes), "my_text_idx");
    EXPECT_EQ(PromotedState("my_text"), "ready");
    EXPECT_EQ(Wrong(), "0");
    EXPECT_NE(Value("SELECT COUNT(my_text) FROM hubspot_contacts"), "0");
  }
  void ExpectGone() const {
    EXPECT_EQ(Value(kPromotedColumns), "");
    EXPECT_EQ(Value(kPromotedIndexes), "");
    EXPECT_EQ(connector_->Count("hubspot_promoted_columns"), 0);
  }
  // Of two tables with columns of the same names, what differs.
  std::vector<std::string> Compare(const std::string& one, const std::string& other,
                                   const std::vector<std::string>& columns) const {
    std::vector<std::string> differences;
    mariadb::Connection connection(connector_->options());
    for (const std::string& column : columns) {
      mariadb::Result rows = connection.Query(fmt::format(
          "SELECT c.{2}, a.{2}, b.{2} FROM {0} a JOIN {1} b USING (id) JOIN texts c USING (id) WHERE NOT "
          "(BINARY CAST(a.{2} AS CHAR) <=> BINARY CAST(b.{2} AS CHAR))",
          one, other, column));
      while (rows.Next()) {
        differences.push_back(fmt::format("{} of {}: {} and {}", column, rows.String(0),
                                          rows.Text(1).value_or("NULL"), rows.Text(2).value_or("NULL")));
      }
    }
    return differences;
  }
};

}  // namespace hm::test
