#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>

#include "base/error.h"
#include "mariadb/connection.h"
#include "mariadb/transaction.h"
#include "support/await.h"
#include "support/mariadb_server.h"

namespace hm::mariadb {
namespace {

using test::SharedServer;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::string_literals;

// The error that `work` throws; fails the test when it throws none.
template <typename Work>
Error ErrorOf(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error";
  return Error(ErrorKind::kBug, "no error");
}

TEST(Connection, SetsTheSessionUp) {
  Connection connection(SharedServer().OptionsFor(""));
  Result row = connection.Query(
      "SELECT @@time_zone, @@sql_mode, @@character_set_client, @@tx_isolation, @@autocommit, @@wait_timeout, "
      "@@max_statement_time, @@lock_wait_timeout");
  ASSERT_TRUE(row.Next());
  EXPECT_EQ(row.String(0), "+00:00");
  EXPECT_THAT(row.String(1), HasSubstr("STRICT_ALL_TABLES"));
  EXPECT_EQ(row.String(2), "utf8mb4");
  EXPECT_EQ(row.String(3), "READ-COMMITTED");
  EXPECT_EQ(row.Int(4), 1);
  EXPECT_EQ(row.Int(5), 600);
  EXPECT_EQ(row.String(6), "60.000000");
  EXPECT_EQ(row.Int(7), 30);
}

TEST(Connection, KnowsTheServer) {
  const Connection connection(SharedServer().OptionsFor(""));
  const ServerInfo& server = connection.server();
  EXPECT_TRUE(server.is_mariadb);
  EXPECT_TRUE(server.bulk);
  EXPECT_FALSE(server.read_only);
  EXPECT_GE(server.number, 101100U);
  EXPECT_EQ(server.max_allowed_packet, std::size_t{16} * 1024 * 1024);
}

// The server counts a connection for a moment after it was closed.
TEST(Connection, WaitsForARoomThatIsAboutToBeFree) {
  Connection root(SharedServer().OptionsFor(""));
  root.Execute("CREATE OR REPLACE USER single@localhost WITH MAX_USER_CONNECTIONS 1");
  ConnectionOptions options = SharedServer().OptionsFor("");
  options.user = "single";
  std::optional<Connection> held(options);
  const auto attempts = [&] {
    Result row = root.Query("SHOW GLOBAL STATUS LIKE 'Connections'");
    return row.Next() ? row.Int(1) : 0;
  };
  const std::int64_t before = attempts();
  auto second = std::async(std::launch::async, [&] { return Connection(options).server().number; });
  EXPECT_TRUE(test::Await([&] { return attempts() > before; }));
  held.reset();
  EXPECT_NO_THROW(second.get());

  held.emplace(options);
  const Error full = ErrorOf([&] { Connection{options}; });
  EXPECT_EQ(full.code(), ErrorCode::kServerFull);
}

TEST(Connection, F_D4_TriesHostsInTurn) {
  ConnectionOptions options = SharedServer().OptionsFor("");
  options.socket = "";
  options.hosts = {{"127.0.0.1", 1}, {"127.0.0.1", SharedServer().port()}};
  EXPECT_EQ(Connection(options).address(), "127.0.0.1:" + std::to_string(SharedServer().port()));
}

// A replica answers as well as its primary does.
TEST(Connection, F_D4_AHostThatIsReadOnlyIsLeftForTheNext) {
  test::MariadbServer replica({"--read-only"});
  for (test::MariadbServer* server : {&replica, &SharedServer()}) {
    Connection(server->OptionsFor("")).Execute("CREATE OR REPLACE USER no_admin");
  }
  ConnectionOptions options = replica.OptionsFor("");
  options.socket = "";
  options.user = "no_admin";
  options.hosts = {{"127.0.0.1", 1}, {"127.0.0.1", replica.port()}, {"127.0.0.1", SharedServer().port()}};
  EXPECT_EQ(Connection(options).address(), "127.0.0.1:" + std::to_string(SharedServer().port()));
  options.hosts.pop_back();
  EXPECT_EQ(Connection(options).address(), "127.0.0.1:" + std::to_string(replica.port())) << "to read from";
}

TEST(Connection, LocalhostWithAnotherPortIsTcp) {
  ConnectionOptions options = SharedServer().OptionsFor("");
  options.socket = "";
  options.hosts = {{"localhost", SharedServer().port()}};
  EXPECT_EQ(Connection(options).address(), "127.0.0.1:" + std::to_string(SharedServer().port()));
}

TEST(Connection, NobodyListening) {
  ConnectionOptions options;
  options.hosts = {{"127.0.0.1", 1}};
  options.user = "u";
  const Error error = ErrorOf([&] { Connection{options}; });
  EXPECT_EQ(error.kind(), ErrorKind::kConnection);
  EXPECT_THAT(error.what(), HasSubstr("127.0.0.1:1"));
}

TEST(Connection, UnknownHost) {
  ConnectionOptions options;
  options.hosts = {{"no-such-host.invalid", 3306}};
  EXPECT_EQ(ErrorOf([&] { Connection{options}; }).kind(), ErrorKind::kConnection);
}

TEST(Connection, UnknownDatabaseSaysHowToCreateIt) {
  const Error error = ErrorOf([] { Connection{SharedServer().OptionsFor("nope_db")}; });
  EXPECT_EQ(error.kind(), ErrorKind::kDatabase);
  EXPECT_EQ(error.hint(), "CREATE DATABASE `nope_db` CHARACTER SET utf8mb4");
}

TEST(Connection, WrongPasswordIsNotShown) {
  Connection(SharedServer().OptionsFor("")).Execute("CREATE OR REPLACE USER pw IDENTIFIED BY 'right'");
  ConnectionOptions options = SharedServer().OptionsFor("");
  options.user = "pw";
  options.password = Secret("canary-wrong");
  const Error error = ErrorOf([&] { Connection{options}; });
  EXPECT_EQ(error.kind(), ErrorKind::kDatabase);
  EXPECT_THAT(error.what(), HasSubstr("1045"));
  EXPECT_THAT(std::string(error.what()) + error.hint(), Not(HasSubstr("canary")));
  options.password = Secret("right");
  EXPECT_NO_THROW(Connection{options});
}

TEST(Connection, IgnoresMysqlPwd) {
  Connection(SharedServer().OptionsFor("")).Execute("CREATE OR REPLACE USER pwenv IDENTIFIED BY 'fromenv'");
  setenv("MYSQL_PWD", "fromenv", 1);
  ConnectionOptions options = SharedServer().OptionsFor("");
  options.user = "pwenv";
  EXPECT_THROW(Connection{options}, Error);
  unsetenv("MYSQL_PWD");
}

TEST(Connection, TlsIsRequiredOrPreferred) {
  ConnectionOptions options = SharedServer().OptionsFor("");
  options.socket = "";
  options.hosts = {{"127.0.0.1", SharedServer().port()}};
  options.tls = TlsMode::kPreferred;
  EXPECT_EQ(Connection(options).server().tls_cipher, "");
  for (const TlsMode mode : {TlsMode::kRequired, TlsMode::kVerify}) {
    options.tls = mode;
    EXPECT_EQ(ErrorOf([&] { Connection{options}; }).kind(), ErrorKind::kConnection);
  }
}

TEST(Connection, MissingTable) {
  Connection connection(SharedServer().OptionsFor(SharedServer().CreateDatabase()));
  const Error error = ErrorOf([&] { connection.Query("SELECT secret_column FROM missing"); });
  EXPECT_EQ(error.kind(), ErrorKind::kDatabase);
  EXPECT_THAT(error.what(), HasSubstr("missing"));
  EXPECT_THAT(error.what(), Not(HasSubstr("secret_column")));
  EXPECT_FALSE(connection.broken());
}

TEST(Connection, SyntaxErrorShowsNoSql) {
  Connection connection(SharedServer().OptionsFor(""));
  const Error error = ErrorOf([&] { connection.Query("SELEKT canary"); });
  EXPECT_EQ(error.kind(), ErrorKind::kBug);
  EXPECT_THAT(error.what(), Not(HasSubstr("canary")));
}

TEST(Connection, MissingRightsNameTheGrant) {
  const std::string database = SharedServer().CreateDatabase();
  Connection root(SharedServer().OptionsFor(database));
  root.Execute("CREATE OR REPLACE USER reader@'%'");
  root.Execute("CREATE TABLE t (a INT PRIMARY KEY)");
  ConnectionOptions options = SharedServer().OptionsFor(database);
  options.user = "reader";
  const std::string pattern = "db\\_" + database.substr(3);

  const Error no_database = ErrorOf([&] { Connection{options}; });
  EXPECT_EQ(no_database.kind(), ErrorKind::kDatabase);
  EXPECT_THAT(no_database.hint(), HasSubstr("ON `" + pattern + "`.* TO 'reader'@"));

  root.Execute("GRANT SELECT ON `" + pattern + "`.* TO reader@'%'");
  Connection reader(options);
  const Error no_insert = ErrorOf([&] { Transaction(reader).Execute("INSERT INTO t VALUES (1)"); });
  EXPECT_EQ(no_insert.kind(), ErrorKind::kDatabase);
  EXPECT_EQ(no_insert.hint(), "GRANT INSERT ON `" + pattern + "`.* TO 'reader'@'%';");
  const Error no_alter = ErrorOf([&] { reader.Execute("ALTER TABLE t ADD b INT"); });
  EXPECT_EQ(no_alter.hint(), "GRANT ALTER ON `" + pattern + "`.* TO 'reader'@'%';");
  const Error no_super = ErrorOf([&] { reader.Execute("SET GLOBAL read_only = 0"); });
  EXPECT_THAT(no_super.hint(), HasSubstr("ON *.* TO 'reader'@'%';"));
}

TEST(Connection, KilledBreaksIt) {
  Connection victim(SharedServer().OptionsFor(""));
  Result id = victim.Query("SELECT CONNECTION_ID()");
  id.Next();
  Connection(SharedServer().OptionsFor("")).Execute("KILL " + id.String(0));
  EXPECT_EQ(ErrorOf([&] { victim.Query("SELECT 1"); }).kind(), ErrorKind::kConnection);
  EXPECT_TRUE(victim.broken());
  EXPECT_EQ(ErrorOf([&] { victim.Ping(); }).kind(), ErrorKind::kConnection);
}

TEST(Connection, CancelEndsARunningQuery) {
  Connection connection(SharedServer().OptionsFor(""));
  std::jthread canceller([&] {
    Connection watcher(SharedServer().OptionsFor(""));
    EXPECT_TRUE(test::Await([&] {
      return watcher.Query("SELECT 1 FROM information_schema.processlist WHERE info = 'SELECT SLEEP(60)'")
          .Next();
    }));
    connection.Cancel();
  });
  // Without the cancel it would answer, and that is no error.
  EXPECT_EQ(ErrorOf([&] { connection.Query("SELECT SLEEP(60)"); }).kind(), ErrorKind::kConnection);
}

TEST(Connection, QuotesWhatItIsGiven) {
  Connection connection(SharedServer().OptionsFor(""));
  const std::string awkward = "a'b\\c\"d\0e\n\xF0\x9F\x98\x80%_"s;
  Result row = connection.Query("SELECT " + connection.Quote(awkward));
  ASSERT_TRUE(row.Next());
  EXPECT_EQ(row.String(0), awkward);
}

}  // namespace
}  // namespace hm::mariadb
