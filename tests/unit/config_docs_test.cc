// docs/configuration.md and .env.example say what config::Rows() says. After a change of the rows, run
// `HM_UPDATE_DOCS=1 unit_tests --gtest_filter='ConfigDocs.*'` once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "config/dotenv.h"
#include "config/settings.h"

namespace hm::config {
namespace {

constexpr const char* kPage = SOURCE_DIR "/docs/configuration.md";
constexpr const char* kExample = SOURCE_DIR "/.env.example";
constexpr std::string_view kBegin = "<!-- settings: generated, see tests/unit/config_docs_test.cc -->\n";
constexpr std::string_view kEnd = "<!-- end of settings -->\n";

std::string Read(const char* path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.is_open()) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

bool Updating() { return std::getenv("HM_UPDATE_DOCS") != nullptr; }

std::string Default(const Row& row) {
  if (!row.required_for.empty()) {
    return "required";
  }
  return row.default_value.empty() ? "–" : fmt::format("`{}`", row.default_value);
}

std::string Table() {
  std::string out = "| variable | default | meaning |\n|---|---|---|\n";
  for (const Row& row : Rows()) {
    out += fmt::format("| `{}`", row.name);
    out += row.alias.empty() ? "" : fmt::format(" (also `{}`)", row.alias);
    out += row.secret ? fmt::format(", or `{}_FILE`", row.name) : "";
    out += fmt::format(" | {} | {} |\n", Default(row), row.meaning);
  }
  return out;
}

std::string Example() {
  std::string out =
      "# Settings of hubspot-mariadb. Copy this file to .env (chmod 600 .env) and fill in the three without "
      "a #.\n"
      "# docs/configuration.md has the rules. Generated: see tests/unit/config_docs_test.cc.\n";
  for (const Row& row : Rows()) {
    out += fmt::format("\n# {}{}\n", row.required_for.empty() ? "" : "required: ", row.meaning);
    out += fmt::format("{}{}={}\n", row.required_for.empty() ? "# " : "", row.name, row.default_value);
  }
  return out;
}

TEST(ConfigDocs, PageHoldsTheRows) {
  const std::string page = Read(kPage);
  const auto begin = page.find(kBegin);
  const auto end = page.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const auto from = begin + kBegin.size();
  if (Updating()) {
    std::ofstream(kPage, std::ios::binary) << page.substr(0, from) << Table() << page.substr(end);
    return;
  }
  EXPECT_EQ(page.substr(from, end - from), Table());
}

TEST(ConfigDocs, ExampleHoldsTheRows) {
  if (Updating()) {
    std::ofstream(kExample, std::ios::binary) << Example();
  }
  EXPECT_EQ(Read(kExample), Example());
}

// What the example shows behind a # is a valid line, and names the default.
TEST(ConfigDocs, ExampleParsesWithAndWithoutComments) {
  const auto required = ParseDotenv(Read(kExample), kExample);
  ASSERT_EQ(required.size(), 3U);
  for (const EnvEntry& entry : required) {
    EXPECT_EQ(entry.value, "") << entry.name;
  }
  std::string text = Read(kExample);
  for (const Row& row : Rows()) {
    const std::string commented = fmt::format("# {}=", row.name);
    if (const auto at = text.find(commented); at != std::string::npos) {
      text.erase(at, 2);
    }
  }
  const auto all = ParseDotenv(text, kExample);
  ASSERT_EQ(all.size(), Rows().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].name, Rows()[i].name);
    EXPECT_EQ(all[i].value, Rows()[i].default_value) << all[i].name;
  }
}

}  // namespace
}  // namespace hm::config
