#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "support/mariadb_server.h"

namespace hm::mariadb {
namespace {

using test::SharedServer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

TableDef Contacts() {
  return {.name = "hubspot_contacts",
          .columns = {{.name = "id", .type = "VARCHAR(50) COLLATE utf8mb4_bin", .nullable = false},
                      {.name = "email", .type = "VARCHAR(255)"},
                      {.name = "phone", .type = "VARCHAR(255)"},
                      {.name = "score", .type = "DECIMAL(20,6)"},
                      {.name = "archived", .type = "TINYINT(1)", .nullable = false, .default_expr = "0"},
                      {.name = "notes", .type = "MEDIUMTEXT"},
                      {.name = "properties_json", .type = "JSON"},
                      {.name = "synced_at",
                       .type = "DATETIME",
                       .nullable = false,
                       .default_expr = "CURRENT_TIMESTAMP"}},
          .primary_key = {"id"},
          .indexes = {{.name = "idx_email", .columns = {"email"}},
                      {.name = "idx_phone_email", .columns = {"phone", "email"}, .unique = true}}};
}

// Brings the table up, and checks that nothing is left to do then.
TableShape Migrate(const ConnectionOptions& options, const TableDef& table) {
  Connection connection(options);
  ApplyChanges(options, PlanChanges(table, ReadTable(connection, table.name)));
  const auto shape = ReadTable(connection, table.name);
  EXPECT_TRUE(shape.has_value());
  EXPECT_THAT(PlanChanges(table, shape), IsEmpty());
  return *shape;
}

ConnectionOptions FreshDatabase() { return SharedServer().OptionsFor(SharedServer().CreateDatabase()); }

std::string TextOf(Connection& connection, const std::string& sql) {
  Result row = connection.Query(sql);
  EXPECT_TRUE(row.Next());
  return row.String(0);
}

void CheckContacts(const TableShape& shape) {
  ASSERT_NE(shape.Find("ID"), nullptr);
  EXPECT_EQ(shape.Find("email")->charset, "utf8mb4");
  EXPECT_EQ(shape.Find("phone")->char_length, 255U);
  EXPECT_EQ(shape.Find("score")->numeric_precision, 20);
  EXPECT_EQ(shape.Find("score")->numeric_scale, 6);
  EXPECT_FALSE(shape.Find("id")->nullable);
  EXPECT_THAT(shape.primary_key, ElementsAre("id"));
}

TEST(Ddl, CreatesOnAnEmptyDatabase) {
  const TableShape shape = Migrate(FreshDatabase(), Contacts());
  CheckContacts(shape);
  EXPECT_EQ(shape.Find("id")->collation, "utf8mb4_bin");
  EXPECT_EQ(shape.Find("email")->collation, "utf8mb4_unicode_ci");
  EXPECT_THAT(shape.columns, SizeIs(8));
}

TEST(Ddl, CreatesOnALatin1Server) {
  test::MariadbServer server({"--character-set-server=latin1", "--skip-innodb-strict-mode"});
  const ConnectionOptions options = server.OptionsFor(server.CreateDatabase());
  CheckContacts(Migrate(options, Contacts()));
}

TEST(Ddl, AddsColumnsInTheirPlacesAndIndexes) {
  const ConnectionOptions options = FreshDatabase();
  Connection connection(options);
  connection.Execute(
      "CREATE TABLE hubspot_contacts (id VARCHAR(50) PRIMARY KEY, mine INT, email VARCHAR(255), synced_at "
      "DATETIME) "
      "CHARSET utf8mb4");
  const TableShape shape = Migrate(options, Contacts());
  std::vector<std::string> names;
  for (const ColumnShape& column : shape.columns) names.push_back(column.name);
  EXPECT_THAT(names, ElementsAre("id", "mine", "email", "phone", "score", "archived", "notes",
                                 "properties_json", "synced_at"));
  EXPECT_THAT(shape.indexes, SizeIs(2));
}

// As the Node connector leaves it on a server of latin1 default: narrow, other index names, own defaults.
TEST(Ddl, TakesOverATableOfTheNodeConnector) {
  const ConnectionOptions options = FreshDatabase();
  Connection connection(options);
  connection.Execute(
      "CREATE TABLE hubspot_contacts (id varchar(50) NOT NULL PRIMARY KEY, email varchar(255) DEFAULT "
      "'it''s, ok' "
      "COMMENT 'the, `mail`', phone varchar(50), notes text, own text, "
      "properties_json longtext CHECK (json_valid(properties_json)), "
      "created_at datetime NOT NULL DEFAULT current_timestamp(), synced_at datetime NOT NULL, "
      "KEY email_index (email, phone)) CHARSET latin1");
  {
    Transaction transaction(connection);
    transaction.Execute(
        "INSERT INTO hubspot_contacts (id, email, phone, notes, own, properties_json, synced_at) "
        "VALUES ('1', 'é', '+1', REPEAT('é', 65535), 'ü', '{\"a\":\"é\"}', UTC_TIMESTAMP())");
    transaction.Commit();
  }
  const TableShape shape = Migrate(options, Contacts());
  CheckContacts(shape);
  EXPECT_EQ(shape.Find("own")->charset, "latin1");
  EXPECT_EQ(shape.Find("notes")->data_type, "mediumtext");
  EXPECT_EQ(shape.Find("properties_json")->charset, "utf8mb4");
  EXPECT_THAT(shape.Find("properties_json")->definition, HasSubstr("json_valid"));
  EXPECT_THAT(shape.Find("email")->definition, HasSubstr("DEFAULT 'it''s, ok' COMMENT 'the, `mail`'"));
  EXPECT_EQ(TextOf(connection, "SELECT email FROM hubspot_contacts"), "é");
  EXPECT_EQ(TextOf(connection, "SELECT CHAR_LENGTH(notes) FROM hubspot_contacts"), "65535");
  EXPECT_EQ(TextOf(connection, "SELECT properties_json FROM hubspot_contacts"), "{\"a\":\"é\"}");
  // email_index serves idx_email.
  for (const IndexDef& index : shape.indexes) EXPECT_NE(index.name, "idx_email");
}

TEST(Ddl, NeverNarrows) {
  const ConnectionOptions options = FreshDatabase();
  Connection connection(options);
  connection.Execute(
      "CREATE TABLE hubspot_contacts (id varchar(80) PRIMARY KEY, email varchar(500) CHARACTER SET latin1, "
      "phone text, score decimal(30,10), archived int NOT NULL, notes longtext, properties_json longtext, "
      "synced_at datetime(3)) CHARSET utf8mb4");
  TableDef table = Contacts();
  table.indexes.clear();
  const TableShape shape = Migrate(options, table);
  EXPECT_EQ(shape.Find("id")->char_length, 80U);
  EXPECT_EQ(shape.Find("email")->char_length, 500U);
  EXPECT_EQ(shape.Find("phone")->data_type, "text");
  EXPECT_EQ(shape.Find("score")->numeric_precision, 30);
  EXPECT_EQ(shape.Find("notes")->data_type, "longtext");
}

TEST(Ddl, ChangesAnAutoIncrementPrimaryKey) {
  const ConnectionOptions options = FreshDatabase();
  Connection connection(options);
  connection.Execute(
      "CREATE TABLE sync_state (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, object_type varchar(50) DEFAULT "
      "NULL, "
      "status enum('Success','failed') CHARACTER SET latin1 NOT NULL DEFAULT 'Success') CHARSET utf8mb4");
  {
    Transaction transaction(connection);
    transaction.Execute("INSERT INTO sync_state (object_type) VALUES ('contacts')");
    transaction.Commit();
  }
  const TableDef table{.name = "sync_state",
                       .columns = {{.name = "object_type", .type = "VARCHAR(50)", .nullable = false},
                                   {.name = "status", .type = "VARCHAR(20)"}},
                       .primary_key = {"object_type"}};
  const TableShape shape = Migrate(options, table);
  EXPECT_THAT(shape.primary_key, ElementsAre("object_type"));
  EXPECT_FALSE(shape.Find("object_type")->nullable);
  EXPECT_TRUE(shape.Find("id")->auto_increment);
  EXPECT_EQ(TextOf(connection, "SELECT status FROM sync_state"), "Success");
}

TEST(Ddl, AddsAPrimaryKeyWhereThereIsNone) {
  const ConnectionOptions options = FreshDatabase();
  Connection connection(options);
  connection.Execute("CREATE TABLE t (a varchar(10), b timestamp NULL DEFAULT NULL, KEY idx (b))");
  const TableDef table{.name = "t",
                       .columns = {{.name = "a", .type = "VARCHAR(10)"}, {.name = "b", .type = "TIMESTAMP"}},
                       .primary_key = {"a", "b"},
                       .indexes = {{.name = "idx", .columns = {"b", "a"}}}};
  const TableShape shape = Migrate(options, table);
  EXPECT_THAT(shape.primary_key, ElementsAre("a", "b"));
  EXPECT_THAT(shape.indexes, SizeIs(2));
}

TEST(Ddl, QuotesNames) {
  const TableDef table{.name = "a`b; drop table x; --",
                       .columns = {{.name = "c`d", .type = "INT", .nullable = false, .auto_increment = true}},
                       .primary_key = {"c`d"}};
  const TableShape shape = Migrate(FreshDatabase(), table);
  EXPECT_THAT(shape.Find("c`d")->definition, HasSubstr("AUTO_INCREMENT"));
}

TEST(Ddl, RefusesAViewOfThatName) {
  const ConnectionOptions options = FreshDatabase();
  Connection connection(options);
  connection.Execute("CREATE VIEW hubspot_contacts AS SELECT 1");
  EXPECT_THROW(ReadTable(connection, "hubspot_contacts"), Error);
}

}  // namespace
}  // namespace hm::mariadb
