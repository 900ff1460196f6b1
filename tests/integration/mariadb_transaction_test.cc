#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <optional>

#include "base/error.h"
#include "mariadb/errors.h"
#include "mariadb/transaction.h"
#include "support/mariadb_server.h"

namespace hm::mariadb {
namespace {

using test::SharedServer;

template <typename Work>
ErrorKind KindOf(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "no error";
  return ErrorKind::kBug;
}

class TransactionTest : public ::testing::Test {
 protected:
  TransactionTest()
      : options_(SharedServer().OptionsFor(SharedServer().CreateDatabase())), connection_(options_) {
    connection_.Execute("CREATE TABLE t (a INT PRIMARY KEY, v INT) ENGINE=InnoDB");
  }

  std::int64_t Rows() {
    Connection other(options_);
    Result row = other.Query("SELECT COUNT(*) FROM t");
    row.Next();
    return row.Int(0);
  }

  ConnectionOptions options_;
  Connection connection_;
};

TEST_F(TransactionTest, CommitKeepsAndScopeEndRollsBack) {
  {
    Transaction transaction(connection_);
    EXPECT_EQ(transaction.Execute("INSERT INTO t VALUES (1, 1)"), 1U);
    EXPECT_EQ(Rows(), 0);
  }
  EXPECT_EQ(Rows(), 0);
  Transaction transaction(connection_);
  transaction.Execute("INSERT INTO t VALUES (1, 1)");
  transaction.Commit();
  EXPECT_EQ(Rows(), 1);
}

TEST_F(TransactionTest, F_D6_AnErrorPoisons) {
  {
    Transaction transaction(connection_);
    transaction.Execute("INSERT INTO t VALUES (1, 1)");
    EXPECT_EQ(KindOf([&] { transaction.Execute("INSERT INTO t VALUES (1, 1)"); }), ErrorKind::kData);
    EXPECT_EQ(KindOf([&] { transaction.Query("SELECT 1"); }), ErrorKind::kBug);
    EXPECT_EQ(KindOf([&] { transaction.Commit(); }), ErrorKind::kBug);
  }
  EXPECT_EQ(Rows(), 0);
  EXPECT_NO_THROW(Transaction(connection_).Query("SELECT 1"));
}

TEST_F(TransactionTest, IsAloneOnItsConnection) {
  const Transaction transaction(connection_);
  EXPECT_EQ(KindOf([&] { Transaction{connection_}; }), ErrorKind::kBug);
  EXPECT_EQ(KindOf([&] { connection_.Execute("CREATE TABLE x (a INT)"); }), ErrorKind::kBug);
}

TEST_F(TransactionTest, ALockHeldByAnotherIsRetried) {
  {
    Transaction setup(connection_);
    setup.Execute("INSERT INTO t VALUES (1, 1)");
    setup.Commit();
  }
  Transaction holder(connection_);
  holder.Execute("UPDATE t SET v = 2 WHERE a = 1");
  Connection other(options_);
  other.Execute("SET innodb_lock_wait_timeout = 1");
  EXPECT_EQ(KindOf([&] { Transaction(other).Execute("UPDATE t SET v = 3 WHERE a = 1"); }), ErrorKind::kRetry);
  EXPECT_FALSE(other.broken());
}

TEST_F(TransactionTest, AStatementThatTakesTooLongIsRetried) {
  options_.statement_timeout = std::chrono::seconds{1};
  Connection impatient(options_);
  EXPECT_EQ(KindOf([&] { Transaction(impatient).Query("SELECT SLEEP(1) FROM seq_1_to_20"); }),
            ErrorKind::kRetry);
}

TEST_F(TransactionTest, KilledBeforeCommitIsInDoubt) {
  Result id = connection_.Query("SELECT CONNECTION_ID()");
  id.Next();
  {
    Transaction transaction(connection_);
    transaction.Execute("INSERT INTO t VALUES (1, 1)");
    Connection(options_).Execute("KILL " + id.String(0));
    EXPECT_EQ(KindOf([&] { transaction.Commit(); }), ErrorKind::kInDoubt);
  }
  EXPECT_TRUE(connection_.broken());
  EXPECT_EQ(Rows(), 0);
}

TEST_F(TransactionTest, ReadOnlyAtCommitIsNotInDoubt) {
  Connection root(options_);
  root.Execute("CREATE OR REPLACE USER plain@'%'");
  root.Execute("GRANT ALL ON *.* TO plain@'%'");
  root.Execute("REVOKE SUPER, READ_ONLY ADMIN ON *.* FROM plain@'%'");
  options_.user = "plain";
  Connection plain(options_);
  {
    Transaction transaction(plain);
    transaction.Execute("INSERT INTO t VALUES (1, 1)");
    root.Execute("SET GLOBAL read_only = 1");
    EXPECT_EQ(KindOf([&] { transaction.Commit(); }), ErrorKind::kConnection);
  }
  EXPECT_TRUE(Connection(options_).server().read_only);
  root.Execute("SET GLOBAL read_only = 0");
  EXPECT_EQ(Rows(), 0);
}

TEST(TransactionCrash, ServerKilledAndStartedAgain) {
  test::MariadbServer server;
  const ConnectionOptions options = server.OptionsFor(server.CreateDatabase());
  Connection connection(options);
  connection.Execute("CREATE TABLE t (a INT PRIMARY KEY) ENGINE=InnoDB");
  {
    Transaction committed(connection);
    committed.Execute("INSERT INTO t VALUES (1)");
    committed.Commit();
  }
  {
    Transaction open(connection);
    open.Execute("INSERT INTO t VALUES (2)");
    server.Kill9();
    EXPECT_EQ(KindOf([&] { open.Execute("INSERT INTO t VALUES (3)"); }), ErrorKind::kConnection);
  }
  EXPECT_EQ(KindOf([&] { Connection{options}; }), ErrorKind::kConnection);
  server.Start();
  Connection again(options);
  Result row = again.Query("SELECT COUNT(*) FROM t");
  ASSERT_TRUE(row.Next());
  EXPECT_EQ(row.Int(0), 1);
  server.Stop();
}

TEST(ErrorCodes, FollowTheServersNumber) {
  const auto code = [](unsigned number, const char* sqlstate, bool during_commit = false) {
    return CodeName(
        MakeError(number, sqlstate, "words", {"write", "db:3306", "u", "d", "u@h", during_commit}).code());
  };
  EXPECT_EQ(code(1419, "HY000"), "HM3000");
  EXPECT_EQ(code(1130, "HY000"), "HM3005");
  EXPECT_EQ(code(2013, "HY000"), "HM3001");
  EXPECT_EQ(code(2013, "HY000", true), "HM3014");
  EXPECT_EQ(code(1153, "08S01"), "HM3017");
  EXPECT_EQ(code(4025, "23000"), "HM4000");
  EXPECT_EQ(code(1213, "40001"), "HM4002");
  EXPECT_EQ(code(1064, "42000"), "HM9000");
}

TEST(ErrorKinds, F_D7_FollowTheTable) {
  EXPECT_EQ(Classify(1213, "40001"), ErrorKind::kRetry);
  EXPECT_EQ(Classify(1213, "40001", true), ErrorKind::kRetry);
  EXPECT_EQ(Classify(2013, "HY000"), ErrorKind::kConnection);
  EXPECT_EQ(Classify(2013, "HY000", true), ErrorKind::kInDoubt);
  EXPECT_EQ(Classify(1180, "HY000", true), ErrorKind::kInDoubt);
  EXPECT_EQ(Classify(1290, "HY000", true), ErrorKind::kConnection);
  EXPECT_EQ(Classify(1040, "08004"), ErrorKind::kConnection);
  EXPECT_EQ(Classify(1045, "28000"), ErrorKind::kDatabase);
  EXPECT_EQ(Classify(4025, "23000"), ErrorKind::kData);
  EXPECT_EQ(Classify(9999, "08S01"), ErrorKind::kConnection);
  EXPECT_EQ(Classify(9999, "40000"), ErrorKind::kRetry);
  EXPECT_EQ(Classify(9999, "HY000"), ErrorKind::kDatabase);
}

TEST(ErrorWords, AValueThatSpeaksOfColumnsIsNotShown) {
  EXPECT_EQ(NamedColumn("Truncated incorrect DOUBLE value: 'x for column 'canary' at row 1'"), "");
  EXPECT_EQ(
      NamedColumn("Incorrect datetime value: ' for column 'no' at row 9' for column `d`.`t`.`c` at row 1"),
      "c");
  EXPECT_EQ(NamedColumn("Duplicate entry 'a for key 'no'' for key 'PRIMARY'"), "PRIMARY");
  EXPECT_EQ(NamedColumn("CONSTRAINT `t.j` failed for `d`.`t`"), "t.j");
}

}  // namespace
}  // namespace hm::mariadb
