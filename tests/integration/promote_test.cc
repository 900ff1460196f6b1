// PROMOTE: a property's own column says what its text converts to, whoever wrote it, comes and goes beside
// readers, and is refused in words before anything is changed.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

#include "base/error.h"
#include "support/account.h"
#include "support/typed_value.h"
#include "sync/objects/object_catalogue.h"
#include "sync/promote/promoted_columns.h"
#include "sync/promote/promoted_type.h"
#include "sync/promote/row_room.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kPromotedColumns =
    "SELECT GROUP_CONCAT(COLUMN_NAME, ' ', COLUMN_TYPE ORDER BY COLUMN_NAME) FROM "
    "information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'hubspot_contacts' AND "
    "COLUMN_NAME LIKE 'my\\_%'";
constexpr const char* kPromotedIndexes =
    "SELECT GROUP_CONCAT(INDEX_NAME ORDER BY INDEX_NAME) FROM information_schema.STATISTICS WHERE "
    "TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'hubspot_contacts' AND COLUMN_NAME LIKE 'my\\_%'";
const Environment kMine{{"PROMOTE", "contacts.my_text"}};

class Promote : public SmallAccount {
 protected:
  void Property(const std::string& name, const std::string& type,
                const std::string& object = "contacts") const {
    json definition{{"object", object}, {"name", name}, {"type", type}, {"fieldType", "text"}};
    if (type == "enumeration") {
      definition["fieldType"] = "select";
      definition["options"] = json::array({{{"value", "a"}, {"label", "Label A"}}});
    }
    hubspot_->Post("/_sim/properties", definition);
  }
  // Contacts with a text each, of which a few are long.
  void LoadTexts(const std::vector<std::string>& size = {"--contacts", "250", "--deals", "5"}) {
    Open(size);
    Property("my_text", "string");
    std::size_t number = 0;
    for (const json& record : hubspot_->Truth("contacts")) {
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

TEST_F(Promote, WhatIsFilledIsWhatIsWrittenAndWhatTheViewSays) {
  Open({"--contacts", "60", "--deals", "5"});
  std::vector<std::string> ids;
  for (const json& record : hubspot_->Truth("contacts")) ids.push_back(record.at("id"));
  std::vector<std::string> columns;
  std::string promote;
  for (auto [type, texts] : AwkwardTexts()) {
    columns.push_back("my_" + type);
    promote += (promote.empty() ? "contacts.my_" : ", contacts.my_") + type;
    Property("my_" + type, type);
    texts.push_back("true ");
    texts.push_back(std::string("a\0b", 3));
    texts.push_back("\\ \" / \b \f \n \r \t \x01");
    texts.push_back(fmt::format("{}", fmt::join(std::vector<std::string>(300, "é"), "")));
    ASSERT_LE(texts.size(), ids.size());
    for (std::size_t i = 0; i < texts.size(); ++i) SetRecord("contacts", ids[i], {{"my_" + type, texts[i]}});
  }
  ASSERT_EQ(Sync().exit_code, 0);
  const std::string list = fmt::format("{}", fmt::join(columns, ", "));
  connector_->Execute("CREATE TABLE viewed AS SELECT id, " + list + " FROM v_contacts");
  connector_->Execute("UPDATE viewed SET my_string = LEFT(my_string, 255)");
  std::string raw;
  for (const std::string& column : columns) {
    raw += fmt::format(", JSON_VALUE(properties_json, '$.{0}') {0}", column);
  }
  connector_->Execute("CREATE TABLE texts AS SELECT id" + raw + " FROM hubspot_contacts");
  connector_->Execute(
      "ALTER TABLE hubspot_contacts MODIFY updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE "
      "CURRENT_TIMESTAMP");
  connector_->Execute("UPDATE hubspot_contacts SET updated_at = '2020-01-01', synced_at = '2020-01-01'");

  const RunResult filling = Sync({{"PROMOTE", promote}});
  ASSERT_EQ(filling.exit_code, 0) << filling.err;
  EXPECT_EQ(Value(kPromotedColumns),
            "my_bool tinyint(1),my_date date,my_datetime datetime(3),my_enumeration varchar(255),my_number "
            "decimal(38,10),my_object_coordinates varchar(255),my_string varchar(255)");
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(DISTINCT updated_at, synced_at) FROM hubspot_contacts"),
            "2020-01-01 00:00:002020-01-01 00:00:00");
  connector_->Execute("CREATE TABLE filled AS SELECT id, " + list + " FROM hubspot_contacts");
  EXPECT_THAT(Compare("filled", "viewed", {"my_bool", "my_date", "my_datetime", "my_number", "my_string"}),
              IsEmpty());
  EXPECT_THAT(Compare("filled", "v_contacts", columns), IsEmpty());
  EXPECT_THAT(filling.err, HasSubstr("values do not fit their column"));

  // Nothing to do any more.
  const RunResult idle = Sync({{"PROMOTE", promote}});
  EXPECT_EQ(idle.err.find("values do not fit"), std::string::npos) << idle.err;

  // And as RowBuilder writes them.
  std::string empty = "UPDATE hubspot_contacts SET hs_lastmodifieddate = NULL, properties_json = '{}'";
  for (const std::string& column : columns) empty += ", " + column + " = NULL";
  connector_->Execute(empty);
  const RunResult full = connector_->Run({"sync", "--full"}, {{"PROMOTE", promote}});
  ASSERT_EQ(full.exit_code, 0) << full.err;
  EXPECT_THAT(Compare("filled", "hubspot_contacts", columns), IsEmpty());
  // Both count the same misfits.
  const auto misfits = [](const std::string& log) {
    std::vector<std::string> lines;
    std::istringstream in(log);
    for (std::string line; std::getline(in, line);) {
      const auto at = line.find("column=my_");
      if (at != std::string::npos) lines.push_back(line.substr(at));
    }
    std::ranges::sort(lines);
    return lines;
  };
  EXPECT_EQ(misfits(filling.err).size(), 7U) << filling.err;
  EXPECT_EQ(misfits(full.err), misfits(filling.err));
  EXPECT_EQ(connector_->Run({"verify"}, {{"PROMOTE", promote}}).exit_code, 0);
}

TEST_F(Promote, EveryWriteKeepsItAndVerifyStaysClean) {
  LoadTexts();
  const RunResult run = Sync(kMine);
  ASSERT_EQ(run.exit_code, 0) << run.err;
  ExpectPromoted();
  EXPECT_THAT(Value("SELECT GROUP_CONCAT(message) FROM sync_events WHERE kind = 'schema'"),
              HasSubstr("my_text has a column of its own"));
  // A change, a new record, a cleared value.
  SetRecord("contacts", AnId("contacts", 3), {{"my_text", "changed"}});
  SetRecord("contacts", AnId("contacts", 6), {{"my_text", ""}});
  SetRecord("contacts", "", {{"email", "new@example.com"}, {"my_text", "new"}});
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  ExpectPromoted();
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_contacts WHERE my_text IN ('changed', 'new', '')"), "3");
  // A repair, without the setting too.
  connector_->Execute(
      "UPDATE hubspot_contacts SET properties_json = '{}', my_text = 'damaged' WHERE id IN ('" +
      AnId("contacts", 3) + "', '" + AnId("contacts", 4) + "')");
  EXPECT_EQ(connector_->Run({"verify", "--repair"}).exit_code, 0);
  ExpectPromoted();
  EXPECT_EQ(connector_->Run({"sync", "--full"}, kMine).exit_code, 0);
  ExpectPromoted();
  EXPECT_EQ(connector_->Run({"verify"}).exit_code, 0);
  ExpectEqual();
  // What somebody dropped comes back.
  connector_->Execute("ALTER TABLE hubspot_contacts DROP INDEX my_text_idx");
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  ExpectPromoted();
  connector_->Execute("ALTER TABLE hubspot_contacts DROP COLUMN my_text");
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  ExpectPromoted();
}

TEST_F(Promote, TheViewServesItsIndex) {
  Open({"--contacts", "5", "--deals", "400"});
  Property("region", "enumeration", "deals");
  Property("score", "number", "deals");
  std::size_t number = 0;
  for (const json& deal : hubspot_->Truth("deals")) {
    ++number;
    SetRecord("deals", deal.at("id"),
              {{"region", fmt::format("r{}", number % 50)}, {"score", std::to_string(number)}});
  }
  const Environment both{{"PROMOTE", "deals.region,deals.score"}};
  ASSERT_EQ(Sync(both).exit_code, 0);
  connector_->Execute("ANALYZE TABLE hubspot_deals");
  const auto key = [&](const std::string& condition) {
    mariadb::Connection connection(connector_->options());
    mariadb::Result plan = connection.Query("EXPLAIN SELECT id, dealname FROM v_deals WHERE " + condition);
    return plan.Next() ? plan.String(5) : "";
  };
  EXPECT_EQ(key("region = 'r7'"), "region_idx");
  EXPECT_EQ(key("score > 395"), "score_idx");
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_deals WHERE region = 'r7'"), "8");
  // Byte by byte, as without a column.
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_deals WHERE region = 'R7'"), "0");
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_deals WHERE score > 395"), "5");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_THAT(key("region = 'r7'"), testing::Not("region_idx"));
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_deals WHERE region = 'r7'"), "8");
}

TEST_F(Promote, LeavesWithItsSettingAndTakesNothingElse) {
  LoadTexts();
  connector_->Execute(
      "ALTER TABLE hubspot_contacts ADD COLUMN my_own VARCHAR(20), ADD INDEX my_own_idx (my_own)");
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  const std::string texts =
      Value("SELECT MD5(GROUP_CONCAT(id, LEFT(my_text, 255) ORDER BY id)) FROM v_contacts");
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(Value(kPromotedColumns), "my_own varchar(20)");
  EXPECT_EQ(Value(kPromotedIndexes), "my_own_idx");
  EXPECT_EQ(connector_->Count("hubspot_promoted_columns"), 0);
  EXPECT_EQ(Value("SELECT MD5(GROUP_CONCAT(id, LEFT(my_text, 255) ORDER BY id)) FROM v_contacts"), texts);
  EXPECT_THAT(Value("SELECT GROUP_CONCAT(message) FROM sync_events"),
              HasSubstr("the column my_text that PROMOTE added is gone"));
  // Another object's sync leaves it alone.
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  EXPECT_EQ(connector_->Run({"sync", "--objects", "deals"}).exit_code, 0);
  EXPECT_EQ(PromotedState("my_text"), "ready");
}

TEST_F(Promote, IsMadeAnewWhenThePropertyChangesItsType) {
  LoadTexts();
  SetRecord("contacts", AnId("contacts"), {{"my_text", "12.5"}});
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  hubspot_->Delete("/_sim/properties", {{"object", "contacts"}, {"name", "my_text"}});
  Property("my_text", "number");
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  EXPECT_EQ(Value(kPromotedColumns), "my_text decimal(38,10)");
  EXPECT_EQ(Value(kPromotedIndexes), "my_text_idx");
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(my_text) FROM hubspot_contacts WHERE my_text IS NOT NULL"),
            "12.5000000000");
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(my_text) FROM v_contacts WHERE my_text IS NOT NULL"), "12.5000000000");
  // One that HubSpot lists no longer keeps its column.
  hubspot_->Delete("/_sim/properties", {{"object", "contacts"}, {"name", "my_text"}});
  for (int i = 0; i < 2; ++i) {
    const RunResult run = Sync(kMine);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(Value(kPromotedColumns), "my_text decimal(38,10)");
  }
  EXPECT_EQ(Value("SELECT archived FROM hubspot_properties WHERE name = 'my_text'"), "1");
}

TEST_F(Promote, AReaderIsNotHeldUpAndHoldsNothingUp) {
  LoadTexts();
  mariadb::Connection reader(connector_->options());
  reader.Execute("START TRANSACTION");
  reader.Query("SELECT COUNT(*) FROM hubspot_contacts");
  const RunResult held = Sync(kMine);
  EXPECT_EQ(held.exit_code, 0) << held.err;
  EXPECT_THAT(held.err, HasSubstr("the table is in use"));
  EXPECT_EQ(Value(kPromotedColumns), "");
  EXPECT_EQ(reader.Query("SELECT id FROM hubspot_contacts").row_count(), 250U);
  reader.Execute("COMMIT");
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  ExpectPromoted();
  // One that holds the view keeps the column it reads.
  reader.Execute("START TRANSACTION");
  reader.Query("SELECT COUNT(my_text) FROM v_contacts");
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value(kPromotedColumns), "my_text varchar(255)");
  EXPECT_EQ(reader.Query("SELECT my_text FROM v_contacts").row_count(), 250U);
  reader.Execute("COMMIT");
  // Wanted again before it left: filled again, whatever was written meanwhile.
  ASSERT_EQ(Sync(kMine).exit_code, 0);
  ExpectPromoted();
  ASSERT_EQ(Sync().exit_code, 0);
  ExpectGone();
}

TEST_F(Promote, GoesOnAfterAKillAtAnyStep) {
  LoadTexts({"--contacts", "2500", "--deals", "5"});
  const Connector crashing(*hubspot_, SharedServer(), "hubspot-mariadb-crash");
  const auto killed = [&](const std::string& at, Environment env) {
    env["HM_FAILPOINT"] = at;
    env["DB_NAME"] = connector_->database();
    EXPECT_EQ(crashing.Run({"sync", "--objects", "contacts"}, env).exit_code, 137) << at;
  };
  for (const char* at : {"altered:1", "promoted:2", "altered:2"}) {
    killed(at, kMine);
    if (std::string_view(at) == "promoted:2") {
      EXPECT_EQ(PromotedState("my_text"), "filling");
      // Two batches are done, and are not done again.
      EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_contacts, hubspot_promoted_columns WHERE id <= after_id"),
                "2000");
      connector_->Execute("UPDATE hubspot_contacts SET my_text = 'kept' ORDER BY id LIMIT 1");
    }
    // The next sync changes records that are not filled yet.
    SetRecord("contacts", AnId("contacts", 2400), {{"my_text", at}});
    ASSERT_EQ(Sync(kMine).exit_code, 0);
    if (std::string_view(at) == "promoted:2") {
      EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_contacts WHERE my_text = 'kept'"), "1");
      connector_->Execute("UPDATE hubspot_contacts SET my_text = NULL WHERE my_text = 'kept'");
    }
    ExpectPromoted();
    killed("altered:1", {});
    ASSERT_EQ(Sync().exit_code, 0);
    ExpectGone();
  }
}

// Whoever writes rows beside the sync notices that it writes other columns by now.
TEST_F(Promote, ABackgroundWriterHoldsTheColumnsOrIsTold) {
  LoadTexts();
  mariadb::ConnectionOptions options = connector_->options();
  mariadb::Connection writer(options);
  mariadb::Connection adder(options);
  adder.Execute("SET SESSION innodb_lock_wait_timeout = 1");
  const sync::ObjectCatalogue catalogue;
  const sync::ObjectType type = sync::WithPromoted(writer, *catalogue.Find("contacts"));
  sync::PromotedColumn column = sync::ColumnFor("my_text", "string");
  const auto save = [&](std::string_view state) {
    column.state = state;
    mariadb::Transaction transaction(adder);
    sync::SavePromoted(transaction, type, column);
    transaction.Commit();
  };
  const auto hold = sync::HoldPromoted(type);
  save(sync::promotion::kAdding);
  {
    mariadb::Transaction transaction(writer);
    hold(transaction);
    EXPECT_THROW(save(sync::promotion::kFilling), Error);
  }
  save(sync::promotion::kFilling);
  mariadb::Transaction transaction(writer);
  EXPECT_THROW(hold(transaction), Error);
}

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
