#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "sync/object_types.h"

namespace hm::sync {
namespace {

using Names = std::vector<std::string>;

TEST(ObjectTypes, Airbyte85019_ContactsAreFilteredByAnotherPropertyThanDeals) {
  ASSERT_NE(FindObjectType("contacts"), nullptr);
  ASSERT_NE(FindObjectType("deals"), nullptr);
  EXPECT_EQ(FindObjectType("contacts")->last_modified_property, "lastmodifieddate");
  EXPECT_EQ(FindObjectType("deals")->last_modified_property, "hs_lastmodifieddate");
  EXPECT_EQ(FindObjectType("contact"), nullptr);
  EXPECT_EQ(FindObjectType(""), nullptr);
}

TEST(ResolveObjects, GivesTheOrderOfTheScheduleEachOnce) {
  const Names all{"contacts", "deals", "pipelines"};
  EXPECT_EQ(ResolveObjects({"pipelines", "contacts", "deals"}, "SYNC_OBJECTS"), all);
  EXPECT_EQ(ResolveObjects({"all"}, "SYNC_OBJECTS"), all);
  EXPECT_EQ(ResolveObjects({"deals", "all"}, "SYNC_OBJECTS"), all);
  EXPECT_EQ(ResolveObjects({"deals", "deals"}, "SYNC_OBJECTS"), Names{"deals"});
  EXPECT_EQ(ResolveObjects({"pipelines"}, "--objects"), Names{"pipelines"});
}

TEST(ResolveObjects, NamesWhatIsUnknownAndWhatIsKnown) {
  for (const char* name : {"contact", "Deals", "", "owners"}) {
    try {
      ResolveObjects({"deals", name}, "--objects");
      ADD_FAILURE() << "not refused: " << name;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kConfig);
      EXPECT_NE(std::string(e.what()).find("--objects names \"" + std::string(name) + '"'), std::string::npos)
          << e.what();
      EXPECT_NE(e.hint().find("contacts, deals, pipelines"), std::string::npos) << e.hint();
    }
  }
}

}  // namespace
}  // namespace hm::sync
