#include "cli/exit_code.h"

#include <algorithm>

namespace hm::cli {

ExitCode CodeOf(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::kConfig:
      return kUsage;
    case ErrorKind::kAuth:
    case ErrorKind::kScope:
      return kHubSpotRefused;
    case ErrorKind::kDatabase:
    case ErrorKind::kConnection:
    case ErrorKind::kFenced:
    case ErrorKind::kInDoubt:
      return kDatabaseFailed;
    default:
      return kObjectFailed;
  }
}

ExitCode CodeOf(const std::vector<sync::Outcome>& outcomes) {
  const auto is = [](ErrorKind kind) {
    return [kind](const sync::Outcome& o) { return o.error && o.error->kind() == kind; };
  };
  const auto failed = [](const sync::Outcome& o) { return o.error.has_value(); };
  const auto database = [](const sync::Outcome& o) { return o.error && CodeOf(*o.error) == kDatabaseFailed; };
  if (std::none_of(outcomes.begin(), outcomes.end(), failed)) {
    return kDone;
  }
  if (std::any_of(outcomes.begin(), outcomes.end(), is(ErrorKind::kAuth)) ||
      std::all_of(outcomes.begin(), outcomes.end(), is(ErrorKind::kScope))) {
    return kHubSpotRefused;
  }
  return std::any_of(outcomes.begin(), outcomes.end(), database) ? kDatabaseFailed : kObjectFailed;
}

}  // namespace hm::cli
