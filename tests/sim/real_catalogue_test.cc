// The standard profile's properties against those of real accounts, where their recordings are at hand.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "integration/real_data.h"
#include "support/simulator.h"

namespace hm::test {
namespace {

// HubSpot's own properties of `object`, by name.
std::map<std::string, json> Defined(const Simulator& sim, const std::string& object) {
  std::map<std::string, json> defined;
  const json list = sim.Api("/crm/properties/2026-09/" + object).Json()["results"];
  for (const json& property : list) {
    if (property["hubspotDefined"]) defined[property["name"]] = property;
  }
  return defined;
}

std::set<std::string> Values(const json& definition) {
  std::set<std::string> values;
  for (const json& option : definition["options"]) values.insert(option["value"].get<std::string>());
  return values;
}

class SimRealCatalogue : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(DataDir())) {
      GTEST_SKIP() << "the recorded data is not here: " << DataDir();
    }
  }
  Simulator sim_{BINARY_DIR, {"--contacts", "1", "--companies", "1", "--deals", "1"}};
};

TEST_F(SimRealCatalogue, ContactDefinitionsAreThoseOfARealAccount) {
  const std::map<std::string, json> ours = Defined(sim_, "contacts");
  const json real = Document("contact-properties-2024.json")["results"];
  EXPECT_EQ(ours.size(), real.size());
  for (const json& theirs : real) {
    const std::string name = theirs["name"];
    ASSERT_TRUE(ours.contains(name)) << name;
    for (const char* key : {"type", "fieldType", "hidden", "calculated", "externalOptions"}) {
      EXPECT_EQ(ours.at(name)[key], theirs[key]) << name << " " << key;
    }
    // One string of theirs has options, too.
    if (theirs["type"] == "string") continue;
    EXPECT_EQ(ours.at(name)["options"].size(), theirs["options"].size()) << name;
    // Long lists (languages, time zones) are as long, not the same.
    if (theirs["options"].size() > 30) continue;
    EXPECT_EQ(Values(ours.at(name)), Values(theirs)) << name;
  }
}

// Whether a recorded value can be of that type.
bool Fits(const std::string& value, const std::string& type) {
  const bool digits = value.find_first_not_of("-.0123456789") == std::string::npos;
  if (type == "number") return digits;
  if (type == "bool") return value == "true" || value == "false";
  if (type == "date" || type == "datetime") return value.size() >= 10 && value[4] == '-';
  return true;
}

TEST_F(SimRealCatalogue, CompanyAndDealNamesAreThoseOfARealAccount) {
  for (const json& recorded : Document("records-2026.json")) {
    const std::string object = recorded["object"];
    if (object != "companies" && object != "deals") continue;
    const std::map<std::string, json> ours = Defined(sim_, object);
    const json& properties = recorded["record"]["properties"];
    EXPECT_EQ(ours.size(), properties.size()) << object;
    for (const auto& [name, value] : properties.items()) {
      ASSERT_TRUE(ours.contains(name)) << object << " " << name;
      if (!value.is_string() || value == "redacted") continue;
      const std::string type = ours.at(name)["type"];
      EXPECT_TRUE(Fits(value, type)) << name << " is a " << type << ": " << value;
    }
  }
}

}  // namespace
}  // namespace hm::test
