// Every code stands in the table once and is given to some error; docs/troubleshooting.md shows the table.
// After a change run `HM_UPDATE_DOCS=1 unit_tests --gtest_filter='ErrorCodes.*'` once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "base/error.h"

namespace hm {
namespace {

constexpr const char* kTroubleshooting = SOURCE_DIR "/docs/troubleshooting.md";
constexpr std::string_view kHeadOfPage =
    "# Troubleshooting\n\n"
    "Each error says what failed, where and why, ends with its code, and has a second line with what to do. "
    "`hubspot-mariadb check` tries everything and changes nothing; `status` says what a sync last met. Logs "
    "carry the code in `code`.\n"
    "Generated: see tests/unit/error_codes_test.cc.\n";

std::string ReadText(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool Names(const std::string& text, const std::string& word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    if (std::isalnum(static_cast<unsigned char>(text[at + word.size()])) == 0) {
      return true;
    }
  }
  return false;
}

std::string Page() {
  std::string page(kHeadOfPage);
  for (const ErrorCodeRow& row : ErrorCodes()) {
    page += fmt::format("\n## {}: {}\n\n{}\n\nWhat to do: {}\n", CodeName(row.code), row.title, row.cause,
                        row.remedy);
  }
  return page;
}

TEST(ErrorCodes, ThePageShowsThemAll) {
  if (std::getenv("HM_UPDATE_DOCS") != nullptr) {
    std::ofstream(kTroubleshooting, std::ios::binary) << Page();
  }
  EXPECT_EQ(ReadText(kTroubleshooting), Page());
}

TEST(ErrorCodes, EachIsExplainedOnceInOrder) {
  int last = 0;
  for (const ErrorCodeRow& row : ErrorCodes()) {
    EXPECT_GT(static_cast<int>(row.code), last);
    last = static_cast<int>(row.code);
    EXPECT_FALSE(row.title.empty() || row.cause.empty() || row.remedy.empty()) << CodeName(row.code);
  }
}

// Of the header's codes none lacks a row, and none is given to no error.
TEST(ErrorCodes, EachHasARowAndAUse) {
  std::set<int> rows;
  for (const ErrorCodeRow& row : ErrorCodes()) {
    rows.insert(static_cast<int>(row.code));
  }
  std::string sources;
  for (const auto& file : std::filesystem::recursive_directory_iterator(SOURCE_DIR "/src")) {
    if (file.is_regular_file() && !file.path().filename().string().starts_with("error_codes.")) {
      sources += ReadText(file.path());
    }
  }
  const std::string header = ReadText(SOURCE_DIR "/src/base/error_codes.h");
  const std::regex code("(k[A-Za-z]+) = ([0-9]{4}),");
  std::size_t codes = 0;
  for (std::sregex_iterator match(header.begin(), header.end(), code), end; match != end; ++match, ++codes) {
    EXPECT_TRUE(rows.contains(std::stoi((*match)[2]))) << (*match)[1];
    EXPECT_TRUE(Names(sources, "ErrorCode::" + (*match)[1].str())) << (*match)[1] << " is given to no error";
  }
  EXPECT_EQ(codes, rows.size());
}

TEST(ErrorCodes, AnErrorHasThatOfItsKindOrItsOwn) {
  EXPECT_EQ(Error(ErrorKind::kScope, "x").Coded(), "x [HM2003]");
  EXPECT_EQ(Error(ErrorKind::kDatabase, ErrorCode::kReadOnly, "x", "y").Coded(), "x [HM3007]");
  EXPECT_EQ(Error(ErrorKind::kDatabase, ErrorCode::kReadOnly, "x", "y").hint(), "y");
  EXPECT_EQ(Error(ErrorKind::kDatabase, ErrorCode::kReadOnly, "x").hint(), RemedyOf(ErrorCode::kReadOnly));
}

}  // namespace
}  // namespace hm
