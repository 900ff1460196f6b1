// Databases of every version of the tables (tests/upgrades/vN.sql, as the program of that time left them) are
// brought up to date, however often the upgrade is killed, and go on being an exact mirror.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "support/account.h"
#include "sync/store/tables.h"

namespace hm::test {
namespace {

using testing::IsEmpty;

constexpr int kKilled = 137;

class Upgrade : public SmallAccount, public testing::WithParamInterface<int> {
 protected:
  // The account of the fixtures, two hours later, with changes that the old program did not see.
  void SetUp() override {
    Open({"--contacts", "8", "--deals", "4", "--awkward", "0"});
    LoadFixture();
    const std::int64_t then = std::stoll(Value("SELECT MAX(last_sync_timestamp) FROM sync_state"));
    const std::int64_t now = hubspot_->Get("/_sim/now").at("realMs");
    hubspot_->Post("/_sim/settings", {{"clockOffsetMs", then + 7'200'000 - now}});
    SetRecord("contacts", AnId("contacts", 1), {{"firstname", "Changed"}});
    SetRecord("deals", "", {{"dealname", "New"}});
    hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", AnId("contacts", 2)}});
    crash_ = std::make_unique<Connector>(*hubspot_, SharedServer(), "hubspot-mariadb-crash");
  }
  void LoadFixture() const {
    const std::string file = fmt::format(SOURCE_DIR "/tests/upgrades/v{}.sql", GetParam());
    ASSERT_TRUE(std::filesystem::exists(file)) << "tests/upgrades/make.sh makes it";
    const RunResult load = test::Run({"bash", "-c",
                                      fmt::format("mariadb --no-defaults --socket={} -u root {} < {}",
                                                  SharedServer().socket(), connector_->database(), file)});
    ASSERT_EQ(load.exit_code, 0) << load.err;
  }
  // The same database, by the build that can be killed at a failpoint.
  RunResult RunKilled(const std::string& command, const std::string& failpoint) const {
    return crash_->Run({command}, {{"DB_NAME", connector_->database()}, {"HM_FAILPOINT", failpoint}});
  }
  std::set<std::string> ColumnsOf(const std::string& database) const {
    mariadb::Connection root(SharedServer().OptionsFor(""));
    mariadb::Result rows = root.Query(
        "SELECT CONCAT_WS(' ', table_name, column_name, column_type, is_nullable, column_key, "
        "collation_name) FROM "
        "information_schema.columns WHERE table_schema = " +
        root.Quote(database));
    std::set<std::string> columns;
    while (rows.Next()) columns.insert(rows.String(0));
    return columns;
  }
  void ExpectMirror() const {
    const RunResult sync = Sync();
    EXPECT_EQ(sync.exit_code, 0) << sync.err;
    ExpectEqual();
    EXPECT_EQ(Value("SELECT firstname FROM hubspot_contacts WHERE firstname = 'Changed'"), "Changed");
    const RunResult verify = connector_->Run({"verify"});
    EXPECT_EQ(verify.exit_code, 0) << verify.out;
    EXPECT_EQ(Value("SELECT value FROM hubspot_meta WHERE name = 'schema_version'"),
              std::to_string(sync::kSchemaVersion));
  }

  std::unique_ptr<Connector> crash_;
};

TEST_P(Upgrade, GoesOnWhereItWasKilled) {
  const std::string first_seen =
      Value("SELECT GROUP_CONCAT(id, created_at ORDER BY id) FROM hubspot_contacts");
  // Each run does one to four statements more and dies: some prepare the next one, and are done again.
  int kills = 0;
  while (RunKilled("migrate", fmt::format("ddl:{}", 1 + kills % 4)).exit_code == kKilled) {
    ASSERT_LT(++kills, 100);
  }
  // The newest may need nothing.
  EXPECT_TRUE(kills > 0 || GetParam() == sync::kSchemaVersion) << kills;
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(id, created_at ORDER BY id) FROM hubspot_contacts"), first_seen);

  EXPECT_EQ(RunKilled("sync", "commit:6").exit_code, kKilled);
  ExpectMirror();

  const Connector fresh(*hubspot_, SharedServer());
  ASSERT_EQ(fresh.Run({"sync"}).exit_code, 0);
  std::vector<std::string> lacking;
  std::ranges::set_difference(ColumnsOf(fresh.database()), ColumnsOf(connector_->database()),
                              std::back_inserter(lacking));
  EXPECT_THAT(lacking, IsEmpty()) << "columns that a new database has and an upgraded one lacks";
}

TEST_P(Upgrade, SyncDoesItByItself) {
  ExpectMirror();
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(State("contacts", "records_synced"), "0");
}

// One file a version: raising kSchemaVersion asks for the next.
INSTANTIATE_TEST_SUITE_P(EveryVersion, Upgrade, testing::Range(1, sync::kSchemaVersion + 1));

}  // namespace
}  // namespace hm::test
