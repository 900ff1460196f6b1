#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/error.h"
#include "hubspot/record_page.h"

namespace hm::hubspot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

RecordPage Parsed(std::string_view text) {
  RecordPage page;
  page.Parse(http::Buffer(text));
  return page;
}

std::string ErrorOf(std::string_view text) {
  RecordPage page;
  try {
    page.Parse(http::Buffer(text));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kRetry);
    EXPECT_TRUE(page.records().empty());
    EXPECT_EQ(page.next_after(), "");
    return error.what();
  }
  return "";
}

std::map<std::string, std::string> Values(const RecordView& record) {
  std::map<std::string, std::string> out;
  for (const PropertyValue& property : record.properties) {
    out.emplace(property.name, property.value);
  }
  return out;
}

// One record whose only property `a` is `value`, as the text it is stored as.
std::string ValueOf(std::string_view value) {
  const auto page = Parsed(R"({"results":[{"id":"1","properties":{"a":)" + std::string(value) + "}}]}");
  return page.records()[0].properties.empty() ? "(null)" : std::string(page.records()[0].properties[0].value);
}

constexpr std::string_view kPage =
    R"({"results":[{"id":"33451","properties":{"createdate":"2022-06-01T14:31:48.469Z","email":"a\u00e9@b.c",)"
    R"("firstname":"","lastname":null,"n":12.5},"createdAt":"2022-06-01T14:31:48.469Z",)"
    R"("updatedAt":"2025-07-07T20:27:17Z","archived":false,"url":"https://x/y",)"
    R"("associations":{"companies":{"results":[{"id":"2","type":"t"}]}}},)"
    R"({"id":33452,"properties":{},"archived":true,"archivedAt":"2025-07-08T00:00:00.001Z"}],)"
    R"("paging":{"next":{"after":"33453","link":"https://api.hubapi.com/x?after=1"}}})";

TEST(RecordPage, ReadsAListPage) {
  const auto page = Parsed(kPage);
  ASSERT_EQ(page.records().size(), 2U);
  const RecordView& first = page.records()[0];
  EXPECT_EQ(first.id, "33451");
  EXPECT_EQ(first.created_at_ms, 1654093908469);
  EXPECT_EQ(first.updated_at_ms, 1751920037000);
  EXPECT_FALSE(first.archived);
  EXPECT_FALSE(first.archived_at_ms.has_value());
  EXPECT_THAT(Values(first), ElementsAre(Pair("createdate", "2022-06-01T14:31:48.469Z"),
                                         Pair("email", "aé@b.c"), Pair("firstname", ""), Pair("n", "12.5")));
  EXPECT_TRUE(first.properties[0].plain);
  EXPECT_FALSE(first.properties[1].plain);
  const RecordView& second = page.records()[1];
  EXPECT_EQ(second.id, "33452");
  EXPECT_TRUE(second.archived);
  EXPECT_EQ(second.archived_at_ms, 1751932800001);
  EXPECT_EQ(second.updated_at_ms, 0);
  EXPECT_EQ(page.next_after(), "33453");
  EXPECT_FALSE(page.total().has_value());
}

TEST(RecordPage, F_J1_RejectsEveryTruncatedPage) {
  for (std::size_t size = 0; size < kPage.size(); ++size) {
    EXPECT_THAT(ErrorOf(kPage.substr(0, size)), testing::StartsWith("unexpected answer")) << size;
  }
}

TEST(RecordPage, NeverCrashesOnAChangedByte) {
  RecordPage page;
  for (std::size_t at = 0; at < kPage.size(); ++at) {
    for (const char c : {'"', '\\', '{', '}', ',', ':', '0', '\x01', '\xff', ' '}) {
      std::string text(kPage);
      text[at] = c;
      try {
        page.Parse(http::Buffer(text));
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::kRetry);
      }
    }
  }
}

TEST(RecordPage, KeepsAwkwardValuesAsText) {
  EXPECT_EQ(ValueOf("9007199254740993"), "9007199254740993");
  EXPECT_EQ(ValueOf("1e400"), "1e400");
  EXPECT_EQ(ValueOf("-0"), "-0");
  EXPECT_EQ(ValueOf("true"), "true");
  EXPECT_EQ(ValueOf(" null "), "(null)");
  EXPECT_EQ(ValueOf(R"("")"), "");
  EXPECT_EQ(ValueOf(R"( "x" )"), "x");
  EXPECT_EQ(ValueOf(R"({"b":[1, "x"] } )"), R"({"b":[1, "x"] })");
  EXPECT_EQ(ValueOf(R"([])"), "[]");
  EXPECT_EQ(ValueOf(R"("\ud83d")"), "\uFFFD");
  EXPECT_EQ(ValueOf(R"("\\")"), "\\");
  EXPECT_EQ(ValueOf(R"("\\\"")"), "\\\"");
}

TEST(RecordPage, ReadsWhatStandsInNestedValues) {
  for (const std::string_view bad :
       {R"({"b":tru})", R"({"b":"\q"})", "[1,]", "[1 2]", R"({"b":1])", "{\"b\":01}"}) {
    const std::string text = R"({"results":[{"id":"1","x":)" + std::string(bad) + "}]}";
    EXPECT_NE(ErrorOf(text), "") << bad;
  }
}

TEST(RecordPage, F_J8_RepairsInvalidUtf8) {
  EXPECT_EQ(ValueOf("\"a\xff\xed\xa0\x80z\""), "a\uFFFD\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(Parsed("\xEF\xBB\xBF{\"results\":[]}").records().size(), 0U);
}

TEST(RecordPage, F_J7_LastOfRepeatedKeysWins) {
  const auto page =
      Parsed(R"({"results":[{"id":"1","properties":{"b":"1","a":"2","b":"3","c":"x","c":null}},)"
             R"({"id":"2","properties":{"a":"1","a":"2"}}]})");
  EXPECT_THAT(Values(page.records()[0]), ElementsAre(Pair("a", "2"), Pair("b", "3")));
  EXPECT_EQ(page.records()[0].properties.size(), 2U);
  EXPECT_THAT(Values(page.records()[1]), ElementsAre(Pair("a", "2")));
}

TEST(RecordPage, ManyUnsortedPropertiesSurvive) {
  std::string text = R"({"results":[{"id":"1","properties":{)";
  for (int i = 0; i < 500; ++i) {
    text += (i == 0 ? "\"p" : ",\"p") + std::to_string((i * 7) % 500) + "\":\"v\"";
  }
  const auto page = Parsed(text + ",\"p3\":\"w\"}}]}");
  EXPECT_EQ(page.records()[0].properties.size(), 500U);
  EXPECT_EQ(Values(page.records()[0])["p3"], "w");
}

// Names are expected to be those of the record before.
TEST(RecordPage, ReadsNamesThatDifferFromRecordToRecord) {
  const auto second = [](std::string_view first, std::string_view then) {
    const auto page = Parsed(R"({"results":[{"properties":{)" + std::string(first) + R"(}},{"properties":{)" +
                             std::string(then) + "}}]}");
    std::string out;
    for (const PropertyValue& property : page.records()[1].properties) {
      out += std::string(property.name) + std::string(property.value) + " ";
    }
    return out;
  };
  const auto* const abd = R"("a":"1","b":"2","d":"3")";
  EXPECT_EQ(second(abd, R"("a":"1","b":"2","d":"3")"), "a1 b2 d3 ");
  EXPECT_EQ(second(abd, R"("a":"1","b":"2")"), "a1 b2 ");
  EXPECT_EQ(second(abd, R"("a":"1","b":"2","d":"3","e":"4")"), "a1 b2 d3 e4 ");
  EXPECT_EQ(second(abd, R"("a":"1","bc":"2","d":"3")"), "a1 bc2 d3 ");
  EXPECT_EQ(second(abd, R"("a":"1","b":"2","d":"3","b":"4")"), "a1 d3 b4 ");
  EXPECT_EQ(second(abd, R"("a":"1","z":"2","d":"3","z":"4")"), "a1 d3 z4 ");
  EXPECT_EQ(second(R"("b":"1","a":"2")", R"("b":"1","a":"2","b":"3")"), "a2 b3 ");
  EXPECT_EQ(second(R"("a":"1","a":"2")", R"("a":"1","a":"2")"), "a2 ");
}

// A name that ends in a backslash, then one whose escaped quote stands where that one ended.
TEST(RecordPage, DoesNotTakeAnEscapedNameForTheOneBefore) {
  const auto page = Parsed(R"({"results":[{"properties":{"a\\":"1"}},{"properties":{"a\"b":"2"}}]})");
  EXPECT_THAT(Values(page.records()[0]), ElementsAre(Pair("a\\", "1")));
  EXPECT_THAT(Values(page.records()[1]), ElementsAre(Pair("a\"b", "2")));
}

TEST(RecordPage, F_J2_RejectsOtherShapes) {
  for (const std::string_view text :
       {"", " ", "null", "[]", "{}", R"({"results":null})", R"({"results":{}})", R"({"results":[1]})",
        R"({"results":[]}x)", R"({"results":[]}{"results":[]})", "<html>502</html>",
        R"({"results":[],"results":[]})", "{\"results\":[{\"id\":\"a\x01\"}]}"}) {
    EXPECT_THAT(ErrorOf(text), testing::StartsWith("unexpected answer")) << text;
  }
}

TEST(RecordPage, F_J9_LimitsDepth) {
  EXPECT_THAT(ErrorOf(R"({"results":[],"x":)" + std::string(10'000, '[')),
              testing::StartsWith("unexpected answer"));
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  EXPECT_NE(ErrorOf(R"({"results":[],"x":)" + deep + "}"), "");
  const std::string fine = std::string(30, '[') + std::string(30, ']');
  EXPECT_EQ(ErrorOf(R"({"results":[],"x":)" + fine + "}"), "");
}

TEST(RecordPage, ReadsSearchAndBatchAnswers) {
  const auto search = Parsed(R"({"total":38,"results":[],"paging":{"next":{"after":10}}})");
  EXPECT_EQ(search.total(), 38);
  EXPECT_EQ(search.next_after(), "10");
  const auto batch =
      Parsed(R"({"status":"COMPLETE","results":[{"id":"1"}],"numErrors":1,"errors":[{"status":"error",)"
             R"("category":"OBJECT_NOT_FOUND","message":"m","context":{"ids":["998","999"]}}]})");
  EXPECT_THAT(batch.missing_ids(), ElementsAre("998", "999"));
  EXPECT_EQ(batch.records().size(), 1U);
  EXPECT_THAT(
      ErrorOf(R"({"results":[{"id":"1"}],"errors":[{"category":"VALIDATION_ERROR","message":"no"}]})"),
      testing::HasSubstr("VALIDATION_ERROR"));
}

TEST(RecordPage, MissingFieldsAreEmpty) {
  const auto page =
      Parsed(R"({"results":[{"properties":null,"updatedAt":"never","id":null}],"paging":null})");
  EXPECT_EQ(page.records()[0].id, "");
  EXPECT_EQ(page.records()[0].updated_at_ms, 0);
  EXPECT_THAT(page.records()[0].properties, IsEmpty());
}

// Rows point into a page whose records nobody needs any more; what read it reads the next one.
TEST(RecordPage, WhatItsRecordsPointToOutlivesThem) {
  RecordPage first = Parsed(kPage);
  const RecordView record = first.records()[0];
  const std::string_view id = record.id;
  const std::string_view email = record.properties[1].value;
  RecordPage second;
  second.TakeWork(first);
  EXPECT_THAT(first.records(), IsEmpty());
  second.Parse(http::Buffer(R"({"results":[{"id":"2","properties":{"email":"x\u00e9@y.z"}}]})"));
  EXPECT_EQ(second.records()[0].properties[0].value, "xé@y.z");
  EXPECT_EQ(id, "33451");
  EXPECT_EQ(email, "aé@b.c");
  first.Parse(http::Buffer(kPage));
  EXPECT_EQ(first.records().size(), 2U) << "without its former memory too";
}

TEST(RecordPage, IsReusable) {
  RecordPage page;
  page.Parse(http::Buffer(kPage));
  EXPECT_THROW(page.Parse(http::Buffer("{")), Error);
  EXPECT_TRUE(page.records().empty());
  page.Parse(http::Buffer(kPage));
  RecordPage moved = std::move(page);
  EXPECT_EQ(moved.records()[0].id, "33451");
  EXPECT_GE(moved.TakeBuffer().capacity(), kPage.size() + http::Buffer::kPadding);
  EXPECT_TRUE(moved.records().empty());
}

}  // namespace
}  // namespace hm::hubspot
