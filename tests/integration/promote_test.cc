// PROMOTE: a property's own column says what its text converts to, whoever wrote it, comes and goes beside
// readers.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "base/error.h"
#include "integration/promote_fixture.h"
#include "support/typed_value.h"
#include "sync/objects/object_catalogue.h"
#include "sync/promote/promoted_columns.h"
#include "sync/promote/promoted_type.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

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

}  // namespace
}  // namespace hm::test
