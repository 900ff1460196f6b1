// Faults of the database, by their ids in docs/faults.md, as a whole sync meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/error.h"
#include "mariadb/transaction.h"
#include "support/account.h"
#include "support/await.h"
#include "sync/store/migrate.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class FaultDatabase : public SmallAccount {
 protected:
  // A user without the right to write to a read-only server, with `limits` ("MAX_USER_CONNECTIONS 1").
  Environment PlainUser(const std::string& name, const std::string& limits = "") const {
    connector_->Execute("CREATE OR REPLACE USER " + name + "@localhost");
    connector_->Execute("GRANT ALL ON `" + connector_->database() + "`.* TO " + name + "@localhost" +
                        (limits.empty() ? "" : " WITH " + limits));
    return {{"DB_USER", name}};
  }
};

TEST_F(FaultDatabase, F_D1_RunWaitsForADatabaseThatComesUpLater) {
  MariadbServer server;
  Open({"--contacts", "150", "--deals", "60"}, server);
  server.Kill9();
  const auto run = connector_->Start({"run"});
  EXPECT_TRUE(Await([&] { return run->Err().find("cannot start yet") != std::string::npos; })) << run->Err();
  server.Start();
  EXPECT_TRUE(
      connector_->Await("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() "
                        "AND table_name = 'sync_state'",
                        "1", std::chrono::seconds{30}));
  EXPECT_TRUE(connector_->Await("SELECT COUNT(*) FROM sync_state WHERE status = 'success'", "3",
                                std::chrono::seconds{30}));
  run->Signal(SIGTERM);
  EXPECT_EQ(run->Wait(std::chrono::seconds{20}), 0) << run->Err();
  ExpectEqual();
}

TEST_F(FaultDatabase, F_D3_F_D23_AServerThatIsReadOnlyForAWhileIsWaitedFor) {
  MariadbServer server;
  Open({"--contacts", "1500", "--deals", "60", "--latency-ms", "30"}, server);
  const Environment plain = PlainUser("plain");
  ASSERT_EQ(connector_->Run({"migrate"}, plain).exit_code, 0);
  const auto sync = connector_->Start({"sync"}, plain);
  ASSERT_TRUE(
      connector_->Await("SELECT COUNT(*) >= 200 FROM hubspot_contacts", "1", std::chrono::seconds{30}));
  mariadb::Connection root(server.OptionsFor(""));
  root.Execute("SET GLOBAL read_only = 1");
  EXPECT_TRUE(Await([&] { return sync->Err().find("1290") != std::string::npos; })) << sync->Err();
  const RunResult check = connector_->Run({"check"}, plain);
  EXPECT_EQ(check.exit_code, 5);
  EXPECT_THAT(check.out, HasSubstr("read-only"));
  root.Execute("SET GLOBAL read_only = 0");
  EXPECT_EQ(sync->Wait(std::chrono::seconds{60}), 0) << sync->Err();
  ExpectEqual();
}

TEST_F(FaultDatabase, F_D5_AStatementThatIsKilledIsDoneAgain) {
  Load();
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 250}});
  mariadb::Connection holder(connector_->options());
  mariadb::Transaction lock(holder);
  lock.Execute("UPDATE hubspot_contacts SET updated_at = updated_at + INTERVAL 1 SECOND");
  const auto sync = connector_->Start({"sync"});
  // All rows are locked, so whoever writes them waits.
  const std::string waiting =
      " FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT "
      "INTO%hubspot_contacts%'";
  ASSERT_TRUE(connector_->Await("SELECT COUNT(*)" + waiting, "1", std::chrono::seconds{9})) << sync->Err();
  const std::string first_try = Value("SELECT query_id" + waiting);
  connector_->Execute("KILL QUERY ID " + first_try);
  ASSERT_TRUE(connector_->Await("SELECT COUNT(*)" + waiting + " AND query_id <> " + first_try, "1",
                                std::chrono::seconds{9}))
      << sync->Err();
  lock.Commit();
  EXPECT_EQ(sync->Wait(std::chrono::seconds{60}), 0) << sync->Err();
  EXPECT_EQ(State("contacts", "records_synced"), "250");
  ExpectEqual();
}

TEST_F(FaultDatabase, F_D8_AFullDiskIsWaitedForAndNothingIsDropped) {
  // One table space of fixed size for everything.
  MariadbServer server({"--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M;ibdata2:16M"});
  Open({"--contacts", "1500", "--deals", "60"}, server);
  ASSERT_EQ(connector_->Run({"migrate"}).exit_code, 0);
  connector_->Execute("CREATE TABLE filler (v LONGBLOB) ENGINE=InnoDB");
  const auto fill = [&](int size) {
    try {
      for (int i = 0; i < 200; ++i) {
        connector_->Execute("INSERT INTO filler VALUES (REPEAT('x', " + std::to_string(size) + "))");
      }
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kConnection) << e.what();
      return;
    }
    ADD_FAILURE() << "the table space is not full";
  };
  fill(500'000);
  fill(7'000);
  const RunResult once = Sync();
  EXPECT_EQ(once.exit_code, 5);
  EXPECT_THAT(once.err, HasSubstr("make room"));
  const auto run = connector_->Start({"run"});
  EXPECT_TRUE(Await([&] { return run->Err().find("1114") != std::string::npos; })) << run->Err();
  server.Stop();
  server.Start({"--innodb-data-file-path=ibdata1:12M;ibdata2:16M;ibdata3:32M"});
  EXPECT_TRUE(connector_->Await("SELECT COUNT(*) FROM sync_state WHERE status = 'success'", "3",
                                std::chrono::seconds{60}))
      << run->Err();
  run->Signal(SIGTERM);
  EXPECT_EQ(run->Wait(std::chrono::seconds{20}), 0) << run->Err();
  ExpectEqual();
}

TEST_F(FaultDatabase, F_D9_ARecordLargerThanAPacketIsSetAsideAndOthersArrive) {
  MariadbServer server({"--max-allowed-packet=1M"});
  Open({"--contacts", "250", "--deals", "60"}, server);
  ASSERT_EQ(Sync().exit_code, 0);
  for (int i = 0; i < 40; ++i) {
    SetRecord("contacts", "", {{"firstname", std::string(65'536, 'x')}});
  }
  ExpectConverges();
  const std::string id = SetRecord("contacts", "", {{"firstname", std::string(1'500'000, 'x')}});
  const std::string other = SetRecord("contacts", "", {{"firstname", "fits"}});
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT id FROM hubspot_quarantine WHERE reason LIKE '%max_allowed_packet%' AND raw_bytes "
                  "> 1500000 "
                  "AND LENGTH(raw_json) = 1000"),
            id);
  EXPECT_EQ(Value("SELECT firstname FROM hubspot_contacts WHERE id = " + other), "fits");
  SetRecord("contacts", id, {{"firstname", "shorter"}});
  ExpectConverges();
}

TEST_F(FaultDatabase, F_D10_TooFewConnectionsAreWaitedFor) {
  Open();
  const Environment limited = PlainUser("limited", "MAX_USER_CONNECTIONS 2");
  const RunResult run = Sync(limited);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  ExpectEqual();
}

TEST_F(FaultDatabase, F_D11_KilledConnectionsAreReplaced) {
  Open({"--contacts", "2000", "--deals", "60", "--latency-ms", "30"});
  ASSERT_EQ(connector_->Run({"migrate"}).exit_code, 0);
  const auto sync = connector_->Start({"sync"});
  for (const char* rows : {"200", "800", "1400"}) {
    ASSERT_TRUE(connector_->Await(std::string("SELECT COUNT(*) >= ") + rows + " FROM hubspot_contacts", "1",
                                  std::chrono::seconds{30}));
    // BEGIN NOT ATOMIC: a connection may be gone already.
    connector_->Execute(
        "BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; FOR c IN (SELECT id FROM "
        "information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()) DO KILL c.id; END "
        "FOR; END");
  }
  EXPECT_EQ(sync->Wait(std::chrono::seconds{60}), 0) << sync->Err();
  ExpectEqual();
}

TEST_F(FaultDatabase, F_D14_ADroppedTableIsReadAgainFromTheStart) {
  Load();
  connector_->Execute("DROP TABLE hubspot_contacts");
  ExpectConverges();
  connector_->Execute("ALTER TABLE hubspot_deals DROP COLUMN amount");
  ExpectConverges();
  EXPECT_NE(Value("SELECT SUM(amount) FROM hubspot_deals"), "");
}

TEST_F(FaultDatabase, F_D15_ADatabaseRestoredFromABackupCatchesUp) {
  Load();
  const std::vector<std::string> tables{"hubspot_contacts", "hubspot_deals", "hubspot_sync_checkpoints",
                                        "sync_state"};
  for (const std::string& table : tables) {
    connector_->Execute("CREATE TABLE saved_" + table + " SELECT * FROM " + table);
  }
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 40}, {"count", 10}});
  ExpectConverges();
  for (const std::string& table : tables) {
    connector_->Execute("DELETE FROM " + table);
    connector_->Execute("INSERT INTO " + table + " SELECT * FROM saved_" + table);
  }
  ExpectConverges();
}

TEST_F(FaultDatabase, F_D16_AbsurdCheckpointsAreRefusedInWords) {
  Load({"--contacts", "20", "--deals", "5"});
  for (const char* absurd :
       {"complete_until = 32472144000000", "complete_until = -1", "window_to = -5", "phase = 'sideways'"}) {
    connector_->Execute("CREATE OR REPLACE TABLE saved SELECT * FROM hubspot_sync_checkpoints");
    connector_->Execute(std::string("UPDATE hubspot_sync_checkpoints SET ") + absurd +
                        " WHERE object_type = 'contacts'");
    const RunResult run = Sync();
    EXPECT_EQ(run.exit_code, 5) << absurd;
    EXPECT_THAT(run.err, HasSubstr("DELETE FROM hubspot_sync_checkpoints")) << absurd;
    connector_->Execute("REPLACE INTO hubspot_sync_checkpoints SELECT * FROM saved");
  }
  ExpectConverges();
}

TEST_F(FaultDatabase, F_D17_ARightTakenAwayIsNamedAndTheSyncGoesOnOnceItIsBack) {
  Open();
  const Environment user = PlainUser("fading");
  ASSERT_EQ(Sync(user).exit_code, 0);
  connector_->Execute("REVOKE UPDATE ON `" + connector_->database() + "`.* FROM fading@localhost");
  hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 10}});
  const RunResult run = Sync(user);
  EXPECT_EQ(run.exit_code, 5);
  EXPECT_THAT(run.err, HasSubstr("GRANT UPDATE ON"));
  connector_->Execute("GRANT UPDATE ON `" + connector_->database() + "`.* TO fading@localhost");
  ExpectConverges();
}

TEST_F(FaultDatabase, F_D19_StagesWhoseIdsDifferInCaseOrSpaceAreDifferent) {
  Load({"--contacts", "5", "--deals", "5"});
  json stages = json::array();
  const std::vector<std::string> ids{"won", "Won", "won2", "\xF0\x9F\x98\x80"};
  for (const std::string& id : ids) {
    stages.push_back({{"id", id}, {"label", "label of " + id}, {"metadata", {{"isClosed", "true"}}}});
  }
  hubspot_->Post(
      "/_sim/pipelines",
      {{"object", "deals"}, {"replace", {{{"id", "p"}, {"label", "\xF0\x9F\x98\x80"}, {"stages", stages}}}}});
  ExpectConverges();
  for (const std::string& id : ids) {
    EXPECT_EQ(Value("SELECT label FROM hubspot_deal_stages WHERE pipeline_id = 'p' AND id = '" + id + "'"),
              "label of " + id);
  }
}

// A long query holds the table's definition: the ALTER gives up, everybody else goes on, and it is done
// later.
TEST_F(FaultDatabase, F_D21_AReaderInTheWayOfAnAlterHoldsNobodyUpForLong) {
  Load({"--contacts", "20", "--deals", "20"});
  connector_->Execute("ALTER TABLE hubspot_deals DROP COLUMN merged_into");
  mariadb::ConnectionOptions options = connector_->options();
  options.metadata_lock_wait = std::chrono::seconds{1};
  {
    mariadb::Connection reader(connector_->options());
    mariadb::Transaction query(reader);
    query.Query("SELECT COUNT(*) FROM hubspot_deals");
    try {
      sync::Migrate(options, {}, {});
      FAIL() << "the table cannot be altered now";
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kRetry);
      EXPECT_THAT(e.what(), HasSubstr("hubspot_deals"));
      EXPECT_THAT(e.hint(), HasSubstr("PROCESSLIST"));
    }
    EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_deals"), "20");
    connector_->Execute("UPDATE hubspot_deals SET dealname = dealname");
    EXPECT_EQ(query.Query("SELECT 1 FROM hubspot_deals").row_count(), 20U);
  }
  EXPECT_THAT(sync::Migrate(options, {}, {}), testing::SizeIs(1));
  ExpectConverges();
}

}  // namespace
}  // namespace hm::test
