#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "config/dotenv.h"

namespace hm::config {
namespace {

using namespace std::string_view_literals;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs Parse(std::string_view text) {
  Pairs pairs;
  for (const EnvEntry& entry : ParseDotenv(text, "a.env")) {
    pairs.emplace_back(entry.name, entry.value);
  }
  return pairs;
}

struct Case {
  const char* about;
  std::string_view text;
  Pairs expected;
};

TEST(Dotenv, ReadsLines) {
  const std::vector<Case> cases{
      {"empty file", "", {}},
      {"blank lines and comments", "\n  \n# A=1\n  # B=2\n", {}},
      {"one line", "A=1\n", {{"A", "1"}}},
      {"missing newline", "A=1\nB=2", {{"A", "1"}, {"B", "2"}}},
      {"CRLF", "A=1\r\nB=\"2\"\r\n", {{"A", "1"}, {"B", "2"}}},
      {"BOM",
       "\xEF\xBB\xBF"
       "A=1\n",
       {{"A", "1"}}},
      {"export", "export A=1\n  export   B=2\n", {{"A", "1"}, {"B", "2"}}},
      {"blanks around", "  A =  1  \n", {{"A", "1"}}},
      {"empty value", "A=\nB=\"\"\nC=''\n", {{"A", ""}, {"B", ""}, {"C", ""}}},
      {"equals in the value", "A=b=c==\n", {{"A", "b=c=="}}},
      {"comment behind", "A=1 # one\nB=2\t# two\nC= # none\n", {{"A", "1"}, {"B", "2"}, {"C", ""}}},
      {"# inside", "A=x#y\nB=#z\n", {{"A", "x#y"}, {"B", "#z"}}},
      {"double quotes", R"(A=" b # c " # d)", {{"A", " b # c "}}},
      {"escapes in double quotes", R"(A="a\nb\"c\\d")", {{"A", "a\nb\"c\\d"}}},
      {"other backslashes stay", R"(A="p\a\$s")", {{"A", R"(p\a\$s)"}}},
      {"single quotes", R"(A='a\n"b" # $c')", {{"A", R"(a\n"b" # $c)"}}},
      {"backslash without quotes", R"(A=a\nb)", {{"A", R"(a\nb)"}}},
      {"inner quote", "A=it's\n", {{"A", "it's"}}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Parse(c.text), c.expected) << c.about;
  }
}

TEST(Dotenv, CountsLines) {
  const auto entries = ParseDotenv("# one\n\nA=1\r\n\nB=2", "a.env");
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].line, 3);
  EXPECT_EQ(entries[1].line, 5);
}

TEST(Dotenv, RefusesNamingFileAndLineButNotTheText) {
  const std::vector<std::pair<std::string_view, const char*>> cases{
      {"A=1\npat-CANARY\n", "not a NAME=value line"},
      {"A=1\n1CANARY=x\n", "not a NAME=value line"},
      {"A=1\nCANARY-x=1\n", "not a NAME=value line"},
      {"A=1\n=CANARY\n", "not a NAME=value line"},
      {"A=1\nCANARY B=1\n", "not a NAME=value line"},
      {"A=1\nB=\"CANARY\n", "a quote is not closed"},
      {"A=1\nB='CANARY\n", "a quote is not closed"},
      {"A=1\nB=\"CANARY\\\"\n", "a quote is not closed"},
      {"A=1\nB=\"x\" CANARY\n", "text after the closing quote"},
      {"A=1\nB=CAN\0ARY\n"sv, "a NUL byte"},
      {"A=1\nA=CANARY\n", "A was already set on line 1"},
  };
  for (const auto& [text, what] : cases) {
    try {
      ParseDotenv(text, "dir/a.env");
      ADD_FAILURE() << "not refused: " << text;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kConfig);
      EXPECT_EQ(e.what(), std::string("dir/a.env, line 2: ") + what);
      EXPECT_EQ((e.what() + e.hint()).find("CAN"), std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace hm::config
