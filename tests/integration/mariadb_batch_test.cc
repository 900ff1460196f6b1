#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "mariadb/transaction.h"
#include "support/mariadb_server.h"

namespace hm::mariadb {
namespace {

using test::SharedServer;
using ::testing::HasSubstr;
using ::testing::Not;

const InsertStatement kUpsert{"INSERT INTO t (id, v, synced_at) VALUES ", "(?, ?, UTC_TIMESTAMP())",
                              " ON DUPLICATE KEY UPDATE v = VALUES(v)"};

ConnectionOptions Options(const std::string& database, bool bulk) {
  ConnectionOptions options = SharedServer().OptionsFor(database);
  options.allow_bulk = bulk;
  return options;
}

// Everything runs once as bulk and once as text.
class Batch : public ::testing::TestWithParam<bool> {
 protected:
  Batch() : database_(SharedServer().CreateDatabase()), connection_(Options(database_, GetParam())) {
    connection_.Execute(
        "CREATE TABLE t (id VARCHAR(50) PRIMARY KEY, v LONGTEXT, synced_at DATETIME NOT NULL) "
        "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4");
  }

  std::uint64_t Write(const ColumnBatch& batch, const InsertStatement& statement = kUpsert) {
    Transaction transaction(connection_);
    const std::uint64_t affected = transaction.ExecuteBatch(statement, batch);
    transaction.Commit();
    return affected;
  }

  std::optional<std::string> Value(const std::string& id) {
    Result row = connection_.Query("SELECT v FROM t WHERE id = " + connection_.Quote(id));
    EXPECT_TRUE(row.Next()) << id;
    return row.IsNull(0) ? std::nullopt : std::optional(row.String(0));
  }

  std::string database_;
  Connection connection_;
};

INSTANTIATE_TEST_SUITE_P(Protocols, Batch, ::testing::Bool(),
                         [](const auto& param) { return param.param ? "Bulk" : "Text"; });

TEST_P(Batch, UsesTheProtocolAskedFor) { EXPECT_EQ(connection_.server().bulk, GetParam()); }

TEST_P(Batch, SendsOneStatementForManyRows) {
  ColumnBatch batch(2);
  for (const char* id : {"1", "2", "3", "4"}) {
    batch.Append(0, id);
    batch.AppendNull(1);
  }
  const char* const sent = "SHOW SESSION STATUS WHERE Variable_name IN ('Com_insert', 'Com_stmt_execute')";
  Write(batch);
  Result counts = connection_.Query(sent);
  std::int64_t statements = 0;
  while (counts.Next()) statements += counts.Int(1);
  EXPECT_LE(statements, 2);
  EXPECT_GE(statements, 1);
}

TEST_P(Batch, CountsInsertedChangedAndEqualRows) {
  ColumnBatch batch(2);
  for (const char* id : {"1", "2", "3"}) {
    batch.Append(0, id);
    batch.Append(1, "a");
  }
  EXPECT_EQ(Write(batch), 3U);
  EXPECT_EQ(Write(batch), 0U);
  batch.Clear();
  for (const char* id : {"1", "2", "4"}) {
    batch.Append(0, id);
    batch.Append(1, id[0] == '1' ? "a" : "b");
  }
  // 1 equal (0), 2 changed (2), 4 inserted (1)
  EXPECT_EQ(Write(batch), 3U);
}

TEST_P(Batch, FillsUtcTimestampInsideTheRow) {
  ColumnBatch batch(2);
  for (const char* id : {"1", "2"}) {
    batch.Append(0, id);
    batch.AppendNull(1);
  }
  Write(batch);
  Result row = connection_.Query(
      "SELECT COUNT(*) FROM t WHERE ABS(TIMESTAMPDIFF(SECOND, synced_at, UTC_TIMESTAMP())) < 60");
  ASSERT_TRUE(row.Next());
  EXPECT_EQ(row.Int(0), 2);
}

TEST_P(Batch, KeepsAwkwardValues) {
  const std::vector<std::optional<std::string>> values{
      std::nullopt,
      "",
      std::string("nul\0inside\0", 11),
      std::string("\0", 1),
      "quote ' \" ` \\ \\' ? %s \r\n\t\x1a",
      "\xF0\x9F\x98\x80 4-byte \xF0\x9D\x94\xB8",
      "  trailing  ",
      std::string(65536, 'x'),
      std::string(65535, '\''),
      "NULL",
      "?",
      "{\"a\":\"\\u0000\\\"\"}",
  };
  ColumnBatch batch(2);
  std::vector<std::string> ids;
  ids.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    ids.push_back(std::to_string(i));
    batch.Append(0, ids.back());
    batch.Append(1, values[i] ? std::optional<std::string_view>(*values[i]) : std::nullopt);
  }
  EXPECT_EQ(Write(batch), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_EQ(Value(ids[i]), values[i]) << i;
}

TEST_P(Batch, SplitsWhatPassesHalfAPacket) {
  const std::string large(5 * 1024 * 1024, 'y');
  ColumnBatch batch(2);
  const std::vector<std::string> ids{"1", "2", "3", "4", "5", "6"};
  for (const std::string& id : ids) {
    batch.Append(0, id);
    batch.Append(1, large);
  }
  EXPECT_EQ(Write(batch), 6U);
  EXPECT_EQ(Value("6"), large);
}

TEST_P(Batch, RefusesARowLargerThanAPacket) {
  const std::string large(17 * 1024 * 1024, 'y');
  ColumnBatch batch(2);
  batch.Append(0, "1");
  batch.Append(1, large);
  try {
    Write(batch);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kData);
  }
  EXPECT_FALSE(connection_.broken());
}

TEST_P(Batch, WritesMoreRowsThanOneStatementTakes) {
  constexpr std::size_t kRows = 12'345;
  std::vector<std::string> ids;
  ids.reserve(kRows);
  ColumnBatch batch(2);
  for (std::size_t i = 0; i < kRows; ++i) {
    ids.push_back(std::to_string(i));
    batch.Append(0, ids.back());
    batch.Append(1, ids.back());
  }
  EXPECT_EQ(Write(batch), kRows);
  Result row = connection_.Query("SELECT COUNT(*), SUM(id = v) FROM t");
  ASSERT_TRUE(row.Next());
  EXPECT_EQ(row.Int(0), static_cast<std::int64_t>(kRows));
  EXPECT_EQ(row.Int(1), static_cast<std::int64_t>(kRows));
}

TEST_P(Batch, ReusesItsStatementAcrossSizesAndDdl) {
  for (const std::size_t rows : {3U, 1U, 2U}) {
    ColumnBatch batch(2);
    const std::vector<std::string> ids{"1", "2", "3"};
    for (std::size_t i = 0; i < rows; ++i) {
      batch.Append(0, ids[i]);
      batch.Append(1, ids[rows - 1]);
    }
    Write(batch);
    EXPECT_EQ(Value(ids[rows - 1]), ids[rows - 1]);
    connection_.Execute("ALTER TABLE t ADD COLUMN c" + std::to_string(rows) + " INT NULL");
  }
}

TEST_P(Batch, ABadValueNamesItsColumnAndNotItself) {
  connection_.Execute("CREATE TABLE bad (id VARCHAR(10) PRIMARY KEY, n DECIMAL(5,2), d DATETIME, j JSON)");
  const InsertStatement insert{"INSERT INTO bad VALUES ", "(?,?,?,?)", ""};
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"canary-too-long", "1", "2024-01-01", "1"}, "id"},
      {{"1", "9999999", "2024-01-01", "1"}, "n"},
      {{"1", "canary", "2024-01-01", "1"}, "n"},
      {{"1", "1", "canary", "1"}, "d"},
      {{"1", "1", "0000-00-00", "1"}, "d"},
      {{"1", "1", "2024-01-01", "{canary"}, "j"},
      {{"1\xff", "1", "2024-01-01", "1"}, "id"},
  };
  for (const auto& [row, column] : cases) {
    ColumnBatch batch(4);
    for (std::size_t c = 0; c < row.size(); ++c) batch.Append(c, row[c]);
    try {
      Write(batch, insert);
      ADD_FAILURE() << column;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kData) << error.what();
      EXPECT_THAT(error.what(), HasSubstr(" in ")) << column;
      EXPECT_THAT(error.what(), HasSubstr(column));
      EXPECT_THAT(error.what(), Not(HasSubstr("canary")));
    }
  }
  EXPECT_FALSE(connection_.broken());
}

TEST_P(Batch, OneBadRowKeepsNothingOfTheTransaction) {
  connection_.Execute("CREATE TABLE n (id INT PRIMARY KEY)");
  ColumnBatch batch(1);
  for (const char* id : {"1", "2", "x"}) batch.Append(0, id);
  EXPECT_THROW(Write(batch, {"INSERT INTO n VALUES ", "(?)", ""}), Error);
  Result row = connection_.Query("SELECT COUNT(*) FROM n");
  ASSERT_TRUE(row.Next());
  EXPECT_EQ(row.Int(0), 0);
  // And the same statement works afterwards.
  ColumnBatch good(1);
  good.Append(0, "7");
  EXPECT_EQ(Write(good, {"INSERT INTO n VALUES ", "(?)", ""}), 1U);
}

TEST_P(Batch, ColumnsOfUnequalLengthAreABug) {
  ColumnBatch batch(2);
  batch.Append(0, "1");
  EXPECT_THROW(Write(batch), Error);
}

TEST_P(Batch, AnEmptyBatchWritesNothing) { EXPECT_EQ(Write(ColumnBatch(2)), 0U); }

TEST(BatchProtocols, GiveEqualRows) {
  const std::string database = SharedServer().CreateDatabase();
  for (const bool bulk : {true, false}) {
    Connection connection(Options(database, bulk));
    const std::string table = bulk ? "bulk_rows" : "text_rows";
    connection.Execute(
        "CREATE TABLE " + table +
        " (id BIGINT PRIMARY KEY, n DECIMAL(20,6), d DATETIME(3), b BOOLEAN, j JSON, s VARCHAR(99))"
        " DEFAULT CHARSET=utf8mb4");
    ColumnBatch batch(6);
    const std::vector<std::vector<std::optional<std::string_view>>> rows{
        {"9007199254740993", "-0.000001", "2024-02-29 23:59:59.999", "1", "{\"k\":\"\xC3\xA9\"}", "x"},
        {"2", "12345678901234.123456", "0001-01-01 00:00:00", "0", "[]", ""},
        {"3", std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt},
    };
    for (const auto& row : rows) {
      for (std::size_t c = 0; c < row.size(); ++c) batch.Append(c, row[c]);
    }
    Transaction transaction(connection);
    EXPECT_EQ(transaction.ExecuteBatch({"INSERT INTO " + table + " VALUES ", "(?,?,?,?,?,?)", ""}, batch),
              3U);
    transaction.Commit();
  }
  Connection connection(Options(database, true));
  Result row = connection.Query(
      "SELECT COUNT(*) FROM bulk_rows a JOIN text_rows b ON a.id <=> b.id AND a.n <=> b.n AND a.d <=> b.d "
      "AND a.b <=> b.b AND BINARY a.j <=> BINARY b.j AND BINARY a.s <=> BINARY b.s");
  ASSERT_TRUE(row.Next());
  EXPECT_EQ(row.Int(0), 3);
}

}  // namespace
}  // namespace hm::mariadb
