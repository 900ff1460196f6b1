// A database that the Node connector filled is taken over in place: rows and columns stay, and become right.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/connector.h"

namespace hm::test {
namespace {

using testing::IsEmpty;

// Its tables as it really makes them (not as its README says), on a server with latin1 as default.
constexpr const char* kSeedTables[] = {
    "CREATE TABLE sync_state (id INT PRIMARY KEY AUTO_INCREMENT, object_type VARCHAR(50) NOT NULL UNIQUE, "
    "last_sync_timestamp BIGINT, last_sync_date DATETIME, status VARCHAR(20) DEFAULT 'success', "
    "records_synced INT "
    "DEFAULT 0, error_message TEXT, created_at DATETIME NOT NULL DEFAULT '2026-01-02 03:04:05', updated_at "
    "DATETIME NOT NULL)",
    "CREATE TABLE hubspot_contacts (id VARCHAR(50) PRIMARY KEY, email VARCHAR(255), firstname VARCHAR(255), "
    "lastname "
    "VARCHAR(255), phone VARCHAR(500), company VARCHAR(255), website VARCHAR(255), lifecyclestage "
    "VARCHAR(100), jobtitle "
    "VARCHAR(255), createdate DATETIME, lastmodifieddate DATETIME, hs_lastmodifieddate BIGINT, "
    "properties_json JSON, "
    "synced_at DATETIME NOT NULL, created_at DATETIME NOT NULL DEFAULT '2026-01-02 03:04:05', updated_at "
    "DATETIME NOT "
    "NULL, INDEX email_idx (email), INDEX lastmodified_idx (lastmodifieddate), INDEX hs_lastmodified_idx "
    "(hs_lastmodifieddate))",
    "CREATE TABLE hubspot_deal_stages (id VARCHAR(50) PRIMARY KEY, pipeline_id VARCHAR(50), label "
    "VARCHAR(255), "
    "display_order INT, metadata_json LONGTEXT CHECK (JSON_VALID(metadata_json)), active TINYINT(1) DEFAULT "
    "1, "
    "created_at_hubspot DATETIME, updated_at_hubspot DATETIME, synced_at DATETIME NOT NULL, created_at "
    "DATETIME NOT NULL, "
    "updated_at DATETIME NOT NULL, INDEX pipeline_idx (pipeline_id))",
    "CREATE TABLE deal_stage (id INT PRIMARY KEY, deal_id VARCHAR(50), stage_id VARCHAR(255), value "
    "VARCHAR(255))",
    "INSERT INTO deal_stage VALUES (1, 'a', 'b', 'c')",
    "INSERT INTO hubspot_deal_stages VALUES ('old', NULL, 'Old', 1, '{}', 1, NULL, NULL, NOW(), NOW(), "
    "NOW())",
    "INSERT INTO sync_state (object_type, last_sync_timestamp, last_sync_date, status, updated_at) VALUES "
    "('contacts', 1767323045000, '2026-01-02 03:04:05', 'success', NOW()), ('deal_pipelines', 1, NOW(), "
    "'success', NOW())",
};

TEST(TakeOver, KeepsRowsAndReadsEverythingInPlace) {
  MariadbServer server({"--character-set-server=latin1"});
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "250", "--deals", "50",
                                        "--awkward", "0.2", "--no-limits"});
  const Connector connector(hubspot, server);
  for (const char* sql : kSeedTables) {
    connector.Execute(sql);
  }
  const std::string known = hubspot.Truth("contacts").front().at("id");
  for (const std::string& id : {known, std::string("999999999999")}) {
    connector.Execute(
        "INSERT INTO hubspot_contacts (id, firstname, hs_lastmodifieddate, properties_json, synced_at, "
        "updated_at) "
        "VALUES ('" +
        id + "', 'Stale', 2025, '{\"firstname\":\"Stale\"}', NOW(), NOW())");
  }

  const RunResult run = connector.Run({"sync"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  // The row that HubSpot does not know stays; all others are right, updated where they stood.
  EXPECT_EQ(connector.Count("hubspot_contacts"), 251);
  EXPECT_EQ(connector.Value("SELECT created_at FROM hubspot_contacts WHERE id = '" + known + "'"),
            "2026-01-02 03:04:05");
  connector.Execute("DELETE FROM hubspot_contacts WHERE id = '999999999999'");
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_EQ(connector.Value("SELECT GROUP_CONCAT(object_type ORDER BY object_type) FROM sync_state"),
            "contacts,deals,pipelines");
  EXPECT_EQ(connector.Value("SELECT value FROM deal_stage"), "c");
  EXPECT_EQ(connector.Value("SELECT active FROM hubspot_deal_stages WHERE id = 'old'"), "0");
  EXPECT_EQ(
      connector.Value("SELECT character_maximum_length FROM information_schema.columns WHERE table_schema = "
                      "DATABASE() AND table_name = 'hubspot_contacts' AND column_name = 'phone'"),
      "500");
}

TEST(TakeOver, MigrateIsSafeToRepeatAndDryRunChangesNothing) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small"});
  const Connector connector(hubspot, SharedServer());
  const RunResult dry = connector.Run({"migrate", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0);
  EXPECT_THAT(dry.out, testing::HasSubstr("CREATE TABLE `hubspot_contacts`"));
  EXPECT_EQ(connector.Value("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"),
            "0");
  EXPECT_EQ(connector.Run({"migrate"}).exit_code, 0);
  EXPECT_EQ(connector.Run({"migrate"}).out, "");
}

TEST(TakeOver, F_D22_ANewerDatabaseIsRefused) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small"});
  const Connector connector(hubspot, SharedServer());
  ASSERT_EQ(connector.Run({"migrate"}).exit_code, 0);
  connector.Execute("UPDATE hubspot_meta SET value = '99' WHERE name = 'schema_version'");
  const RunResult run = connector.Run({"sync"});
  EXPECT_EQ(run.exit_code, 5);
  EXPECT_THAT(run.err, testing::HasSubstr("version 99"));
}

}  // namespace
}  // namespace hm::test
