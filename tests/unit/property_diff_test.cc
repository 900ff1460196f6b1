#include "json/property_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hm::json {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "name: before -> after", "-" for no value.
std::vector<std::string> Changes(std::string_view before, std::string_view after) {
  PropertyDiff diff;
  std::vector<std::string> out;
  for (const PropertyChange& change : diff.Compare(before, after)) {
    out.push_back(std::string(change.name) + ": " + std::string(change.before.value_or("-")) + " -> " +
                  std::string(change.after.value_or("-")));
  }
  return out;
}

TEST(PropertyDiff, NamesWhatDiffers) {
  EXPECT_THAT(Changes(R"({"a":"1","b":"2","c":"3"})", R"({"a":"1","b":"4","d":""})"),
              ElementsAre("b: 2 -> 4", "c: 3 -> -", "d: - -> "));
  EXPECT_THAT(Changes("{}", R"({"a":""})"), ElementsAre("a: - -> "));
  EXPECT_THAT(Changes(R"({"a":""})", "{}"), ElementsAre("a:  -> -"));
  EXPECT_THAT(Changes("{}", "{}"), IsEmpty());
}

TEST(PropertyDiff, GoesByValuesNotByHowTheyAreWritten) {
  EXPECT_THAT(Changes(R"({"b":"é","a":"\n\/"})", "{ \"a\" : \"\\u000a/\", \"b\" : \"\\u00e9\" }"), IsEmpty());
  EXPECT_THAT(Changes(R"({"a":null,"b":5,"c":true})", R"({"b":"5","c":"true"})"), IsEmpty());
  EXPECT_THAT(Changes(R"({"a":"\"\\"})", R"({"a":"\""})"), ElementsAre("a: \"\\ -> \""));
}

TEST(PropertyDiff, TakesNothingFromWhatIsNoObject) {
  for (const char* broken : {"", "[]", "null", R"({"a":)", R"({"a":"1")", R"({"a" "1"})", "5"}) {
    EXPECT_THAT(Changes(broken, R"({"a":"2"})"), IsEmpty()) << broken;
    EXPECT_THAT(Changes(R"({"a":"2"})", broken), IsEmpty()) << broken;
  }
}

TEST(PropertyDiff, KeepsNothingOfTheRecordBefore) {
  PropertyDiff diff;
  EXPECT_EQ(diff.Compare("{}", R"({"a":"1"})").size(), 1);
  EXPECT_EQ(diff.Compare("{}", "{}").size(), 0);
}

}  // namespace
}  // namespace hm::json
