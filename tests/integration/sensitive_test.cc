// Sensitive properties: read as far as the token's scopes go, never asked for beyond, and what is mirrored
// of them stays when a scope goes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kPassport = "crm.objects.contacts.sensitive.read";
constexpr const char* kBlood = "crm.objects.contacts.highly_sensitive.read.v2";

class Sensitive : public SmallAccount {
 protected:
  void SetUp() override {
    Open({"--contacts", "120", "--deals", "20"});
    plain_ = hubspot_->Get("/_sim/settings").at("scopes");
    Define("passport_number", "sensitive");
    Define("blood_type", "highly_sensitive");
  }
  void Define(const std::string& name, const std::string& of_class) const {
    hubspot_->Post("/_sim/properties", {{"object", "contacts"},
                                        {"name", name},
                                        {"type", "string"},
                                        {"fieldType", "text"},
                                        {"dataSensitivity", of_class},
                                        {"fill", 60}});
  }
  void Grant(const std::vector<std::string>& scopes) const {
    json all = plain_;
    for (const std::string& scope : scopes) all.push_back(scope);
    hubspot_->Post("/_sim/settings", {{"scopes", all}});
  }
  void SyncWell(const std::vector<std::string>& flags = {}) const {
    std::vector<std::string> args{"sync"};
    args.insert(args.end(), flags.begin(), flags.end());
    const RunResult run = connector_->Run(args);
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
  }
  std::string Having(const std::string& property) const {
    return Value("SELECT COUNT(*) FROM hubspot_contacts WHERE JSON_EXISTS(properties_json, '$." + property +
                 "')");
  }
  std::string Truly(const std::string& property) const {
    const std::vector<json> all = hubspot_->Truth("contacts");
    return std::to_string(std::ranges::count_if(
        all, [&](const json& record) { return !record.at("properties").at(property).is_null(); }));
  }
  std::string Class(const std::string& property) const {
    return Value("SELECT sensitivity FROM hubspot_properties WHERE archived = 0 AND name = '" + property +
                 "'");
  }
  std::string Refusals() const {
    return Value("SELECT COUNT(*) FROM sync_events WHERE kind = 'refused' AND message LIKE '%sensitive%'");
  }
  int Forbidden() const {
    const json by = hubspot_->Counters().at("byStatus");
    return by.contains("403") ? by.at("403").get<int>() : 0;
  }
  // Changes every record, so that all are written anew.
  void Touch() const {
    hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 120}, {"properties", {{"city", "Ulm"}}}});
  }

  json plain_;
};

TEST_F(Sensitive, WithoutScopeNothingIsAskedFor) {
  SyncWell();
  EXPECT_EQ(Class("passport_number"), "");
  EXPECT_EQ(Having("passport_number"), "0");
  EXPECT_EQ(Class("email"), "non_sensitive");
  EXPECT_EQ(Forbidden(), 0);
  hubspot_->Delete("/_sim/counters");
  SyncWell();
  EXPECT_LE(hubspot_->Counters().at("total").get<int>(), 8);
}

TEST_F(Sensitive, EachClassByItsScope) {
  Grant({kPassport});
  SyncWell();
  EXPECT_EQ(Class("passport_number"), "sensitive");
  EXPECT_EQ(Class("blood_type"), "");
  EXPECT_EQ(Having("passport_number"), Truly("passport_number"));
  EXPECT_EQ(Having("blood_type"), "0");
  EXPECT_EQ(Value("SELECT COUNT(passport_number) FROM v_contacts"), Truly("passport_number"));
  Grant({kPassport, kBlood});
  SyncWell({"--full"});
  EXPECT_EQ(Class("blood_type"), "highly_sensitive");
  EXPECT_EQ(Having("blood_type"), Truly("blood_type"));
  EXPECT_EQ(Forbidden(), 0);
  EXPECT_EQ(connector_->Run({"verify"}).exit_code, 0);
}

TEST_F(Sensitive, AnotherTokenIsAskedWhatItMay) {
  SyncWell();
  Grant({kPassport});
  SyncWell();
  EXPECT_EQ(Class("passport_number"), "");
  const std::string token = "pat-na1-00000000-1111-2222-3333-555555555555";
  hubspot_->Post("/_sim/settings", {{"token", token}});
  EXPECT_EQ(Sync({{"HUBSPOT_API_KEY", token}}).exit_code, 0);
  EXPECT_EQ(Having("passport_number"), Truly("passport_number"));
  EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_meta WHERE value LIKE '%pat-%'"), "0");
}

TEST_F(Sensitive, ValuesStayWhenTheScopeGoes) {
  Grant({kPassport, kBlood});
  SyncWell();
  const std::string passports = Truly("passport_number");
  const std::string content =
      "SELECT MD5(GROUP_CONCAT(JSON_VALUE(properties_json, '$.passport_number') ORDER BY id)) FROM "
      "hubspot_contacts";
  const std::string before = Value(content);
  Grant({});
  SyncWell({"--full"});
  EXPECT_EQ(State("contacts", "records_synced"), "0");
  Touch();
  SyncWell();
  EXPECT_EQ(
      Value("SELECT COUNT(*) FROM hubspot_contacts WHERE JSON_VALUE(properties_json, '$.city') = 'Ulm'"),
      "120");
  EXPECT_EQ(Having("passport_number"), passports);
  EXPECT_EQ(Value(content), before);
  EXPECT_EQ(Class("passport_number"), "sensitive");
  EXPECT_EQ(Value("SELECT COUNT(passport_number) FROM v_contacts"), passports);
  EXPECT_EQ(Refusals(), "1");
  EXPECT_EQ(connector_->Run({"verify"}).exit_code, 0);
  SyncWell();
  EXPECT_EQ(State("contacts", "records_synced"), "0");
  EXPECT_EQ(Forbidden(), 0);
}

TEST_F(Sensitive, WhatChangedMeanwhileArrivesWhenTheScopeIsBack) {
  Grant({kPassport});
  SyncWell();
  Grant({});
  SyncWell({"--full"});
  SetRecord("contacts", AnId("contacts"), {{"passport_number", "new"}});
  SyncWell();
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_contacts WHERE passport_number = 'new'"), "0");
  Grant({kPassport});
  SyncWell({"--full"});
  EXPECT_EQ(Value("SELECT COUNT(*) FROM v_contacts WHERE passport_number = 'new'"), "1");
  EXPECT_EQ(connector_->Run({"verify"}).exit_code, 0);
}

TEST_F(Sensitive, WhoWantsToBeRidOfThemSaysSo) {
  Grant({kPassport});
  SyncWell();
  Grant({});
  SyncWell({"--full"});
  connector_->Execute("UPDATE hubspot_properties SET archived = 1 WHERE sensitivity <> 'non_sensitive'");
  EXPECT_EQ(connector_->Run({"verify", "--repair"}).exit_code, 0);
  EXPECT_EQ(Having("passport_number"), "0");
}

TEST_F(Sensitive, APromotedOneKeepsItsColumn) {
  const Environment promote{{"PROMOTE", "contacts.passport_number"}};
  EXPECT_EQ(Sync(promote).exit_code, 0);
  Grant({kPassport});
  EXPECT_EQ(connector_->Run({"sync", "--full"}, promote).exit_code, 0);
  const std::string passports = Truly("passport_number");
  EXPECT_EQ(Value("SELECT COUNT(passport_number) FROM hubspot_contacts"), passports);
  Grant({});
  EXPECT_EQ(connector_->Run({"sync", "--full"}, promote).exit_code, 0);
  Touch();
  EXPECT_EQ(Sync(promote).exit_code, 0);
  EXPECT_EQ(Value("SELECT COUNT(passport_number) FROM hubspot_contacts"), passports);
}

TEST_F(Sensitive, CheckTellsOfTheScopes) {
  EXPECT_THAT(connector_->Run({"check"}).out, HasSubstr("no scope for sensitive properties"));
  Grant({kPassport, kBlood});
  EXPECT_THAT(connector_->Run({"check"}).out,
              HasSubstr("read: contacts.sensitive contacts.highly_sensitive"));
}

// HubSpot tells of the scope and refuses the values all the same.
TEST_F(Sensitive, ARefusedReadIsRepeatedWithoutThem) {
  Grant({kPassport});
  for (const char* where : {"match", "matchBody"}) {
    Fault({{where, "passport_number"},
           {"times", -1},
           {"status", 403},
           {"body", {{"category", "MISSING_SCOPES"}}}});
  }
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("refuses sensitive properties"));
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 120);
  EXPECT_EQ(Refusals(), "1");
  const int hits = Hits(0) + Hits(1);
  SyncWell();
  EXPECT_EQ(Hits(0) + Hits(1), hits);
  Heal();
  SyncWell({"--full"});
  EXPECT_EQ(Having("passport_number"), Truly("passport_number"));
}

TEST_F(Sensitive, AListOfDefinitionsThatIsRefusedStopsNothing) {
  Grant({kPassport});
  SyncWell();
  hubspot_->Post("/_sim/settings", {{"sensitiveListsNeedScope", true}});
  Grant({});
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_EQ(Refusals(), "1");
  EXPECT_EQ(Having("passport_number"), Truly("passport_number"));
}

// One class refused: none is asked for until the scopes are asked anew.
TEST_F(Sensitive, ARefusedListOfOneClassEndsAllReadingOfThem) {
  Grant({kPassport, kBlood});
  Fault({{"match", "dataSensitivity=highly_sensitive"},
         {"times", -1},
         {"status", 403},
         {"body", {{"category", "MISSING_SCOPES"}}}});
  SyncWell();
  EXPECT_EQ(Refusals(), "1");
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 120);
  EXPECT_EQ(Class("passport_number"), "");
  EXPECT_EQ(Having("passport_number"), "0");
  Heal();
  SyncWell({"--full"});
  EXPECT_EQ(Having("passport_number"), Truly("passport_number"));
  EXPECT_EQ(Having("blood_type"), Truly("blood_type"));
}

TEST_F(Sensitive, AnApiThatDoesNotKnowTheClassesGivesNone) {
  Grant({kPassport});
  Fault({{"match", "dataSensitivity=sensitive"},
         {"kind", "text"},
         {"times", -1},
         {"all", true},
         {"find", "\"dataSensitivity\":\"sensitive\""},
         {"with", "\"dataSensitivity\":\"non_sensitive\""}});
  SyncWell();
  EXPECT_GT(Hits(), 0);
  EXPECT_EQ(Class("passport_number"), "");
  EXPECT_EQ(Having("passport_number"), "0");
}

TEST_F(Sensitive, ScopesAreAskedForAnewAfterADayAndVerifyKeepsNothingOfThem) {
  Grant({kPassport});
  SyncWell();
  Grant({});
  const std::string scopes =
      "SELECT GROUP_CONCAT(value ORDER BY name) FROM hubspot_meta WHERE name LIKE 'token_%'";
  const std::string before = Value(scopes);
  hubspot_->Post("/_sim/settings", {{"clockOffsetMs", 25 * 3'600'000}});
  EXPECT_EQ(connector_->Run({"verify"}).exit_code, 0);
  EXPECT_EQ(Value(scopes), before);
  EXPECT_EQ(Refusals(), "0");
  SyncWell();
  EXPECT_EQ(Refusals(), "1");
  EXPECT_NE(Value(scopes), before);
  EXPECT_EQ(Having("passport_number"), Truly("passport_number"));
}

TEST_F(Sensitive, CustomObjectsShareOneScope) {
  Open({"--cars", "20", "--contacts", "1"});
  hubspot_->Post("/_sim/properties", {{"object", "cars"},
                                      {"name", "chassis_number"},
                                      {"type", "string"},
                                      {"dataSensitivity", "sensitive"},
                                      {"fill", 100}});
  const Environment cars{{"SYNC_OBJECTS", "cars"}};
  EXPECT_EQ(Sync(cars).exit_code, 0);
  EXPECT_EQ(Class("chassis_number"), "");
  Grant({"crm.objects.custom.sensitive.read"});
  EXPECT_EQ(connector_->Run({"sync", "--full"}, cars).exit_code, 0);
  EXPECT_EQ(Class("chassis_number"), "sensitive");
  EXPECT_EQ(Value("SELECT COUNT(chassis_number) FROM v_cars"), "20");
}

TEST_F(Sensitive, ATokenThatCannotBeAskedReadsNone) {
  Grant({kPassport});
  Fault({{"route", "token-info"}, {"times", -1}, {"status", 404}});
  SyncWell();
  EXPECT_EQ(Class("passport_number"), "");
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 120);
}

}  // namespace
}  // namespace hm::test
