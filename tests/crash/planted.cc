#include "crash/planted.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string_view>

#include "crash/scenarios.h"

namespace hm::crash {
namespace {

struct Planted {
  const char* bug;  // as HM_PLANTED in src names it
  Scene scene;
  std::string_view oracle;  // that must see it, whatever others see as well
};

constexpr std::array kPlanted{
    Planted{"checkpoint_first", KillEachStep, "below the checkpoint"},
    Planted{"checkpoint_apart", KillEachStep, "one transaction"},
    Planted{"no_guard", StaleAnswer, "step back"},
    Planted{"strict_greater", ChangeOnTheEdge, "below the checkpoint"},
    Planted{"no_overlap", LateIndex, "below the checkpoint"},
    Planted{"offset_paging", ChangesWhilePaging, "below the checkpoint"},
    Planted{"cut_is_last_page", CutPage, "below the checkpoint"},
    Planted{"empty_list_believed", EmptyArchivedList, "final comparison"},
    Planted{"commit_error_is_failure", LostCommitAnswers, "outcome"},
    Planted{"no_epoch_check", Zombie, "zombie"},
};

struct Outcome {
  Findings findings;
  int kills = 0;
};

Outcome Play(Scene scene, const std::string& bug, test::MariadbServer& server, std::uint64_t seed) {
  Account account(seed, 2000, 20);
  Mirror mirror(account, server, bug);
  mirror.SetUp();
  Stage stage{account, server, mirror};
  Outcome outcome;
  outcome.findings = scene(stage);
  outcome.kills = stage.kills;
  return outcome;
}

bool IsGoodClean(const Planted& planted, test::MariadbServer& server, std::uint64_t seed) {
  const Outcome good = Play(planted.scene, "", server, seed);
  for (const Finding& finding : good.findings) {
    std::printf("without %s: %s: %s\n", planted.bug, finding.oracle.c_str(), finding.what.c_str());
  }
  return good.findings.empty();
}

bool IsCaught(const Planted& planted, test::MariadbServer& server, std::uint64_t seed) {
  const Outcome bad = Play(planted.scene, planted.bug, server, seed);
  const auto seen = std::ranges::find(bad.findings, planted.oracle, &Finding::oracle);
  if (seen == bad.findings.end()) {
    std::printf("%-24s MISSED after %d kills, %zu other findings\n", planted.bug, bad.kills,
                bad.findings.size());
    return false;
  }
  std::printf("%-24s caught after %d kills by \"%s\": %.100s\n", planted.bug, bad.kills, seen->oracle.c_str(),
              seen->what.c_str());
  return true;
}

}  // namespace

bool RunPlanted(std::uint64_t seed, const std::string& only) {
  test::MariadbServer server;
  bool all_well = true;
  int played = 0;
  Scene last = nullptr;
  for (const Planted& planted : kPlanted) {
    if (only != "all" && only != planted.bug) {
      continue;
    }
    ++played;
    all_well = (planted.scene == last || IsGoodClean(planted, server, seed)) && all_well;
    last = planted.scene;
    all_well = IsCaught(planted, server, seed) && all_well;
    std::fflush(stdout);
  }
  return all_well && played > 0;
}

}  // namespace hm::crash
