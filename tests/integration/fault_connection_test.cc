// Faults of one database connection, by their ids in docs/faults.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "mariadb/transaction.h"
#include "support/mariadb_server.h"
#include "support/statement_proxy.h"

namespace hm::test {
namespace {

using testing::HasSubstr;
using testing::Not;

mariadb::ConnectionOptions OverTcp(const StatementProxy& proxy) {
  return proxy.Through(SharedServer().OptionsFor(""));
}

TEST(FaultConnection, F_D13_AServerThatFallsSilentEndsWithTheReadTimeout) {
  StatementProxy proxy(SharedServer().port());
  proxy.Arm(1, Meddling::kStall, "SELECT 42");
  mariadb::ConnectionOptions options = OverTcp(proxy);
  options.read_timeout = std::chrono::seconds{1};
  mariadb::Connection connection(options);
  try {
    connection.Query("SELECT 42");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kConnection);
  }
  EXPECT_TRUE(connection.broken());
}

// A server of ill will asks for a file of the client in answer to a query.
TEST(FaultConnection, F_D24_NoFileIsEverSentToTheServer) {
  StatementProxy proxy(SharedServer().port());
  const std::string name = "/etc/passwd";
  proxy.Arm(1, Meddling::kAnswer, "SELECT 42",
            std::string{static_cast<char>(name.size() + 1), '\0', '\0', '\x01', '\xfb'} + name);
  {
    mariadb::ConnectionOptions options = OverTcp(proxy);
    options.read_timeout = std::chrono::seconds{1};  // it waits for the server's next word
    mariadb::Connection connection(options);
    EXPECT_THROW(connection.Query("SELECT 42"), Error);
  }
  EXPECT_THAT(proxy.Received(), Not(HasSubstr("root")));
  EXPECT_TRUE(proxy.Disarm());
}

// Two transactions that wait for each other: one is ended by the server, and may be done again.
TEST(FaultConnection, F_D5_ADeadlockIsForTheRetryAndLeavesTheConnectionWhole) {
  const mariadb::ConnectionOptions options = SharedServer().OptionsFor(SharedServer().CreateDatabase());
  mariadb::Connection one(options);
  mariadb::Connection two(options);
  one.Execute("CREATE TABLE t (a INT PRIMARY KEY, v INT) ENGINE=InnoDB");
  one.Execute("INSERT INTO t VALUES (1, 0), (2, 0)");
  std::vector<std::string> errors;
  {
    mariadb::Transaction first(one);
    mariadb::Transaction second(two);
    first.Execute("UPDATE t SET v = 1 WHERE a = 1");
    second.Execute("UPDATE t SET v = 2 WHERE a = 2");
    const auto wait_for = [](mariadb::Transaction& transaction, const char* sql) {
      try {
        transaction.Execute(sql);
        return ErrorKind::kBug;
      } catch (const Error& e) {
        return e.kind();
      }
    };
    ErrorKind of_first = ErrorKind::kBug;
    std::jthread other([&] { of_first = wait_for(first, "UPDATE t SET v = 1 WHERE a = 2"); });
    const ErrorKind of_second = wait_for(second, "UPDATE t SET v = 2 WHERE a = 1");
    if (of_second == ErrorKind::kBug) second.Commit();
    other.join();
    EXPECT_NE(of_first == ErrorKind::kRetry, of_second == ErrorKind::kRetry) << "one of the two";
  }
  EXPECT_FALSE(one.broken());
  EXPECT_FALSE(two.broken());
}

// As Galera's DDL ends whatever uses the table. A transaction is done again as a whole, by who began it.
TEST(FaultConnection, F_D5_AReadByItselfIsAskedAgain) {
  mariadb::Connection connection(SharedServer().OptionsFor(SharedServer().CreateDatabase()));
  connection.Execute(
      "CREATE FUNCTION ended_so_often(times INT) RETURNS INT BEGIN SET @asked = @asked + 1; IF @asked <= "
      "times "
      "THEN SIGNAL SQLSTATE '40001' SET MYSQL_ERRNO = 1213; END IF; RETURN @asked; END");
  const auto ask = [&](int times, auto& of) {
    mariadb::Result row = of.Query("SELECT ended_so_often(" + std::to_string(times) + ")");
    return row.Next() ? row.Int(0) : 0;
  };
  const auto asked = [&] {
    mariadb::Result row = connection.Query("SELECT @asked");
    return row.Next() ? row.Int(0) : 0;
  };
  connection.Execute("SET @asked = 0");
  EXPECT_EQ(ask(2, connection), 3);
  connection.Execute("SET @asked = 0");
  EXPECT_THROW(ask(100, connection), Error);
  EXPECT_EQ(asked(), 3);
  connection.Execute("SET @asked = 0");
  {
    mariadb::Transaction transaction(connection);
    EXPECT_THROW(ask(1, transaction), Error);
  }
  EXPECT_EQ(asked(), 1);
}

// Sessions read committed rows, so they never meet these; a server or a proxy may set that aside.
TEST(FaultConnection, F_D5_ASnapshotThatIsTooOldIsForTheRetryAndLeavesTheConnectionWhole) {
  const mariadb::ConnectionOptions options = SharedServer().OptionsFor(SharedServer().CreateDatabase());
  mariadb::Connection one(options);
  mariadb::Connection other(options);
  one.Execute("CREATE TABLE t (a INT PRIMARY KEY, v INT) ENGINE=InnoDB");
  one.Execute("INSERT INTO t VALUES (1, 0)");
  one.Execute("CREATE TABLE u (a INT PRIMARY KEY) ENGINE=InnoDB");
  one.Execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  one.Execute("SET SESSION innodb_snapshot_isolation = ON");
  const auto expect_retry = [&](const char* meanwhile, const char* then, const char* code) {
    mariadb::Transaction transaction(one);
    transaction.Query("SELECT * FROM u");
    other.Execute(meanwhile);
    try {
      transaction.Execute(then);
      ADD_FAILURE() << then;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kRetry) << e.what();
      EXPECT_THAT(e.what(), HasSubstr(code));
    }
  };
  expect_retry("UPDATE t SET v = 1", "UPDATE t SET v = 2", "1020");
  expect_retry("ALTER TABLE t FORCE", "UPDATE t SET v = 3", "1412");
  mariadb::Transaction again(one);
  EXPECT_EQ(again.Execute("UPDATE t SET v = 4"), 1U);
  again.Commit();
}

}  // namespace
}  // namespace hm::test
