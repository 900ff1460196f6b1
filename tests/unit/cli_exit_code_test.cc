#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/exit_code.h"

namespace hm::cli {
namespace {

using Kinds = std::vector<std::optional<ErrorKind>>;

ExitCode CodeOfMix(const Kinds& kinds) {
  std::vector<sync::Outcome> outcomes;
  for (const auto& kind : kinds) {
    sync::Outcome outcome;
    if (kind) {
      outcome.error = Error(*kind, "x");
    }
    outcomes.push_back(outcome);
  }
  return CodeOf(outcomes);
}

TEST(ExitCode, OfAnError) {
  const std::vector<std::pair<ErrorKind, int>> cases{
      {ErrorKind::kConfig, 2},   {ErrorKind::kAuth, 3},    {ErrorKind::kScope, 3},
      {ErrorKind::kDatabase, 5}, {ErrorKind::kFenced, 5},  {ErrorKind::kConnection, 5},
      {ErrorKind::kInDoubt, 5},  {ErrorKind::kRetry, 1},   {ErrorKind::kRateLimited, 1},
      {ErrorKind::kData, 1},     {ErrorKind::kTooLong, 1}, {ErrorKind::kCancelled, 1},
      {ErrorKind::kBug, 1},
  };
  for (const auto& [kind, code] : cases) {
    EXPECT_EQ(CodeOf(Error(kind, "x")), code) << static_cast<int>(kind);
  }
}

TEST(ExitCode, OfSeveralObjects) {
  using enum ErrorKind;
  const auto ok = std::nullopt;
  const std::vector<std::pair<Kinds, int>> cases{
      {{ok, ok, ok}, 0},
      {{ok, kRetry, ok}, 1},
      {{kRetry, kRetry}, 1},
      {{ok, kScope}, 1},
      {{kScope, kRetry}, 1},
      {{kScope, kScope}, 3},
      {{kScope}, 3},
      {{kAuth, ok}, 3},
      {{kAuth, kAuth}, 3},
      {{ok, kDatabase}, 5},
      {{kConnection, kConnection}, 5},
      {{kInDoubt, kRetry}, 5},
      {{ok, kData}, 1},
      {{ok, kCancelled}, 1},
  };
  for (const auto& [kinds, code] : cases) {
    EXPECT_EQ(CodeOfMix(kinds), code) << "case " << (&kinds - &cases.front().first);
  }
}

TEST(ExitCode, HelpListsEachCode) {
  const std::string help = kExitCodesHelp;
  for (const ExitCode code :
       {kDone, kObjectFailed, kUsage, kHubSpotRefused, kDifferencesStay, kDatabaseFailed}) {
    EXPECT_NE(help.find("\n  " + std::to_string(code) + "  "), std::string::npos) << code;
  }
}

}  // namespace
}  // namespace hm::cli
