#include "crash/kill_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hm::crash {
namespace {

// A kill of mariadbd costs seconds: one in thirty.
constexpr int kDatabaseEvery = 30;
constexpr int kFirstGuess = 6;
constexpr const char* kCommitAnswer = "COMMIT";

const std::vector<std::string>& Failpoints() {
  static const std::vector<std::string> names{
      "request", "body",      "answer", "page",        "begun",    "rows",  "rows",  "sealed",
      "commit",  "committed", "listed", "lease_taken", "shutdown", "links", "swept", "history"};
  return names;
}

}  // namespace

std::string Kill::Describe() const {
  switch (how) {
    case How::kFailpoint:
      return fmt::format("connector at pass {} of {}", pass, failpoint);
    case How::kTime:
      return fmt::format("connector after {:.2f} of a sync", fraction);
    case How::kCommitInFlight:
      return fmt::format("connector with COMMIT {} done and not yet answered", pass);
    case How::kDatabase:
      return fmt::format("mariadbd after {:.2f} of a sync", fraction);
    case How::kBoth:
      return fmt::format("mariadbd and connector after {:.2f} of a sync", fraction);
  }
  return "";
}

Kill KillPlan::Next() {
  Kill kill;
  ++made_;
  kill.fraction = Uniform(0, 1) < 0.15 ? std::pow(10.0, Uniform(-2, 0)) : Uniform(0.5, 1.0);
  if (victims_ == Victims::kDatabase || (victims_ == Victims::kAll && made_ % kDatabaseEvery == 0)) {
    kill.how = Uniform(0, 1) < 0.5 ? How::kDatabase : How::kBoth;
    return kill;
  }
  const double dice = Uniform(0, 1);
  if (dice < 0.35) {
    return kill;
  }
  if (dice < 0.45) {
    kill.how = How::kCommitInFlight;
    kill.pass = PickPass(kCommitAnswer);
    return kill;
  }
  kill.how = How::kFailpoint;
  kill.failpoint = Failpoints()[random_() % Failpoints().size()];
  kill.pass = PickPass(kill.failpoint);
  return kill;
}

int KillPlan::PickPass(const std::string& name) {
  const int most = most_passes_.try_emplace(name, kFirstGuess).first->second;
  // The first passes are those of the start, before there is anything to lose.
  return 1 + static_cast<int>(std::cbrt(Uniform(0, 1)) * most);
}

void KillPlan::Learn(const Kill& kill, bool struck) {
  if (kill.how != How::kFailpoint && kill.how != How::kCommitInFlight) {
    return;
  }
  int& most = most_passes_[kill.how == How::kFailpoint ? kill.failpoint : kCommitAnswer];
  most = struck ? std::max(most, std::min(kill.pass * 2, 100)) : std::max(1, kill.pass - 1);
}

}  // namespace hm::crash
