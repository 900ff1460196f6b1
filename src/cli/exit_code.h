// The exit codes of the contract; help and README list them.
#pragma once

#include <vector>

#include "base/error.h"
#include "sync/engine.h"

namespace hm::cli {

enum ExitCode {
  kDone = 0,
  kObjectFailed = 1,
  kUsage = 2,
  kHubSpotRefused = 3,
  kDifferencesStay = 4,
  kDatabaseFailed = 5,
};

inline constexpr const char* kExitCodesHelp =
    "Exit status:\n"
    "  0  done; for run, stopped by a signal after finishing cleanly\n"
    "  1  at least one object failed; the others are done\n"
    "  2  usage or configuration\n"
    "  3  HubSpot refused the token, or every requested object for want of scopes\n"
    "  4  verify found differences that stay\n"
    "  5  the database refused or cannot be reached, or another connector holds it\n";

ExitCode CodeOf(const Error& error);
ExitCode CodeOf(const std::vector<sync::Outcome>& outcomes);

}  // namespace hm::cli
