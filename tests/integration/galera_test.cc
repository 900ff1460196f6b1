// Two real Galera nodes: what a sync does on them, who may write, and what a node that is cut off tells.
#include <fmt/format.h>

#include "base/error.h"
#include "mariadb/transaction.h"
#include "support/account.h"
#include "support/await.h"
#include "support/loopback.h"

namespace hm::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kProvider = "/usr/lib/galera/libgalera_smm.so";
constexpr const char* kCluster = "8a6ff0c2-3d5e-4f6b-9b0a-2f1c7d9e4b11";
constexpr auto kLong = std::chrono::seconds{30};

// A node that starts from the same data as every other, so it needs no transfer: `position` is how many
// members' coming it has missed.
class Node : public MariadbServer {
 public:
  Node(int position, std::uint16_t port, std::uint16_t receives, const std::string& others)
      : MariadbServer(
            {"--wsrep-on=ON", std::string("--wsrep-provider=") + kProvider,
             "--wsrep-cluster-address=gcomm://" + others, "--binlog-format=ROW",
             "--innodb-autoinc-lock-mode=2", "--wsrep-sst-method=skip",
             fmt::format("--wsrep-node-address=127.0.0.1:{}", port),
             fmt::format("--wsrep-provider-options=base_port={0};gcache.size=8M;"
                         "gmcast.listen_addr=tcp://127.0.0.1:{0};ist.recv_addr=127.0.0.1:{1};"
                         "evs.keepalive_period=PT0.3S;evs.inactive_check_period=PT0.3S;"
                         "evs.suspect_timeout=PT2S;evs.inactive_timeout=PT4S;"
                         "evs.install_timeout=PT4S",
                         port, receives)},
            {{"grastate.dat", fmt::format("# GALERA saved state\nversion: 2.1\nuuid: {}\nseqno: {}\n"
                                          "safe_to_bootstrap: {}\n",
                                          kCluster, position, position == 0 ? 1 : 0)}}) {}

  void Provider(const std::string& option) {
    mariadb::Connection(OptionsFor("")).Execute("SET GLOBAL wsrep_provider_options = '" + option + "'");
  }
  bool AwaitReady(const std::string& value) const {
    mariadb::Connection connection(OptionsFor(""));
    return Await(
        [&] {
          mariadb::Result row = connection.Query("SHOW GLOBAL STATUS LIKE 'wsrep_ready'");
          return row.Next() && row.String(1) == value;
        },
        kLong);
  }
};

struct Cluster {
  std::uint16_t port = FreePort();
  Node first{0, port, FreePort(), ""};
  Node second{1, FreePort(), FreePort(), fmt::format("127.0.0.1:{}", port)};
};

class Galera : public SmallAccount {
 protected:
  static void TearDownTestSuite() { cluster_.reset(); }
  void SetUp() override {
    SharedServer();  // the data that each server starts from, made before the cluster and gone after it
    if (!cluster_) cluster_ = std::make_unique<Cluster>();
    ASSERT_TRUE(First().AwaitReady("ON")) << First().log();
    ASSERT_TRUE(Second().AwaitReady("ON")) << Second().log();
    Open({"--contacts", "250", "--deals", "60"}, First());
    connector_->Execute("ALTER DATABASE CHARACTER SET utf8mb4");
  }

  static Node& First() { return cluster_->first; }
  static Node& Second() { return cluster_->second; }
  // Halves that are equal stop both, and lose nothing that would have to be transferred afterwards.
  static void CutSecondOff() {
    Second().Provider("gmcast.isolate=1");
    ASSERT_TRUE(Second().AwaitReady("OFF")) << Second().log();
  }
  static Environment OnSecond() { return {{"DB_SOCKET", Second().socket()}}; }
  static Environment Over(const std::vector<const Node*>& nodes) {
    Environment env{{"DB_SOCKET", ""}, {"DB_PASSWORD", ""}};
    for (const Node* node : nodes) {
      env["DB_HOST"] += fmt::format("{}127.0.0.1:{}", env["DB_HOST"].empty() ? "" : ",", node->port());
    }
    return env;
  }

  static inline std::unique_ptr<Cluster> cluster_;
};

TEST_F(Galera, F_D7_EveryNodeTakesASync) {
  EXPECT_THAT(connector_->Run({"check"}).out,
              HasSubstr("ok       Galera: one of 2 nodes that take statements, in step with them"));
  ASSERT_EQ(connector_->Run({"migrate"}).exit_code, 0);
  const Environment all{{"HISTORY", "all"},
                        {"PROMOTE", "contacts.message"},
                        {"SYNC_OBJECTS", "contacts,companies,deals,pipelines,owners"}};
  RunResult run = Sync(all);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  ExpectEqual();
  const std::string id = SetRecord("contacts", AnId("contacts"), {{"firstname", "Elsewhere"}});
  Environment second = all;
  second.merge(OnSecond());
  run = Sync(second);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_TRUE(
      connector_->Await("SELECT firstname FROM hubspot_contacts WHERE id = " + id, "Elsewhere", kLong));
  EXPECT_EQ(connector_->Run({"verify"}, OnSecond()).exit_code, 0);
  ExpectEqual();
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(table_name) FROM information_schema.tables t WHERE table_schema = "
                  "DATABASE() AND table_type = 'BASE TABLE' AND NOT EXISTS (SELECT 1 FROM "
                  "information_schema.table_constraints c WHERE c.table_schema = t.table_schema AND "
                  "c.table_name = t.table_name AND constraint_type = 'PRIMARY KEY')"),
            "")
      << "Galera does not replicate deletions from a table without a primary key";
}

TEST_F(Galera, F_D7_OnlyOneOfTwoConnectorsOnTwoNodesWrites) {
  ASSERT_EQ(connector_->Run({"migrate"}).exit_code, 0);
  const auto run = connector_->Start({"run"});
  ASSERT_TRUE(connector_->Await("SELECT COUNT(*) FROM sync_state WHERE status = 'success'", "3", kLong))
      << run->Err();
  const RunResult second = Sync(OnSecond());
  EXPECT_EQ(second.exit_code, 5);
  EXPECT_THAT(second.err,
              AllOf(HasSubstr("another connector writes to this database: pid " + std::to_string(run->pid())),
                    HasSubstr("[HM3015]")));
  run->Signal(SIGKILL);
  ASSERT_EQ(run->Wait(kLong), 128 + SIGKILL);
  EXPECT_EQ(Sync(OnSecond()).exit_code, 0) << "the other is gone";
  ExpectEqual();
}

TEST_F(Galera, F_D7_ConnectorsThatStartTogetherOnTwoNodesLoseNothing) {
  const auto one = connector_->Start({"sync"});
  const auto two = connector_->Start({"sync"}, OnSecond());
  const int ends[] = {one->Wait(kLong).value_or(-1), two->Wait(kLong).value_or(-1)};
  EXPECT_THAT(ends, testing::Contains(0)) << one->Err() << two->Err();
  EXPECT_THAT(ends, testing::Each(testing::AnyOf(0, 5))) << one->Err() << two->Err();
  ExpectConverges();
}

TEST_F(Galera, F_D7_ATransactionThatLosesToAnotherNodeIsForTheRetry) {
  connector_->Execute("CREATE TABLE raced (id INT PRIMARY KEY, value INT)");
  connector_->Execute("INSERT INTO raced VALUES (1, 0), (2, 0)");
  mariadb::Connection here(connector_->options());
  mariadb::Connection there(Second().OptionsFor(connector_->database()));
  ASSERT_TRUE(Await([&] { return there.Query("SHOW TABLES LIKE 'raced'").Next(); }, kLong));
  ASSERT_TRUE(Await([&] { return there.Query("SELECT 1 FROM raced WHERE id = 1").Next(); }, kLong));
  mariadb::Transaction loses(here);
  loses.Execute("UPDATE raced SET value = 1 WHERE id = 1");
  {
    mariadb::Transaction wins(there);
    wins.Execute("UPDATE raced SET value = 2 WHERE id = 1");
    wins.Commit();
  }
  ASSERT_TRUE(connector_->Await("SELECT value FROM raced WHERE id = 1", "2", kLong));
  try {
    loses.Commit();
    ADD_FAILURE() << "both committed";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kRetry) << error.what();
  }
  EXPECT_EQ(Value("SELECT value FROM raced WHERE id = 1"), "2");
}

TEST_F(Galera, F_D7_ANodeThatIsCutOffIsNamedAndWaitedFor) {
  ASSERT_EQ(Sync().exit_code, 0);
  CutSecondOff();
  const RunResult check = connector_->Run({"check"}, OnSecond());
  EXPECT_EQ(check.exit_code, 5);
  EXPECT_THAT(check.out, AllOf(HasSubstr("failure  Galera: this node takes no statements: it is cut off"),
                               HasSubstr("[HM3018]\n         -> use another node (DB_HOST=a,b"),
                               HasSubstr("ok       contacts: readable"), Not(HasSubstr("HM3001"))));
  const RunResult sync = Sync(OnSecond());
  EXPECT_EQ(sync.exit_code, 5);
  EXPECT_THAT(sync.err, AllOf(HasSubstr("[HM3018]"), HasSubstr("DB_HOST=a,b")));
  const auto run = connector_->Start({"run"}, OnSecond());
  ASSERT_TRUE(Await([&] { return run->Err().find("(error 1047)") != std::string::npos; }, kLong))
      << run->Err();
  SetRecord("contacts", AnId("contacts"), {{"firstname", "Meanwhile"}});
  Second().Provider("gmcast.isolate=0");
  ASSERT_TRUE(First().AwaitReady("ON") && Second().AwaitReady("ON")) << Second().log();
  EXPECT_TRUE(
      connector_->Await("SELECT COUNT(*) FROM hubspot_contacts WHERE firstname = 'Meanwhile'", "1", kLong))
      << run->Err() << Second().log();
}

TEST_F(Galera, F_D7_ANodeThatIsCutOffIsLeftForTheNext) {
  First().Provider("pc.weight=2");  // alone it goes on
  CutSecondOff();
  EXPECT_EQ(Sync(Over({&Second(), &First()})).exit_code, 0);
  ExpectEqual();
  EXPECT_THAT(connector_->Run({"check"}, Over({&Second(), &First()})).out,
              HasSubstr("ok       Galera: one of 1 nodes"));
  cluster_.reset();  // it has missed writes, and there is no transfer here that could bring them to it
}

}  // namespace
}  // namespace hm::test
