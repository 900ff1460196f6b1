// What the typed views join: stages, owners and primary companies; and associations beyond contacts and
// deals.
#include <fmt/format.h>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::IsEmpty;

const Environment kEverything{{"SYNC_OBJECTS", "contacts,companies,deals,tickets,cars,pipelines,owners"},
                              {"ASSOCIATIONS_INTERVAL_HOURS", "0.0000001"}};

class ViewJoins : public SmallAccount {
 protected:
  void SetUp() override {
    Open({"--contacts", "30", "--companies", "12", "--deals", "12", "--tickets", "12", "--cars", "8"});
  }
  void SyncEverything() const {
    const RunResult run = Sync(kEverything);
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  std::string Make(const std::string& object, const json& properties) const {
    return SetRecord(object, "", properties);
  }
  // `types` as HubSpot numbers them; {} for the unlabelled one.
  void Link(const std::string& from, const std::string& from_id, const std::string& to,
            const std::string& to_id, const std::vector<int>& types = {}) const {
    json body{{"from", from}, {"fromId", from_id}, {"to", to}, {"toId", to_id}};
    if (!types.empty()) body["typeIds"] = types;
    hubspot_->Post("/_sim/associations", body);
  }
  std::string Cell(const std::string& view, const std::string& id, const std::string& column) const {
    return Value(fmt::format("SELECT IFNULL({}, 'NULL') FROM {} WHERE id = '{}'", column, view, id));
  }
};

TEST_F(ViewJoins, OwnersByNameAndMail) {
  hubspot_->Post(
      "/_sim/owners",
      {{"id", "9001"}, {"firstName", "Ada"}, {"lastName", "Byron"}, {"email", "ada@simulated.example"}});
  hubspot_->Post("/_sim/owners", {{"id", "9002"},
                                  {"firstName", "Solo"},
                                  {"lastName", ""},
                                  {"email", "solo@simulated.example"},
                                  {"archived", true}});
  hubspot_->Post("/_sim/owners",
                 {{"id", "9003"}, {"firstName", ""}, {"lastName", ""}, {"email", "queue@simulated.example"}});
  for (const char* object : {"deals", "tickets", "contacts", "companies"}) {
    SCOPED_TRACE(object);
    const auto with = [&](const char* owner) { return Make(object, {{"hubspot_owner_id", owner}}); };
    const std::vector<std::string> ids{with("9001"), with("9002"), with("9003"), with("404"), with("")};
    SyncEverything();
    const std::string view = "v_" + std::string(object);
    EXPECT_EQ(Cell(view, ids[0], "owner_name"), "Ada Byron");
    EXPECT_EQ(Cell(view, ids[0], "owner_email"), "ada@simulated.example");
    EXPECT_EQ(Cell(view, ids[1], "owner_name"), "Solo");  // deactivated, and still who it was
    EXPECT_EQ(Cell(view, ids[2], "owner_name"), "NULL");
    EXPECT_EQ(Cell(view, ids[2], "owner_email"), "queue@simulated.example");
    EXPECT_EQ(Cell(view, ids[3], "owner_email"), "NULL");
    EXPECT_EQ(Cell(view, ids[4], "owner_email"), "NULL");
  }
}

TEST_F(ViewJoins, ThePrimaryCompanyAndNoOther) {
  const std::string primary = Make("companies", {{"name", "Primary & Söhne"}});
  const std::string other = Make("companies", {{"name", "Other"}});
  const std::map<std::string, int> types{{"contacts", 1}, {"deals", 5}, {"tickets", 26}};
  for (const auto& [object, primary_type] : types) {
    SCOPED_TRACE(object);
    const std::string view = "v_" + object;
    const std::string both = Make(object, json::object());
    const std::string unlabelled = Make(object, json::object());
    const std::string alone = Make(object, json::object());
    Link(object, both, "companies", other);
    Link(object, both, "companies", primary, {primary_type});
    Link(object, unlabelled, "companies", other);
    SyncEverything();
    EXPECT_EQ(Cell(view, both, "primary_company_id"), primary);
    EXPECT_EQ(Cell(view, both, "primary_company_name"), "Primary & Söhne");
    EXPECT_EQ(Cell(view, unlabelled, "primary_company_id"), "NULL");
    EXPECT_EQ(Cell(view, alone, "primary_company_name"), "NULL");
    EXPECT_EQ(Value("SELECT COUNT(*) FROM " + view), std::to_string(hubspot_->Truth(object).size()))
        << "a join doubled a record, or lost one";
  }
  hubspot_->Post("/_sim/archive", {{"object", "companies"}, {"id", primary}});
  SyncEverything();
  for (const auto& [object, type] : types) {
    EXPECT_EQ(Value("SELECT COUNT(*) FROM v_" + object + " WHERE primary_company_id = '" + primary + "'"),
              "0");
  }
}

TEST_F(ViewJoins, TicketsHaveTheLabelsOfTheirStages) {
  SyncEverything();
  const json answer = hubspot_->Api("/crm/v3/pipelines/tickets").Json();
  const std::vector<json> tickets = hubspot_->Truth("tickets");
  for (const json& ticket : tickets) {
    const json& properties = ticket.at("properties");
    std::string pipeline_label = "NULL";
    std::string stage_label = "NULL";
    for (const json& pipeline : answer.at("results")) {
      if (pipeline.at("id") != properties.at("hs_pipeline")) continue;
      pipeline_label = pipeline.at("label");
      for (const json& stage : pipeline.at("stages")) {
        if (stage.at("id") == properties.at("hs_pipeline_stage")) stage_label = stage.at("label");
      }
    }
    EXPECT_NE(stage_label, "NULL");
    EXPECT_EQ(Cell("v_tickets", ticket.at("id"), "hs_pipeline_label"), pipeline_label);
    EXPECT_EQ(Cell("v_tickets", ticket.at("id"), "hs_pipeline_stage_label"), stage_label);
  }
}

// Whatever the table has an index on, the view's condition uses it, joins and all.
TEST_F(ViewJoins, IndexesOfTheTablesServeThroughTheViews) {
  SyncEverything();
  // The server looks at new tables when it has time to.
  Value("ANALYZE TABLE hubspot_contacts, hubspot_companies, hubspot_deals, hubspot_tickets, hubspot_owners");
  const auto key = [&](const std::string& view, const std::string& condition) {
    mariadb::Connection connection(connector_->options());
    connection.Execute("SET NAMES utf8mb4 COLLATE utf8mb4_general_ci");
    mariadb::Result plan =
        connection.Query(fmt::format("EXPLAIN SELECT id, owner_name FROM {} WHERE {}", view, condition));
    std::string keys;
    while (plan.Next()) {
      if (plan.String(2) == "t") keys += plan.String(5);
    }
    return keys;
  };
  EXPECT_EQ(key("v_contacts", "email = 'nobody@simulated.example'"), "email_idx");
  EXPECT_EQ(key("v_companies", "domain = 'nowhere.example'"), "domain_idx");
  EXPECT_EQ(key("v_deals", "dealstage = 'nowhere'"), "dealstage_idx");
  EXPECT_EQ(key("v_tickets", "hs_pipeline_stage = 'nowhere'"), "hs_pipeline_stage_idx");
  for (const char* view : {"v_companies", "v_deals", "v_tickets"}) {
    EXPECT_EQ(key(view, "hubspot_owner_id = '404'"), "hubspot_owner_id_idx") << view;
    EXPECT_EQ(key(view, "owner_email = 'nobody@simulated.example'"), "hubspot_owner_id_idx") << view;
  }
  // Compared without case, as every text.
  const std::string id = Make("contacts", {{"email", "Mixed.Case@simulated.example"}});
  SyncEverything();
  EXPECT_EQ(Value("SELECT id FROM v_contacts WHERE email = 'mixed.case@SIMULATED.example'"), id);
}

// Companies, custom objects, and records of one type with each other.
TEST_F(ViewJoins, AssociationsOfEveryPairAreWhole) {
  hubspot_->Post("/_sim/settings", {{"ownTypeAssociations", true}});
  Link("deals", AnId("deals", 0), "deals", AnId("deals", 1));
  Link("companies", AnId("companies", 0), "companies", AnId("companies", 1));
  Link("contacts", AnId("contacts", 2), "contacts", AnId("contacts", 3));
  Link("cars", AnId("cars", 0), "contacts", AnId("contacts", 4));
  Link("tickets", AnId("tickets", 0), "companies", AnId("companies", 4));
  SyncEverything();
  // Changed records bring theirs along at once.
  const std::string deal = Make("deals", {{"dealname", "linked later"}});
  const std::string car = Make("cars", json::object());
  Link("deals", deal, "deals", AnId("deals", 5));
  Link("cars", car, "contacts", AnId("contacts", 6));
  ASSERT_EQ(Sync({{"SYNC_OBJECTS", kEverything.at("SYNC_OBJECTS")}}).exit_code, 0);
  const std::vector<std::string> objects{"contacts", "companies", "deals", "tickets", "cars"};
  for (const std::string& from : objects) {
    for (const std::string& to : objects) {
      EXPECT_THAT(connector_->LinkDifferences(from, to), IsEmpty()) << from << " to " << to;
    }
  }
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_associations WHERE from_object_type_id = '0-3' AND "
                  "to_object_type_id = '0-3' AND '" +
                  deal + "' IN (from_id, to_id)"),
            "2");
}

}  // namespace
}  // namespace hm::test
