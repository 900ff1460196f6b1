// docs/commands.md and the man page say what the command line takes. After a change of it, run
// `HM_UPDATE_DOCS=1 unit_tests --gtest_filter='CommandDocs.*'` once.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "cli/app.h"
#include "cli/help_text.h"

namespace hm::cli {
namespace {

constexpr const char* kCommandsPage = SOURCE_DIR "/docs/commands.md";
constexpr const char* kManPage = SOURCE_DIR "/docs/hubspot-mariadb.1";
constexpr std::string_view kHead =
    "# Commands\n\n`hubspot-mariadb COMMAND [FLAGS]`. Every [setting](configuration.md) but the secrets is a "
    "flag too.\n"
    "Exit codes stand in the [README](../README.md#commands) and at the end of every `--help`.\n\n"
    "<!-- generated, see tests/unit/cli_reference_test.cc -->\n";

void ExpectHolds(const char* path, const std::string& text) {
  if (std::getenv("HM_UPDATE_DOCS") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
  }
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), text) << path;
}

TEST(CommandDocs, PageHoldsTheCommands) {
  ExpectHolds(kCommandsPage, std::string(kHead) + CommandsPage(CommandLine()));
}

TEST(CommandDocs, ManPageHoldsTheCommands) { ExpectHolds(kManPage, ManPage(CommandLine())); }

TEST(CommandDocs, EveryCommandHasAMeaningAndAnExample) {
  for (const CommandEntry& command : CommandLine().commands) {
    EXPECT_FALSE(command.meaning.empty()) << command.name;
    ASSERT_FALSE(command.examples.empty()) << command.name;
    for (const std::string& example : command.examples) {
      EXPECT_NE(example.find("hubspot-mariadb " + command.name), std::string::npos) << example;
    }
    for (const FlagEntry& flag : command.flags) {
      EXPECT_FALSE(flag.meaning.empty()) << command.name << " " << flag.names.front();
    }
  }
}

TEST(HelpText, WrapsAtWholeWordsAndKeepsLongOnes) {
  EXPECT_EQ(Wrap("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(Wrap("abcdefghij k", 4, 1), "abcdefghij\n k");
  EXPECT_EQ(Wrap("", 4, 1), "");
}

}  // namespace
}  // namespace hm::cli
