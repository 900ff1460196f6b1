// What the database itself tells of the syncs: sync_runs, sync_events and v_sync_status.
#include "support/account.h"

namespace hm::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class StatusTables : public SmallAccount {
 protected:
  std::string Run(const std::string& column, const std::string& object = "contacts") const {
    return Value("SELECT " + column + " FROM sync_runs WHERE object_type = '" + object +
                 "' ORDER BY id DESC LIMIT 1");
  }
};

TEST_F(StatusTables, ARunSaysWhatItDidAndTheClosingTableTheSame) {
  Open();
  const RunResult first = Sync();
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.out, AllOf(HasSubstr("set aside"), HasSubstr("requests")));
  EXPECT_EQ(Run("CONCAT_WS(' ', kind, result, records_read, records_written, records_unchanged)"),
            "first_load success 250 250 0");
  // One for the properties, one for the count, three pages at least, and the archived list.
  EXPECT_EQ(Run("requests >= 5 AND seconds > 0 AND ended_at >= started_at"), "1");
  EXPECT_EQ(Run("CONCAT_WS(' ', kind, result, requests)", "pipelines"), "pipelines success 1");
  SetRecord("contacts", AnId("contacts"), {{"firstname", "Grace"}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Run("CONCAT_WS(' ', kind, result, records_written)"), "incremental success 1");
  ASSERT_EQ(connector_->Run({"sync", "--full", "--objects", "contacts"}).exit_code, 0);
  EXPECT_EQ(Run("CONCAT_WS(' ', kind, result, records_written, records_unchanged)"), "full success 0 250");
}

TEST_F(StatusTables, EventsTellOfChangesOnceEach) {
  Load();
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(kind ORDER BY kind) FROM sync_events"),
            "first_load,first_load,schema");
  const nlohmann::json scopes = hubspot_->Get("/_sim/settings").at("scopes");
  hubspot_->Post("/_sim/settings", {{"scopes", {"crm.objects.contacts.read", "crm.schemas.contacts.read"}}});
  ASSERT_NE(Sync().exit_code, 0);
  ASSERT_NE(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM sync_events WHERE kind = 'refused' AND object_type = 'deals'"), "1");
  EXPECT_EQ(Run("CONCAT_WS(' ', result, error_kind)", "deals"), "failed scope");
  EXPECT_EQ(Run("error_message <> '' AND error_hint <> ''", "deals"), "1");
  hubspot_->Post("/_sim/settings", {{"scopes", scopes}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM sync_events WHERE kind = 'recovered' AND object_type = 'deals'"),
            "1");
  hubspot_->Post("/_sim/properties", {{"object", "contacts"},
                                      {"name", "shoe_size"},
                                      {"label", "Shoe size"},
                                      {"type", "string"},
                                      {"fieldType", "text"},
                                      {"groupName", "contactinformation"}});
  ASSERT_EQ(Sync().exit_code, 0);
  hubspot_->Delete("/_sim/properties", {{"object", "contacts"}, {"name", "shoe_size"}});
  ASSERT_EQ(Sync().exit_code, 0);
  for (const std::string kind : {"new_property", "gone_property"}) {
    EXPECT_THAT(
        Value("SELECT message FROM sync_events WHERE object_type = 'contacts' AND kind = '" + kind + "'"),
        HasSubstr("shoe_size"));
  }
  connector_->Execute("UPDATE hubspot_contacts SET properties_json = '{}' LIMIT 3");
  ASSERT_EQ(connector_->Run({"verify", "--repair", "--objects", "contacts"}).exit_code, 0);
  EXPECT_THAT(Value("SELECT message FROM sync_events WHERE kind = 'repair'"), HasSubstr("3 of 3"));
}

TEST_F(StatusTables, StayBoundedAndMarkWhatAnEndedProcessLeft) {
  Load();
  connector_->Execute(
      "INSERT INTO sync_runs (id, object_type, kind, started_at, result) VALUES (40000, 'contacts', '', "
      "UTC_TIMESTAMP(), 'running')");
  connector_->Execute(
      "INSERT INTO sync_events (id, happened_at, kind, message) VALUES (40000, UTC_TIMESTAMP(), 'x', '')");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT result FROM sync_runs WHERE id = 40000"), "interrupted");
  EXPECT_EQ(Value("SELECT MIN(id) FROM sync_runs"), "40000");
  hubspot_->Post("/_sim/settings", {{"scopes", {"crm.objects.contacts.read", "crm.schemas.contacts.read"}}});
  ASSERT_NE(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT MIN(id) FROM sync_events"), "40000");
}

TEST_F(StatusTables, TheViewTellsFreshAndComplete) {
  Load();
  const std::string of_contacts = " FROM v_sync_status WHERE object = 'contacts'";
  EXPECT_EQ(Value("SELECT CONCAT_WS(' ', state, fresh, live_rows, first_load_done IS NULL, set_aside)" +
                  of_contacts),
            "success 1 250 1 0");
  EXPECT_EQ(Value("SELECT complete_until = (SELECT last_sync_date FROM sync_state WHERE object_type = "
                  "'contacts') AND freshness_seconds < 600" +
                  of_contacts),
            "1");
  EXPECT_EQ(Value("SELECT verified_at IS NULL" + of_contacts), "1");
  connector_->Execute("UPDATE hubspot_contacts SET properties_json = '{}' LIMIT 2");
  ASSERT_EQ(connector_->Run({"verify", "--objects", "contacts"}).exit_code, 4);
  EXPECT_EQ(Value("SELECT differences_left" + of_contacts), "2");
  connector_->Execute("UPDATE sync_state SET last_sync_date = UTC_TIMESTAMP() - INTERVAL 1 HOUR");
  EXPECT_EQ(Value("SELECT fresh" + of_contacts), "0");
  // Made once, and again only when it should be another.
  connector_->Execute("DROP VIEW v_sync_status");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_sync_status"), "3");
}

}  // namespace
}  // namespace hm::test
