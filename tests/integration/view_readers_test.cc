// Typed views as those who read them meet them: without a gap, with their rights, in a database of their own.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "support/account.h"

namespace hm::test {
namespace {

using testing::IsEmpty;

using ViewReaders = SmallAccount;

TEST_F(ViewReaders, ReadersNeverMeetAGap) {
  Load();
  std::vector<std::string> failures;
  std::size_t reads = 0;
  std::jthread reader([&](const std::stop_token& stop) {
    mariadb::Connection connection(connector_->options());
    while (!stop.stop_requested()) {
      try {
        if (connection.Query("SELECT id, createdate FROM v_contacts").row_count() != 250)
          failures.emplace_back("rows");
        ++reads;
      } catch (const Error& e) {
        failures.emplace_back(e.what());
      }
    }
  });
  for (int i = 0; i < 6; ++i) {
    hubspot_->Post("/_sim/properties",
                   {{"object", "contacts"}, {"name", fmt::format("extra_{}", i)}, {"type", "number"}});
    ASSERT_EQ(Sync().exit_code, 0);
    EXPECT_EQ(Value(fmt::format(
                  "SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND "
                  "TABLE_NAME = 'v_contacts' AND COLUMN_NAME = 'extra_{}'",
                  i)),
              "1");
  }
  reader.request_stop();
  reader.join();
  EXPECT_THAT(failures, IsEmpty());
  EXPECT_GT(reads, 10U);
}

TEST_F(ViewReaders, WithoutTheRightTheSyncGoesOnAndNamesTheGrant) {
  Open();
  const std::string user = "u_" + connector_->database();
  connector_->Execute("CREATE USER '" + user + "'@'localhost' IDENTIFIED BY 'pw'");
  connector_->Execute("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX ON " +
                      connector_->database() + ".* TO '" + user + "'@'localhost'");
  const Environment env{{"DB_USER", user}, {"DB_PASSWORD", "pw"}};
  const RunResult run = Sync(env);
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const std::size_t first = run.err.find("GRANT CREATE VIEW, DROP, SELECT ON ");
  EXPECT_NE(first, std::string::npos) << run.err;
  EXPECT_EQ(run.err.find("GRANT", first + 1), std::string::npos) << run.err;
  connector_->Execute("GRANT CREATE VIEW, DROP, SELECT ON " + connector_->database() + ".* TO '" + user +
                      "'@'localhost'");
  EXPECT_EQ(Sync(env).exit_code, 0);
  EXPECT_EQ(connector_->Count("v_contacts"), 250);
}

TEST_F(ViewReaders, InADatabaseOfTheirOwnForReadersWithoutTheTables) {
  Open();
  const std::string views = connector_->database() + "_views";
  const RunResult run = Sync({{"DB_VIEWS_NAME", views}});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(connector_->Count(views + ".v_contacts"), 250);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND "
                  "TABLE_NAME IN ('v_contacts', 'v_deals')"),
            "0");
  connector_->Execute("CREATE USER '" + views + "'@'localhost'");
  connector_->Execute("GRANT SELECT ON " + views + ".* TO '" + views + "'@'localhost'");
  mariadb::ConnectionOptions options = connector_->options();
  options.user = views;
  options.database = views;
  mariadb::Connection reader(options);
  EXPECT_EQ(reader.Query("SELECT id, dealstage_label FROM v_deals").row_count(), 60U);
}

}  // namespace
}  // namespace hm::test
