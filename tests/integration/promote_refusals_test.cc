// PROMOTE is refused in words before anything is changed: names, columns that are taken, rows that are full.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/error.h"
#include "integration/promote_fixture.h"
#include "sync/promote/promoted_columns.h"
#include "sync/promote/promoted_type.h"
#include "sync/promote/row_room.h"

namespace hm::test {
namespace {

using testing::HasSubstr;

// As many columns as the server takes in a table made anew, and why no more.
class Widest {
 public:
  Widest(std::string options, std::string type, bool indexed)
      : options_(std::move(options)),
        column_(sync::ColumnFor("c", type)),
        indexed_(indexed),
        connection_(SharedServer().OptionsFor(SharedServer().CreateDatabase())) {
    connection_.Execute("SET SESSION innodb_strict_mode = 1");
    int refused = 1100;
    while (taken_ + 1 < refused) {
      const int middle = (taken_ + refused) / 2;
      (Make(middle) ? taken_ : refused) = middle;
    }
  }
  int columns() const { return taken_; }
  // Of a table with so many promoted columns, why not one more.
  std::string Why(int columns) {
    EXPECT_TRUE(Make(columns));
    return sync::RowRoom(connection_, "wide").Take(column_);
  }

 private:
  bool Make(int columns) {
    std::string sql =
        "CREATE OR REPLACE TABLE wide (id VARCHAR(50) PRIMARY KEY, long_text LONGTEXT, short VARCHAR(9), n "
        "INT, at DATETIME NOT NULL, d DECIMAL(15,2)";
    for (int i = 0; i < columns; ++i) {
      sql += fmt::format(", c{} {} NULL", i, column_.sql_type);
      if (indexed_) sql += fmt::format(", KEY (c{})", i);
    }
    try {
      connection_.Execute(sql + ") CHARSET utf8mb4 ENGINE=InnoDB " + options_);
      return true;
    } catch (const Error&) {
      return false;
    }
  }

  std::string options_;
  sync::PromotedColumn column_;
  bool indexed_;
  mariadb::Connection connection_;
  int taken_ = 0;
};

TEST(PromoteRoom, IsWorkedOutAsTheServerDoes) {
  const struct {
    const char* options;
    const char* type;
    bool indexed;
    const char* why;
  } tables[] = {{"ROW_FORMAT=DYNAMIC", "string", false, "MariaDB takes 65535"},
                {"ROW_FORMAT=COMPACT", "string", false, "InnoDB takes 8126"},
                {"ROW_FORMAT=REDUNDANT", "string", false, "InnoDB takes 8126"},
                {"ROW_FORMAT=DYNAMIC", "number", false, "InnoDB takes 8126"},
                {"ROW_FORMAT=COMPACT", "datetime", false, "InnoDB takes 8126"},
                {"ROW_FORMAT=DYNAMIC", "bool", false, "1017 columns already"},
                {"ROW_FORMAT=DYNAMIC", "date", true, "64 indexes already"}};
  for (const auto& table : tables) {
    SCOPED_TRACE(std::string(table.options) + " " + table.type);
    Widest widest(table.options, table.type, table.indexed);
    EXPECT_GT(widest.columns(), 0);
    EXPECT_EQ(widest.Why(widest.columns() - 1), "");
    EXPECT_THAT(widest.Why(widest.columns()), HasSubstr(table.why));
  }
}

class PromoteRefusals : public Promote {
 protected:
  std::string Met(const std::string& promote, const std::vector<std::string>& more = {}) const {
    std::vector<std::string> args{"sync"};
    args.insert(args.end(), more.begin(), more.end());
    const RunResult run = connector_->Run(args, {{"PROMOTE", promote}});
    std::string words;
    std::istringstream lines(run.err);
    for (std::string line; std::getline(lines, line);) {
      const auto warning = line.find(" warn ");
      if (warning != std::string::npos) words += line.substr(warning + 1) + "\n";
      if (line.find("Z info ") == std::string::npos && warning == std::string::npos) words += line + "\n";
    }
    return fmt::format("== {}: exit {}\n{}\n", promote, run.exit_code, words);
  }
};

TEST_F(PromoteRefusals, EachNamesThePropertyAndWhy) {
  LoadTexts();
  Property(std::string(65, 'n'), "string");
  Property("My-Text", "string");
  Property("taken", "string");
  Property("archived", "string");
  connector_->Execute("ALTER TABLE hubspot_contacts ADD COLUMN Taken INT");
  std::string met;
  for (const std::string& promote :
       {std::string("contacts"), std::string("contacts."), std::string("contacts.my_text,,"),
        std::string("contcts.my_text"), std::string("owners.email"), std::string("contacts.my_tex"),
        std::string("contacts.") + std::string(65, 'n'), std::string("contacts.My-Text"),
        std::string("contacts.taken"), std::string("contacts.archived")}) {
    met += Met(promote);
  }
  const auto add = [&](const std::string& type, int columns) {
    std::string clauses;
    for (int i = 0; i < columns; ++i) clauses += fmt::format("{}ADD w{} {}", i == 0 ? "" : ", ", i, type);
    connector_->Execute("ALTER TABLE hubspot_contacts " + clauses);
    met += Met("contacts.my_text");
    clauses.clear();
    for (int i = 0; i < columns; ++i) clauses += fmt::format("{}DROP w{}", i == 0 ? "" : ", ", i);
    // Columns that were dropped in an instant would count until the table is made anew.
    connector_->Execute("ALTER TABLE hubspot_contacts " + clauses + ", ALGORITHM=COPY");
  };
  add("VARCHAR(14400)", 1);
  add("DECIMAL(38,10)", 404);
  add("TINYINT", 997);
  for (int i = 0; i < 58; ++i) {
    connector_->Execute(fmt::format("CREATE INDEX i{} ON hubspot_contacts (createdate)", i));
  }
  met += Met("contacts.my_text");
  EXPECT_EQ(connector_->Count("hubspot_promoted_columns"), 0);
  // Not of this command's objects, or not to be refused.
  EXPECT_THAT(Met("contacts.my_tex", {"--objects", "deals"}), HasSubstr("exit 0"));
  EXPECT_THAT(Met("contacts.email,companies.name"),
              testing::AllOf(HasSubstr("exit 0"), HasSubstr("has a column already"),
                             HasSubstr("an object that is not synced")));
  constexpr const char* kGolden = SOURCE_DIR "/tests/integration/promote.golden";
  if (std::getenv("HM_UPDATE_DOCS") != nullptr) std::ofstream(kGolden) << met;
  std::ifstream golden(kGolden);
  EXPECT_EQ(met, std::string(std::istreambuf_iterator<char>(golden), {}));
}

}  // namespace
}  // namespace hm::test
