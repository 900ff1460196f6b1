// A person whom HubSpot erased (GDPR) is nowhere in the database any more.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "support/account.h"

namespace hm::test {
namespace {

using testing::IsEmpty;
using testing::IsSupersetOf;

constexpr const char* kPerson = "944771137";
constexpr const char* kFormer = "944771138";  // merged into the person
const std::vector<std::string> kTraces{kPerson, kFormer, "4711@person.example"};
const Environment kEverything{
    {"HISTORY", "all"}, {"PROMOTE", "contacts.my_text"}, {"ASSOCIATIONS_INTERVAL_HOURS", "0.0000001"}};

class Erasure : public SmallAccount {
 protected:
  // "table.column" of every column of every table in which a trace is found.
  std::set<std::string> Found() const {
    std::set<std::string> found;
    mariadb::Connection connection(connector_->options());
    mariadb::Result columns = connection.Query(
        "SELECT c.TABLE_NAME, c.COLUMN_NAME FROM information_schema.COLUMNS c JOIN information_schema.TABLES "
        "t USING (TABLE_SCHEMA, TABLE_NAME) WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE "
        "TABLE'");
    while (columns.Next()) {
      for (const std::string& trace : kTraces) {
        const std::string count = Value(fmt::format("SELECT COUNT(*) FROM `{}` WHERE `{}` LIKE '%{}%'",
                                                    columns.String(0), columns.String(1), trace));
        if (count != "0") found.insert(columns.String(0) + "." + columns.String(1) + " " + trace);
      }
    }
    return found;
  }
  void MustSync() const {
    const RunResult run = Sync(kEverything);
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  // Rows of the person in every table that may have some.
  void LeaveTraces() const {
    hubspot_->Post("/_sim/properties", {{"object", "contacts"}, {"name", "my_text"}, {"type", "string"}});
    SetRecord("contacts", kPerson,
              {{"email", "now.4711@person.example"}, {"my_text", "4711@person.example"}});
    SetRecord("contacts", kFormer, {{"email", "former.4711@person.example"}});
    hubspot_->Post("/_sim/associations",
                   {{"from", "contacts"}, {"fromId", kPerson}, {"to", "deals"}, {"toId", AnId("deals")}});
    MustSync();
    SetRecord("contacts", kFormer, {{"firstname", "4711@person.example"}});
    SetRecord("contacts", kPerson, {{"firstname", "4711@person.example"}});
    MustSync();
    hubspot_->Post(
        "/_sim/merge",
        {{"object", "contacts"}, {"primary", kPerson}, {"secondary", kFormer}, {"keepPrimary", true}});
    MustSync();
    ASSERT_EQ(Value(fmt::format("SELECT merged_into FROM hubspot_contacts WHERE id = {}", kFormer)), kPerson);
    connector_->Execute("ALTER TABLE hubspot_contacts ADD CONSTRAINT no_bad CHECK (email NOT LIKE 'bad%')");
    SetRecord("contacts", kPerson, {{"email", "bad.4711@person.example"}});
    MustSync();
    for (const char* id : {kPerson, kFormer}) {
      connector_->Execute(
          fmt::format("INSERT INTO hubspot_association_queue (object_type_id, id, to_object_type_id) VALUES "
                      "('0-1', '{}', "
                      "'0-3')",
                      id));
    }
    EXPECT_THAT(Found(), IsSupersetOf({std::string("hubspot_contacts.id ") + kPerson,
                                       std::string("hubspot_contacts.merged_into ") + kPerson,
                                       std::string("hubspot_contacts.id ") + kFormer,
                                       std::string("hubspot_contacts.email 4711@person.example"),
                                       std::string("hubspot_contacts.my_text 4711@person.example"),
                                       std::string("hubspot_contacts.properties_json 4711@person.example"),
                                       std::string("hubspot_associations.from_id ") + kPerson,
                                       std::string("hubspot_associations.to_id ") + kPerson,
                                       std::string("hubspot_association_queue.id ") + kPerson,
                                       std::string("hubspot_association_queue.id ") + kFormer,
                                       std::string("hubspot_property_history.record_id ") + kPerson,
                                       std::string("hubspot_property_history.record_id ") + kFormer,
                                       std::string("hubspot_property_history.new_value 4711@person.example"),
                                       std::string("hubspot_quarantine.id ") + kPerson,
                                       std::string("hubspot_quarantine.raw_json 4711@person.example")}));
  }
};

TEST_F(Erasure, F_S12_VerifyLeavesNoTraceInAnyTable) {
  Open({"--contacts", "40", "--deals", "10"});
  LeaveTraces();
  hubspot_->Post("/_sim/erase", {{"object", "contacts"}, {"id", kPerson}});
  const RunResult run = connector_->Run({"verify", "--repair"}, kEverything);
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  EXPECT_THAT(Found(), IsEmpty());
  MustSync();
  EXPECT_THAT(Found(), IsEmpty());
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 40);
}

}  // namespace
}  // namespace hm::test
