#include "crash/scenarios.h"

#include <fmt/format.h>
#include <signal.h>

#include <fstream>

#include "support/await.h"

namespace hm::crash {
namespace {

constexpr std::int64_t kSecond = 1'000;
constexpr int kTakenOver = 5;  // exit code
constexpr const char* kJson = "application/json;charset=utf-8";

void Add(Findings& to, Findings more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// A sync of contacts to its end; what it should not have done is in the findings.
Findings Sync(const Stage& stage, const std::string& socket = "") {
  const auto sync = stage.mirror.Start({"sync", "--objects", "contacts"}, "", socket);
  const int code = sync->Wait(kLongestSync).value_or(-1);
  if (code == 0) {
    return stage.mirror.AfterKill();
  }
  return {{"outcome", fmt::format("a sync ended with {}: {}", code, sync->Err())}};
}

Findings Finish(const Stage& stage, Findings findings) {
  return findings.empty() ? stage.mirror.AtRest() : findings;
}

void AwaitStopped(const test::Process& process) {
  const bool stopped = test::Await([path = fmt::format("/proc/{}/stat", process.pid())] {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line.find(") T ") != std::string::npos;
  });
  if (!stopped) {
    throw std::runtime_error("the connector did not come to its failpoint: " + process.Err());
  }
}

Findings KillAt(Stage& stage, const std::string& failpoint) {
  const auto sync = stage.mirror.Start({"sync", "--objects", "contacts"}, failpoint);
  const int code = sync->Wait(kLongestSync).value_or(-1);
  if (code != kKilled && code != 0) {
    return {{"outcome", fmt::format("a sync ended with {}: {}", code, sync->Err())}};
  }
  stage.kills += code == kKilled ? 1 : 0;
  return stage.mirror.AfterKill();
}

// The first transactions are those of the start; then come two a page, if the checkpoint had one of its own.
Findings KillEachPass(Stage& stage) {
  for (const char* failpoint :
       {"sealed:8", "sealed:9", "sealed:6", "sealed:7", "sealed:4", "sealed:5", "rows:1", "rows:2", "rows:3",
        "commit:10", "commit:11", "committed:10", "committed:11", "begun:11"}) {
    if (Findings findings = KillAt(stage, failpoint); !findings.empty()) {
      return findings;
    }
  }
  return {};
}

}  // namespace

Findings KillEachStep(Stage& stage) {
  Findings findings = KillEachPass(stage);
  if (findings.empty()) {
    findings = Sync(stage);
  }
  if (findings.empty()) {
    stage.account.Touch("contacts", 0, 2000, 0);
    stage.account.Advance(2 * kOverlapMs);
    findings = KillEachPass(stage);
  }
  return Finish(stage, std::move(findings));
}

Findings ChangeOnTheEdge(Stage& stage) {
  Findings findings = Sync(stage);
  stage.account.Advance(2 * kOverlapMs);
  Add(findings, Sync(stage));
  stage.account.Advance(2 * kSecond);
  stage.account.TouchAt("contacts", 5, stage.mirror.CompleteUntil("contacts") - kOverlapMs);
  stage.account.Advance(2 * kSecond);
  Add(findings, Sync(stage));
  return Finish(stage, std::move(findings));
}

Findings LateIndex(Stage& stage) {
  Findings findings = Sync(stage);
  stage.account.Advance(2 * kOverlapMs);
  Add(findings, Sync(stage));
  stage.account.Advance(2 * kSecond);
  stage.account.Touch("contacts", 10, 50, kOverlapMs / 2);
  stage.account.Advance(2 * kSecond);
  Add(findings, Sync(stage));
  return Finish(stage, std::move(findings));
}

Findings ChangesWhilePaging(Stage& stage) {
  Findings findings = Sync(stage);
  stage.account.Touch("contacts", 100, 600, 0);
  stage.account.Advance(2 * kSecond);
  // The first page of search and both its reads.
  const auto sync = stage.mirror.Start({"sync", "--objects", "contacts"}, "page:3:stop");
  AwaitStopped(*sync);
  stage.account.Advance(5 * kSecond);
  stage.account.Touch("contacts", 100, 100, 0);
  sync->Signal(SIGCONT);
  if (const int code = sync->Wait(kLongestSync).value_or(-1); code != 0) {
    findings.push_back({"outcome", fmt::format("a sync ended with {}: {}", code, sync->Err())});
  }
  Add(findings, stage.mirror.AfterKill());
  return Finish(stage, std::move(findings));
}

Findings CutPage(Stage& stage) {
  const test::Simulator& hubspot = stage.account.simulator();
  hubspot.Post("/_sim/faults", {{"match", "/contacts?limit"}, {"nth", 3}, {"kind", "badjson"}});
  Findings findings = Sync(stage);
  hubspot.Delete("/_sim/faults");
  return Finish(stage, std::move(findings));
}

Findings EmptyArchivedList(Stage& stage) {
  const test::Simulator& hubspot = stage.account.simulator();
  hubspot.Post("/_sim/bulk", {{"object", "contacts"}, {"archive", 30}});
  Findings findings = Sync(stage);
  hubspot.Post("/_sim/faults", {{"route", "listArchived/contacts"}, {"kind", "page"}, {"results", "none"}});
  Add(findings, Sync(stage));
  Add(findings, stage.mirror.Compare("contacts"));
  return Finish(stage, std::move(findings));
}

Findings StaleAnswer(Stage& stage) {
  const test::Simulator& hubspot = stage.account.simulator();
  hubspot.Delete("/_sim/counters");
  Findings findings = Sync(stage);
  std::string first_page;
  for (const auto& request : hubspot.Get("/_sim/log")) {
    const std::string url = request.at("url");
    if (first_page.empty() && url.find("/contacts?limit") != std::string::npos) {
      first_page = url;
    }
  }
  const std::string older = hubspot.Api(first_page).body;
  stage.account.Touch("contacts", 0, 100, 0);
  stage.account.Advance(2 * kSecond);
  Add(findings, Sync(stage));
  hubspot.Post("/_sim/faults",
               {{"match", "/contacts?limit"}, {"status", 200}, {"body", older}, {"contentType", kJson}});
  const auto full = stage.mirror.Start({"sync", "--objects", "contacts", "--full"});
  full->Wait(kLongestSync);
  hubspot.Delete("/_sim/faults");
  Add(findings, stage.mirror.AfterKill());
  return Finish(stage, std::move(findings));
}

Findings Zombie(Stage& stage) {
  Findings findings = Sync(stage);
  stage.account.Touch("contacts", 0, 90, 0);
  stage.account.Advance(2 * kSecond);
  const auto zombie = stage.mirror.Start({"sync", "--objects", "contacts"}, "page:2:stop");
  AwaitStopped(*zombie);
  stage.mirror.AgeLease();
  stage.account.Advance(2 * kOverlapMs);
  stage.account.Touch("contacts", 0, 45, 0);
  stage.account.Advance(2 * kSecond);
  Add(findings, Sync(stage));
  const auto before = stage.mirror.ReadProgress();
  zombie->Signal(SIGCONT);
  const int code = zombie->Wait(kLongestSync).value_or(-1);
  if (code != kTakenOver) {
    findings.push_back({"zombie", fmt::format("a connector that was replaced ended with {}", code)});
  }
  if (stage.mirror.ReadProgress() != before) {
    findings.push_back({"zombie", "a connector that was replaced has written"});
  }
  Add(findings, stage.mirror.AfterKill());
  return Finish(stage, std::move(findings));
}

// Everything is committed and only the answer is missing, so the sync goes on, ends well and writes no row
// twice.
Findings LostCommitAnswers(Stage& stage) {
  constexpr std::int64_t kChanged = 150;
  DbProxy proxy(stage.server.socket());
  Findings findings = Sync(stage);
  for (int nth = 2; nth < 20 && findings.empty(); ++nth) {
    stage.account.Advance(2 * kOverlapMs);
    stage.account.Touch("contacts", static_cast<std::size_t>(nth) * 10, kChanged, 0);
    stage.account.Advance(2 * kSecond);
    const std::int64_t before = stage.mirror.RowsWritten();
    proxy.LoseAnswer(nth, [] {});
    const auto sync = stage.mirror.Start({"sync", "--objects", "contacts"}, "", proxy.socket());
    const int code = sync->Wait(kLongestSync).value_or(-1);
    if (!proxy.Disarm()) {
      break;
    }
    ++stage.kills;
    // Before it has begun it may simply say that the database is gone.
    if (code != 0 && sync->Err().find("sync started") == std::string::npos) {
      findings = Sync(stage);
      continue;
    }
    findings = stage.mirror.AfterKill();
    if (code != 0) {
      findings.push_back({"outcome", fmt::format("a sync ended with {}: {}", code, sync->Err())});
    }
    if (const std::int64_t written = stage.mirror.RowsWritten() - before;
        findings.empty() && written != kChanged) {
      findings.push_back({"written once", fmt::format("{} changes made {} writes", kChanged, written)});
    }
  }
  return Finish(stage, std::move(findings));
}

}  // namespace hm::crash
