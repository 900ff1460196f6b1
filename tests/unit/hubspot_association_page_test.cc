#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.h"
#include "hubspot/association_page.h"

namespace hm::hubspot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Texts(const AssociationPage& page) {
  std::vector<std::string> texts;
  for (const LinkView& link : page.links()) {
    texts.push_back(std::string(link.from_id) + ">" + std::string(link.to_id) + " " +
                    std::string(link.category) + " " + std::string(link.type_id) + " " +
                    std::string(link.label));
  }
  return texts;
}

TEST(AssociationPage, ABatchWithItsLabelsPagesAndErrors) {
  AssociationPage page;
  page.Parse(http::Buffer(R"({"status":"COMPLETE","results":[
    {"from":{"id":"33451"},"to":[{"toObjectId":5790939450,"associationTypes":[
       {"category":"HUBSPOT_DEFINED","typeId":1,"label":"Primary"},
       {"label":null,"typeId":279,"category":"HUBSPOT_DEFINED","fromObjectTypeId":"0-1"}]},
      {"associationTypes":[{"category":"USER_DEFINED","typeId":28,"label":"B\u00fcro"}],"toObjectId":"7"}]},
    {"paging":{"next":{"link":"x","after":"Mg=="}},"to":[{"toObjectId":8,"associationTypes":[
       {"category":"HUBSPOT_DEFINED","typeId":3}]}],"from":{"id":9}}],
    "numErrors":2,"errors":[
     {"status":"error","category":"OBJECT_NOT_FOUND","subCategory":"crm.associations.NO_ASSOCIATIONS_FOUND",
      "context":{"fromObjectId":["10"]}},
     {"category":"INTERNAL","message":"later","context":{"x":[1],"fromObjectId":["11"]}}],
    "startedAt":"2026-01-01T00:00:00Z"})"));
  EXPECT_THAT(Texts(page), ElementsAre("33451>5790939450 HUBSPOT_DEFINED 1 Primary",
                                       "33451>5790939450 HUBSPOT_DEFINED 279 ",
                                       "33451>7 USER_DEFINED 28 Büro", "9>8 HUBSPOT_DEFINED 3 "));
  EXPECT_THAT(page.unfinished(), ElementsAre("9"));
  EXPECT_THAT(page.unread(), ElementsAre("11"));
  EXPECT_TRUE(page.Mentions("33451") && page.Mentions("9") && page.Mentions("10"));
  EXPECT_FALSE(page.Mentions("11") || page.Mentions("12"));
}

TEST(AssociationPage, OneRecordsList) {
  AssociationPage page;
  page.Parse(http::Buffer(
      R"({"results":[{"toObjectId":1,"associationTypes":[{"category":"C","typeId":2,"label":""}]},
          {"toObjectId":3,"associationTypes":[]}],"paging":{"next":{"after":"5"}}})"));
  EXPECT_THAT(Texts(page), ElementsAre(">1 C 2 "));
  EXPECT_EQ(page.next_after(), "5");
  page.Parse(http::Buffer(R"({"results":[],"paging":{"next":{"after":null}}})"));
  EXPECT_THAT(Texts(page), IsEmpty());
  EXPECT_EQ(page.next_after(), "");
}

class BadAssociations : public testing::TestWithParam<const char*> {};

TEST_P(BadAssociations, IsAnErrorAndNothingIsKept) {
  AssociationPage page;
  try {
    page.Parse(http::Buffer(GetParam()));
    FAIL() << "accepted";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kRetry);
  }
  EXPECT_THAT(page.links(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadAssociations,
    testing::Values("", "{}", "[]", R"({"results":{}})", R"({"results":[1]})", R"({"results":[{}]})",
                    R"({"results":[{"from":{"id":"1"},"to":[{"associationTypes":[]}]}]})",
                    R"({"results":[{"from":{"id":"1"},"to":[{"toObjectId":2)",
                    R"({"results":[],"errors":[{"category":"INTERNAL","message":"no id"}]})",
                    R"({"results":[]} x)"));

}  // namespace
}  // namespace hm::hubspot
