// Views under the names of Fivetran's HubSpot schema, in a database of their own.
#include <fmt/format.h>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class FivetranViews : public SmallAccount {
 protected:
  void OpenAll() {
    Open({"--contacts", "40", "--deals", "30", "--companies", "10", "--tickets", "10"});
    database_ = connector_->database() + "_fivetran";
    env_ = {{"DB_FIVETRAN_NAME", database_},
            {"SYNC_OBJECTS", "contacts,companies,deals,tickets,pipelines,owners"}};
  }
  RunResult SyncAll() const { return Sync(env_); }
  std::string In(const std::string& sql) const {  // {} stands for the database
    return Value(fmt::format(fmt::runtime(sql), fmt::arg("f", database_)));
  }

  std::string database_;
  Environment env_;
};

TEST_F(FivetranViews, HaveTheColumnsThatModelsAskFor) {
  OpenAll();
  ASSERT_EQ(SyncAll().exit_code, 0);
  const std::map<std::string, std::vector<std::string>> wanted{
      {"contact",
       {"id", "_fivetran_deleted", "_fivetran_synced", "property_hs_calculated_merged_vids", "property_email",
        "property_company", "property_firstname", "property_lastname", "property_createdate",
        "property_jobtitle"}},
      {"company", {"id", "is_deleted", "_fivetran_synced", "property_name", "property_createdate"}},
      {"deal",
       {"deal_id", "deal_pipeline_id", "deal_pipeline_stage_id", "is_deleted", "owner_id", "portal_id",
        "_fivetran_synced", "property_dealname", "property_closedate", "property_createdate",
        "property_amount"}},
      {"ticket", {"id", "is_deleted", "_fivetran_synced", "property_subject", "property_hs_pipeline"}},
      {"deal_pipeline", {"pipeline_id", "label", "display_order", "active", "_fivetran_deleted"}},
      {"deal_pipeline_stage",
       {"stage_id", "pipeline_id", "label", "display_order", "active", "closed_won", "probability",
        "_fivetran_deleted"}},
      {"ticket_pipeline", {"pipeline_id", "label"}},
      {"ticket_pipeline_stage", {"stage_id", "pipeline_id", "label"}},
      {"deal_stage",
       {"deal_id", "value", "date_entered", "_fivetran_active", "_fivetran_start", "_fivetran_end"}},
      {"owner",
       {"owner_id", "email", "first_name", "last_name", "type", "portal_id", "created_at", "updated_at"}},
      {"merged_deal", {"deal_id", "merged_deal_id"}},
      {"contact_merge_audit",
       {"canonical_vid", "contact_id", "vid_to_merge", "first_name", "last_name", "timestamp"}},
      {"deal_contact", {"deal_id", "contact_id", "type_id"}},
      {"deal_company", {"deal_id", "company_id", "type_id"}},
      {"ticket_contact", {"ticket_id", "contact_id"}},
      {"ticket_company", {"ticket_id", "company_id"}},
      {"ticket_deal", {"ticket_id", "deal_id"}}};
  for (const auto& [view, columns] : wanted) {
    for (const std::string& column : columns) {
      EXPECT_EQ(Value(fmt::format("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '{}' "
                                  "AND TABLE_NAME = '{}' AND COLUMN_NAME = '{}'",
                                  database_, view, column)),
                "1")
          << view << "." << column;
    }
    EXPECT_NO_THROW(In("SELECT COUNT(*) FROM {f}." + view)) << view;
  }
}

TEST_F(FivetranViews, AnswerThePeoplesQueries) {
  OpenAll();
  const json deal = hubspot_->Truth("deals").at(0);
  hubspot_->Post("/_sim/owners",
                 {{"id", deal.at("properties").at("hubspot_owner_id")}, {"firstName", "Ada"}});
  hubspot_->Post("/_sim/archive", {{"object", "contacts"}, {"id", AnId("contacts", 3)}});
  ASSERT_EQ(SyncAll().exit_code, 0);
  const std::string loser = AnId("contacts", 5);
  const std::string winner =
      hubspot_
          ->Post("/_sim/merge",
                 {{"object", "contacts"}, {"primary", AnId("contacts", 4)}, {"secondary", loser}})
          .at("id");
  ASSERT_EQ(SyncAll().exit_code, 0);
  EXPECT_EQ(In("SELECT COUNT(*) FROM {f}.contact WHERE NOT _fivetran_deleted"),
            std::to_string(hubspot_->Truth("contacts").size()));
  EXPECT_EQ(In("SELECT canonical_vid FROM {f}.contact_merge_audit WHERE vid_to_merge = '" + loser + "'"),
            winner);
  const std::string id = deal.at("id");
  EXPECT_EQ(In("SELECT o.first_name FROM {f}.deal d JOIN {f}.owner o ON o.owner_id = d.owner_id WHERE "
               "d.deal_id = '" +
               id + "'"),
            "Ada");
  EXPECT_EQ(In("SELECT property_amount FROM {f}.deal WHERE deal_id = '" + id + "'"),
            Value("SELECT amount FROM v_deals WHERE id = '" + id + "'"));
  EXPECT_EQ(In("SELECT s.label FROM {f}.deal d JOIN {f}.deal_pipeline_stage s ON s.stage_id = "
               "d.deal_pipeline_stage_id AND s.pipeline_id = d.deal_pipeline_id WHERE d.deal_id = '" +
               id + "'"),
            Value("SELECT dealstage_label FROM v_deals WHERE id = '" + id + "'"));
  EXPECT_EQ(In("SELECT COUNT(*) FROM {f}.deal_contact"),
            Value("SELECT COUNT(*) FROM hubspot_associations WHERE from_object_type_id = '0-3' AND "
                  "to_object_type_id = '0-1'"));
  EXPECT_NE(In("SELECT COUNT(*) FROM {f}.deal_contact"), "0");
  EXPECT_EQ(In("SELECT MIN(portal_id) FROM {f}.deal"), "4321987");
}

TEST_F(FivetranViews, FollowTheDefinitionsAndLeaveWhatIsNotTheirs) {
  OpenAll();
  connector_->Execute("CREATE DATABASE " + database_);
  connector_->Execute("CREATE VIEW " + database_ + ".deal AS SELECT 'mine' AS whose");
  connector_->Execute("CREATE TABLE " + database_ + ".owner (whose TEXT)");
  const RunResult first = SyncAll();
  EXPECT_EQ(first.exit_code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("is not this program's and stays as it is"));
  EXPECT_EQ(In("SELECT whose FROM {f}.deal"), "mine");
  EXPECT_EQ(In("SELECT COUNT(*) FROM {f}.owner"), "0");
  EXPECT_EQ(In("SELECT COUNT(*) FROM {f}.contact"), "40");

  hubspot_->Post("/_sim/properties", {{"object", "contacts"}, {"name", "shoe_size"}, {"type", "number"}});
  SetRecord("contacts", AnId("contacts"), {{"shoe_size", "43"}});
  ASSERT_EQ(SyncAll().exit_code, 0);
  EXPECT_EQ(
      In("SELECT CAST(property_shoe_size AS INT) FROM {f}.contact WHERE property_shoe_size IS NOT NULL"),
      "43");
}

TEST_F(FivetranViews, LeaveWithTheSettingAndNothingElseDoes) {
  OpenAll();
  connector_->Execute("CREATE DATABASE " + database_);
  connector_->Execute("CREATE VIEW " + database_ + ".mine AS SELECT 1 AS one");
  env_["PROMOTE"] = "deals.amount_in_home_currency";
  hubspot_->Post(
      "/_sim/properties",
      {{"object", "deals"}, {"name", "amount_in_home_currency"}, {"type", "number"}, {"fill", 60}});
  ASSERT_EQ(SyncAll().exit_code, 0);
  ASSERT_EQ(SyncAll().exit_code, 0);
  EXPECT_EQ(In("SELECT COUNT(*) FROM {f}.deal"), "30");
  connector_->Execute("DROP VIEW " + database_ + ".deal_stage");
  connector_->Execute("CREATE TABLE " + database_ + ".deal_stage (whose TEXT)");
  env_.erase("DB_FIVETRAN_NAME");
  env_["PROMOTE"] = "";
  env_["DB_VIEWS_NAME"] = connector_->database() + "_views";
  ASSERT_EQ(SyncAll().exit_code, 0);
  EXPECT_EQ(In("SELECT GROUP_CONCAT(TABLE_NAME ORDER BY TABLE_NAME) FROM information_schema.TABLES WHERE "
               "TABLE_SCHEMA = '{f}'"),
            "deal_stage,mine");
  EXPECT_EQ(Value("SELECT COUNT(*) FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND "
                  "TABLE_NAME IN ('v_deals', 'v_contacts')"),
            "0");
  EXPECT_EQ(Value("SELECT COUNT(*) FROM " + connector_->database() + "_views.v_deals"), "30");
  EXPECT_EQ(
      Value("SELECT COUNT(*) FROM hubspot_views WHERE view_schema <> '" + connector_->database() + "_views'"),
      "0");
}

TEST_F(FivetranViews, AreNotMadeUnasked) {
  OpenAll();
  env_.erase("DB_FIVETRAN_NAME");
  ASSERT_EQ(SyncAll().exit_code, 0);
  EXPECT_EQ(
      Value("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_NAME = 'contact_merge_audit' AND "
            "TABLE_SCHEMA LIKE '" +
            connector_->database() + "%'"),
      "0");
}

}  // namespace
}  // namespace hm::test
