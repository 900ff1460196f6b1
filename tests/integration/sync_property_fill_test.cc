// Values of a property that is new reach records whose last-modified did not move.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;

class PropertyFill : public SmallAccount {
 protected:
  void Define(const std::string& name, bool calculated) const {
    hubspot_->Post("/_sim/properties", {{"object", "contacts"},
                                        {"name", name},
                                        {"type", "number"},
                                        {"fieldType", calculated ? "calculation_equation" : "number"},
                                        {"calculated", calculated},
                                        {"fill", 60}});
  }
  // Searches for a property since `logged` requests.
  int Searches(std::size_t logged) const {
    int count = 0;
    const json log = hubspot_->Get("/_sim/log");
    for (std::size_t i = logged; i < log.size(); ++i) {
      count += log.at(i).at("body").get<std::string>().find("HAS_PROPERTY") != std::string::npos ? 1 : 0;
    }
    return count;
  }
  std::size_t Logged() const { return hubspot_->Get("/_sim/log").size(); }
  std::string Filled(const std::string& name) const {
    return Value("SELECT filled FROM hubspot_known_properties WHERE object_type = 'contacts' AND name = '" +
                 name + "'");
  }
};

TEST_F(PropertyFill, OldRecordsGetIt) {
  Load({"--contacts", "450", "--deals", "20"});
  const std::string modified = Value("SELECT SUM(hs_lastmodifieddate) FROM hubspot_contacts");
  Define("score", false);
  Define("rollup", true);
  const std::size_t logged = Logged();
  ExpectConverges();
  EXPECT_EQ(Value("SELECT SUM(hs_lastmodifieddate) FROM hubspot_contacts"), modified);
  EXPECT_GT(Value("SELECT COUNT(*) FROM hubspot_contacts WHERE JSON_EXISTS(properties_json, '$.score')"),
            "100");
  // Two pages each, once.
  EXPECT_EQ(Searches(logged), 4);
  hubspot_->Delete("/_sim/properties", {{"object", "contacts"}, {"name", "score"}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Filled("score"), "");
}

TEST_F(PropertyFill, GoesOnWhereItStopped) {
  Load({"--contacts", "450", "--deals", "20"});
  Define("score", false);
  Fault({{"matchBody", "HAS_PROPERTY"}, {"nth", 2}, {"times", -1}, {"status", 401}});
  EXPECT_EQ(Sync().exit_code, 3);
  EXPECT_EQ(Filled("score"), "0");
  Heal();
  const std::size_t logged = Logged();
  ExpectConverges();
  EXPECT_EQ(Searches(logged), 1);
  EXPECT_EQ(Filled("score"), "1");
}

TEST_F(PropertyFill, WhatSearchRefusesStopsNothing) {
  Load({"--contacts", "50", "--deals", "20"});
  Define("score", true);
  Fault({{"matchBody", "HAS_PROPERTY"}, {"times", -1}, {"status", 400}});
  EXPECT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Filled("score"), "1");
}

}  // namespace
}  // namespace hm::test
