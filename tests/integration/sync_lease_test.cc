// One writer: who holds the database, who takes over, and what a connector that lost it may still write.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "support/connector.h"

namespace hm::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto kLong = std::chrono::seconds{30};
const Environment kOften{{"SYNC_INTERVAL_MINUTES", "0.01"}};

class LeaseTest : public testing::Test {
 protected:
  std::unique_ptr<Process> StartRun() {
    auto run = connector_.Start({"run"}, kOften);
    AwaitSyncs();
    return run;
  }
  void AwaitSyncs() {
    ASSERT_TRUE(connector_.Await("SELECT COUNT(*) FROM sync_state WHERE status = 'success'", "3", kLong));
  }
  std::string Epoch() { return connector_.Value("SELECT MAX(epoch) FROM hubspot_lease"); }
  static std::string Pid(const Process& process) { return "pid " + std::to_string(process.pid()) + " on "; }

  Simulator hubspot_{BinaryDir(),
                     {"--profile", "small", "--contacts", "150", "--deals", "20", "--no-limits"}};
  Connector connector_{hubspot_, SharedServer()};
};

TEST_F(LeaseTest, ASecondConnectorIsRefusedAndToldWhoWrites) {
  ASSERT_EQ(connector_.Run({"migrate"}).exit_code, 0);
  const auto first = StartRun();
  for (const std::string command : {"sync", "migrate"}) {
    const RunResult second = connector_.Run({command});
    EXPECT_EQ(second.exit_code, 5) << command;
    EXPECT_THAT(second.err, AllOf(HasSubstr(Pid(*first)), HasSubstr("since"), HasSubstr("stop that one")));
  }
  EXPECT_THAT(connector_.Run({"status"}).out, HasSubstr("writer: " + Pid(*first)));
  first->Signal(SIGTERM);
  EXPECT_EQ(first->Wait(kLong), 0);
  EXPECT_THAT(connector_.Run({"status"}).out, HasSubstr("writer: none"));
}

TEST_F(LeaseTest, AKilledConnectorIsReplacedAtOnce) {
  ASSERT_EQ(connector_.Run({"migrate"}).exit_code, 0);
  const auto first = StartRun();
  first->Signal(SIGKILL);
  ASSERT_EQ(first->Wait(kLong), 137);
  const RunResult second = connector_.Run({"sync"});
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.err, AllOf(HasSubstr("took over"), HasSubstr(Pid(*first))));
}

TEST_F(LeaseTest, AWaitingConnectorTakesOverWhenTheFirstEnds) {
  ASSERT_EQ(connector_.Run({"migrate"}).exit_code, 0);
  const auto first = StartRun();
  const auto second = connector_.Start({"run"}, kOften);
  while (second->Running() && second->Err().find("waiting to take over") == std::string::npos) {
    connector_.Value("SELECT 1");
  }
  const std::string epoch = Epoch();
  first->Signal(SIGTERM);
  EXPECT_EQ(first->Wait(kLong), 0);
  hubspot_.Post("/_sim/records", {{"object", "contacts"}, {"properties", {{"email", "later@example.com"}}}});
  EXPECT_TRUE(connector_.Await("SELECT COUNT(*) FROM hubspot_contacts WHERE email = 'later@example.com'", "1",
                               kLong));
  EXPECT_NE(Epoch(), epoch);
  second->Signal(SIGTERM);
  EXPECT_EQ(second->Wait(kLong), 0) << second->Err();
}

TEST_F(LeaseTest, AStoppedAndWokenConnectorWritesNothing) {
  ASSERT_EQ(connector_.Run({"migrate"}).exit_code, 0);
  const auto first = StartRun();
  first->Signal(SIGSTOP);
  // As if it had given no sign of life for long.
  connector_.Execute("UPDATE hubspot_lease SET renewed_at = renewed_at - INTERVAL 1 MINUTE");
  ASSERT_EQ(connector_.Run({"sync"}).exit_code, 0);
  // Whatever is written from here on would be written by the one that lost the lease.
  connector_.Execute("CREATE TABLE strays (name VARCHAR(50))");
  connector_.Execute(
      "CREATE TRIGGER stray_row BEFORE INSERT ON hubspot_contacts FOR EACH ROW INSERT INTO strays VALUES "
      "(NEW.id)");
  connector_.Execute(
      "CREATE TRIGGER stray_state BEFORE UPDATE ON sync_state FOR EACH ROW INSERT INTO strays VALUES "
      "(NEW.object_type)");
  hubspot_.Post("/_sim/records", {{"object", "contacts"}, {"properties", {{"email", "stray@example.com"}}}});
  first->Signal(SIGCONT);
  EXPECT_EQ(first->Wait(kLong), 5) << first->Err();
  EXPECT_THAT(
      first->Err(),
      HasSubstr(
          "another connector has taken over this database; this one wrote nothing after that [HM3016]"));
  EXPECT_EQ(connector_.Value("SELECT GROUP_CONCAT(name) FROM strays"), "");
  EXPECT_THAT(connector_.Differences("deals"), IsEmpty());
}

}  // namespace
}  // namespace hm::test
