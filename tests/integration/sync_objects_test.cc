// Every object of the CRM: standard ones, custom ones, owners, pipelines, and `all`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

struct Object {
  const char* name;      // here
  const char* hubspot;   // in the simulator
  const char* property;  // one that a test may change
};

// A hundred requests in a moment are no subject here.
const Environment kFast{{"RATE_LIMIT_REQUESTS", "5000"}};

constexpr Object kObjects[] = {
    {"contacts", "contacts", "firstname"},
    {"deals", "deals", "dealname"},
    {"companies", "companies", "name"},
    {"tickets", "tickets", "subject"},
    {"products", "products", "hs_sku"},
    {"line_items", "line_items", "name"},
    {"quotes", "quotes", "hs_title"},
    {"orders", "orders", "hs_order_name"},
    {"invoices", "invoices", "hs_number"},
    {"leads", "leads", "hs_lead_name"},
    {"calls", "calls", "hs_call_title"},
    {"emails", "emails", "hs_email_subject"},
    {"meetings", "meetings", "hs_meeting_title"},
    {"notes", "notes", "hs_note_body"},
    {"tasks", "tasks", "hs_task_subject"},
    {"communications", "communications", "hs_communication_body"},
    {"goals", "goal_targets", "hs_goal_name"},
    {"cars", "cars", "maker"},
    {"custom_products", "custom_products", "batch_code"},
};

class Objects : public SmallAccount {
 protected:
  // So many records of every object.
  static std::vector<std::string> Records(const std::string& count) {
    std::vector<std::string> args{"--awkward", "0.1"};
    for (const Object& object : kObjects) {
      args.insert(args.end(), {std::string("--") + object.hubspot, count});
    }
    return args;
  }
  RunResult SyncObjects(const std::string& objects) const {
    return connector_->Run({"sync", "--objects", objects}, kFast);
  }
  // All scopes but those that hold one of `parts`.
  void Withhold(const std::vector<std::string>& parts) const {
    const json all = hubspot_->Get("/_sim/settings").at("scopes");
    json scopes = json::array();
    for (const std::string scope : all) {
      const auto within = [&](const std::string& part) { return scope.find(part) != std::string::npos; };
      if (std::none_of(parts.begin(), parts.end(), within)) {
        scopes.push_back(scope);
      }
    }
    hubspot_->Post("/_sim/settings", {{"scopes", scopes}});
  }
  bool HasTable(const std::string& table) const {
    return Value(
               "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND "
               "table_name = '" +
               table + "'") != "0";
  }
};

// First load, change, creation, archive, merge and erasure of every object, each compared with HubSpot.
TEST_F(Objects, EachIsMirroredLikeContacts) {
  Open(Records("130"));
  const RunResult first = SyncObjects("all");
  ASSERT_EQ(first.exit_code, 0) << first.err;
  for (const Object& object : kObjects) {
    EXPECT_EQ(connector_->Count(std::string("hubspot_") + object.name), 130) << object.name;
    EXPECT_THAT(connector_->Differences(object.name), IsEmpty());
    EXPECT_EQ(Value(std::string("SELECT COUNT(*) FROM hubspot_") + object.name + " WHERE createdate IS NULL"),
              "0")
        << object.name;
  }
  for (const Object& object : kObjects) {
    const std::string name = object.hubspot;
    SetRecord(name, AnId(name, 3), {{object.property, "changed “” 🚗"}});
    SetRecord(name, "", {{object.property, "new"}});
    hubspot_->Post("/_sim/archive", {{"object", name}, {"id", AnId(name, 5)}});
    hubspot_->Post("/_sim/merge",
                   {{"object", name}, {"primary", AnId(name, 7)}, {"secondary", AnId(name, 8)}});
  }
  const RunResult second = SyncObjects("all");
  ASSERT_EQ(second.exit_code, 0) << second.err;
  for (const Object& object : kObjects) {
    EXPECT_THAT(connector_->Differences(object.name), IsEmpty());
    EXPECT_EQ(Value(std::string("SELECT COUNT(*) FROM hubspot_") + object.name + " WHERE archived = 1"), "3")
        << object.name << ": one archived, two merged";
    hubspot_->Post("/_sim/erase", {{"object", object.hubspot}, {"id", AnId(object.hubspot, 2)}});
  }
  const RunResult verify = connector_->Run({"verify", "--repair", "--objects", "all"}, kFast);
  EXPECT_EQ(verify.exit_code, 0) << verify.out << verify.err;
  for (const Object& object : kObjects) {
    EXPECT_THAT(connector_->Differences(object.name), IsEmpty());
  }
  EXPECT_EQ(SyncObjects("all").exit_code, 0);
  EXPECT_EQ(Value("SELECT SUM(records_synced) FROM sync_state"), "0") << "an idle sync writes nothing";
}

TEST_F(Objects, OnlyTablesOfWhatIsSyncedAreMade) {
  Load({"--companies", "20", "--cars", "10", "--contacts", "5"});
  for (const char* table :
       {"hubspot_companies", "hubspot_cars", "hubspot_owners", "hubspot_ticket_pipelines"}) {
    EXPECT_FALSE(HasTable(table)) << table;
  }
  // A custom object by each of its names.
  for (const char* name : {"cars", "p4321987_cars", "2-3465404"}) {
    const RunResult run = SyncObjects(std::string("companies,") + name);
    EXPECT_EQ(run.exit_code, 0) << run.err;
  }
  EXPECT_THAT(connector_->Differences("companies"), IsEmpty());
  EXPECT_THAT(connector_->Differences("cars"), IsEmpty());
  EXPECT_EQ(Value("SELECT object_type_id FROM hubspot_object_types WHERE table_name = 'hubspot_cars'"),
            "2-3465404");
  const json status = json::parse(connector_->Run({"status", "--json"}, {{"SYNC_OBJECTS", "all"}}).out);
  EXPECT_EQ(status.at("objects").size(), 5U) << status.dump() << ": what was ever synced";
  const RunResult check = connector_->Run({"check"}, {{"SYNC_OBJECTS", "companies,p4321987_cars,owners"}});
  EXPECT_EQ(check.exit_code, 0) << check.out;
  EXPECT_THAT(check.out, HasSubstr("cars: readable"));
}

// Where the database is far away, each look at a table is waited for.
TEST_F(Objects, AStartLooksAtEachTableOnce) {
  Open({"--contacts", "5", "--deals", "5"});
  ASSERT_EQ(SyncObjects("contacts,deals,pipelines").exit_code, 0);
  const auto looks = [&] {
    return std::stoi(
        connector_->Value("SELECT variable_value FROM information_schema.global_status WHERE variable_name = "
                          "'COM_SHOW_CREATE_TABLE'"));
  };
  const int before = looks();
  ASSERT_EQ(SyncObjects("contacts,deals,pipelines").exit_code, 0);
  const int tables = std::stoi(
      connector_->Value("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()"));
  // Those of the lease, the version and the records once more.
  EXPECT_LE(looks() - before, tables + 10);
}

TEST_F(Objects, ACustomObjectThatIsCalledLikeAStandardOneGoesByItsOtherNames) {
  Load({"--products", "7", "--custom_products", "11", "--contacts", "1"});
  ASSERT_EQ(SyncObjects("products").exit_code, 0);
  EXPECT_THAT(connector_->Differences("products"), IsEmpty());
  EXPECT_FALSE(HasTable("hubspot_custom_products")) << "the plain name is the standard object's";
  for (const char* name : {"custom_products", "p4321987_products", "2-3465777"}) {
    SetRecord("custom_products", "", {{"batch_code", name}});
    const RunResult run = SyncObjects(name);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(connector_->Differences("custom_products"), IsEmpty()) << name;
  }
  EXPECT_EQ(connector_->Count("v_custom_products"), 14);
  EXPECT_EQ(connector_->Count("v_products"), 7);
  EXPECT_EQ(Value("SELECT CONCAT(object_type_id, ' ', hubspot_name) FROM hubspot_object_types WHERE "
                  "table_name = 'hubspot_custom_products'"),
            "2-3465777 products");
}

TEST_F(Objects, VerifyMakesNoTableOfWhatWasNeverSynced) {
  Load({"--companies", "20", "--cars", "10", "--contacts", "5"});
  const char* const tables =
      "SELECT GROUP_CONCAT(TABLE_NAME ORDER BY TABLE_NAME) FROM information_schema.TABLES WHERE TABLE_SCHEMA "
      "= DATABASE()";
  const std::string before = Value(tables);
  for (const char* objects : {"all", "cars,companies"}) {
    const RunResult run = connector_->Run({"verify", "--repair", "--objects", objects}, kFast);
    EXPECT_EQ(run.exit_code, objects == std::string("all") ? 0 : 1) << run.out << run.err;
    EXPECT_THAT(run.out, HasSubstr("never synced")) << objects;
  }
  EXPECT_EQ(Value(tables), before);
  EXPECT_EQ(connector_->Count("hubspot_object_types"), 0);
  // Nothing is spoilt for the sync that makes them.
  ASSERT_EQ(SyncObjects("all").exit_code, 0);
  EXPECT_THAT(connector_->Differences("cars"), IsEmpty());
  EXPECT_THAT(connector_->Differences("companies"), IsEmpty());
}

TEST_F(Objects, F_S18_ANameThatComesBackForAnotherTypeDoesNotTakeItsTable) {
  Open({"--cars", "30", "--contacts", "1"});
  ASSERT_EQ(SyncObjects("cars").exit_code, 0);
  hubspot_->Post("/_sim/schemas", {{"object", "cars"}, {"objectTypeId", "2-9000001"}});
  SetRecord("cars", "", {{"maker", "new make"}});
  const RunResult run = SyncObjects("cars");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(connector_->Count("hubspot_cars"), 30);
  EXPECT_EQ(Value("SELECT JSON_VALUE(properties_json, '$.maker') FROM hubspot_cars_2_9000001"), "new make");
}

TEST_F(Objects, AllIsWhatTheTokenMayRead) {
  Open({"--contacts", "10", "--companies", "10", "--cars", "10"});
  Withhold({"companies", "tickets", "custom"});
  const RunResult all = SyncObjects("all");
  EXPECT_EQ(all.exit_code, 0) << all.err;
  for (const char* object : {"companies", "tickets", "custom objects"}) {
    EXPECT_THAT(all.err, HasSubstr(std::string("passed over object=") +
                                   (std::string(object).find(' ') == std::string::npos
                                        ? object
                                        : "\"" + std::string(object) + "\"")));
  }
  EXPECT_FALSE(HasTable("hubspot_companies"));
  EXPECT_THAT(connector_->Differences("contacts"), IsEmpty());
  EXPECT_EQ(State("owners", "status"), "success");
  // By name, a refusal is a failure; of all of them, that of the token.
  const RunResult some = SyncObjects("contacts,companies,cars");
  EXPECT_EQ(some.exit_code, 1) << some.err;
  EXPECT_EQ(State("contacts", "status"), "success");
  for (const char* refused : {"companies", "cars"}) {
    EXPECT_EQ(State(refused, "status"), "failed");
    EXPECT_THAT(State(refused, "error_message"), HasSubstr("lacks a scope"));
  }
  EXPECT_EQ(SyncObjects("companies,cars").exit_code, 3);
  EXPECT_EQ(SyncObjects("contacts,unicorns").exit_code, 1) << "it may be a custom object";
  Withhold({"crm", "tickets"});
  EXPECT_EQ(SyncObjects("all").exit_code, 3);
}

TEST_F(Objects, OwnersAreMirroredWholeDeactivatedOnesToo) {
  Open({"--contacts", "1"});
  hubspot_->Post("/_sim/settings", {{"listPageRows", 2}});
  const auto expect_equal = [&] {
    const RunResult run = SyncObjects("owners");
    ASSERT_EQ(run.exit_code, 0) << run.err;
    for (const json& owner : hubspot_->Get("/_sim/truth?object=owners")) {
      const std::string where = " FROM hubspot_owners WHERE id = '" + owner.at("id").get<std::string>() + "'";
      EXPECT_EQ(Value("SELECT CONCAT_WS('|', email, first_name, last_name, user_id, type, archived)" + where),
                owner.at("email").get<std::string>() + "|" + owner.at("firstName").get<std::string>() + "|" +
                    owner.at("lastName").get<std::string>() + "|" +
                    std::to_string(owner.at("userIdIncludingInactive").get<std::int64_t>()) + "|" +
                    owner.at("type").get<std::string>() + "|" +
                    (owner.at("archived").get<bool>() ? "1" : "0"));
      EXPECT_EQ(json::parse(Value("SELECT teams_json" + where)), owner.value("teams", json::array()));
      EXPECT_EQ(Value("SELECT JSON_VALUE(properties_json, '$.email')" + where), owner.at("email"));
    }
  };
  expect_equal();
  EXPECT_EQ(Value("SELECT CONCAT(SUM(archived = 0), '/', COUNT(*)) FROM hubspot_owners"), "6/9");
  hubspot_->Post("/_sim/owners", {{"id", "41629001"}, {"archived", true}});
  hubspot_->Post("/_sim/owners", {{"id", "41629002"}, {"lastName", "Adeyemi-Søren"}});
  hubspot_->Post("/_sim/owners", {{"id", "5"}});
  expect_equal();
  EXPECT_EQ(State("owners", "records_synced"), "3");
  // One that HubSpot lists in neither form stays, for records name it.
  Fault(
      {{"match", "archived=true"}, {"kind", "page"}, {"results", "none"}, {"paging", "none"}, {"times", 1}});
  EXPECT_EQ(SyncObjects("owners").exit_code, 0);
  EXPECT_EQ(connector_->Count("hubspot_owners"), 10);
  Fault({{"match", "/owners"}, {"kind", "page"}, {"results", "none"}, {"paging", "none"}, {"times", -1}});
  EXPECT_EQ(SyncObjects("owners").exit_code, 1) << "an account without owners is not believed";
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_owners WHERE archived = 0"), "6");
}

TEST_F(Objects, PipelinesOfTicketsAndCustomObjectsComeWithThem) {
  Open({"--contacts", "1", "--tickets", "5", "--cars", "5"});
  hubspot_->Post(
      "/_sim/pipelines",
      {{"object", "cars"},
       {"upsert", {{"id", "77"}, {"label", "Workshop"}, {"stages", {{{"id", "s1"}, {"label", "In"}}}}}}});
  ASSERT_EQ(SyncObjects("tickets,pipelines").exit_code, 0);
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(CONCAT(id, is_closed) ORDER BY id) FROM hubspot_ticket_stages"),
            "10,20,30,41");
  EXPECT_EQ(Value("SELECT label FROM hubspot_ticket_pipelines WHERE id = '0'"), "Support Pipeline");
  EXPECT_EQ(connector_->Count("hubspot_deal_pipelines"), 2);
  EXPECT_FALSE(HasTable("hubspot_cars_pipelines"));
  ASSERT_EQ(SyncObjects("cars,tickets,pipelines").exit_code, 0);
  EXPECT_EQ(Value("SELECT label FROM hubspot_cars_stages WHERE pipeline_id = '77'"), "In");
  EXPECT_EQ(State("pipelines", "records_synced"), "2");
  // What is gone stays, inactive; a custom object may lose its last one.
  hubspot_->Post("/_sim/pipelines", {{"object", "cars"}, {"delete", "77"}});
  hubspot_->Post("/_sim/pipelines", {{"object", "tickets"}, {"pipeline", "0"}, {"deleteStage", "3"}});
  ASSERT_EQ(SyncObjects("cars,tickets,pipelines").exit_code, 0);
  EXPECT_EQ(Value("SELECT active FROM hubspot_cars_pipelines"), "0");
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(id) FROM hubspot_ticket_stages WHERE active = 0"), "3");
  // Without the tickets themselves, theirs are not asked for.
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(SyncObjects("contacts,deals,pipelines").exit_code, 0);
  EXPECT_FALSE(hubspot_->Counters().at("byRoute").contains("pipelines/tickets"));
}

}  // namespace
}  // namespace hm::test
