// The help and the completions that the real program prints; bash is asked for real what it completes.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "cli/app.h"
#include "support/connector.h"
#include "support/process.h"

namespace hm::test {
namespace {

std::string Program() { return BinaryDir() + "/hubspot-mariadb"; }

TEST(CliHelp, EveryHelpFitsATerminalAndListsTheExitCodes) {
  std::vector<std::vector<std::string>> all{{Program(), "--help"}};
  for (const cli::CommandEntry& command : cli::CommandLine().commands) {
    all.push_back({Program(), command.name, "--help"});
  }
  for (const std::vector<std::string>& argv : all) {
    const RunResult run = test::Run(argv);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.out, testing::HasSubstr("Exit status:"));
    std::istringstream lines(run.out);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80U) << argv.at(1) << ": " << line;
    }
  }
}

struct Completed {
  std::vector<std::string> line;  // after the program's name; the last is being typed
  std::string expected;           // with blanks in between
};

// What bash offers after those words.
std::string BashOffers(const std::vector<std::string>& line) {
  const std::string script = fmt::format(
      "source <({0} completion bash); COMP_WORDS=(hubspot-mariadb '{1}'); COMP_CWORD={2}; _hubspot_mariadb; "
      "echo \"${{COMPREPLY[*]}}\"",
      Program(), fmt::join(line, "' '"), line.size());
  const RunResult run = test::Run({"bash", "-c", script});
  EXPECT_EQ(run.err, "");
  return run.out.substr(0, run.out.find('\n'));
}

TEST(Completion, BashOffersWhatComesNext) {
  const std::vector<Completed> table{
      {{"ver"}, "verify"},
      {{"verify", "--q"}, "--quick"},
      {{"verify", "--db-tls", "r"}, "required"},
      {{"--db-tls", "=", "v"}, "verify"},
      {{"--db-tls", "="}, "off preferred required verify"},
      // A value that is a command's name is none.
      {{"--db-name", "verify", "sta"}, "status"},
      {{"--db-name", "=", "verify", "sta"}, "status"},
      {{"completion", ""}, "bash zsh fish"},
      {{"status", "--db-so"}, "--db-socket"},
      {{"--db-user", ""}, ""},
      {{"--env-file", SOURCE_DIR "/CMakeL"}, SOURCE_DIR "/CMakeLists.txt"},
  };
  for (const Completed& row : table) {
    std::string offered = BashOffers(row.line);
    offered.erase(0, offered.find_first_not_of(' '));
    if (row.line == std::vector<std::string>{"completion", ""}) {
      EXPECT_THAT(offered, testing::HasSubstr(row.expected));
    } else {
      EXPECT_EQ(offered, row.expected) << fmt::format("{}", fmt::join(row.line, " "));
    }
  }
}

TEST(Completion, AnUnknownShellIsAUsageError) {
  const RunResult run = test::Run({Program(), "completion", "tcsh"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, testing::HasSubstr("tcsh not in {bash,zsh,fish}"));
}

}  // namespace
}  // namespace hm::test
