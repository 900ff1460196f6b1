#include "crash/runner.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <thread>

namespace hm::crash {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kKillsADatabase = 60;
constexpr int kNoDatabase = 5;  // exit code
constexpr std::size_t kContacts = 1500;
constexpr std::size_t kDeals = 400;
constexpr std::size_t kHotRecords = 20;
constexpr milliseconds kChurnPause{4};
constexpr milliseconds kLongestAimed{800};
constexpr std::int64_t kPage = 100;
// What may be in hand of one object, pages of a first load or batches of a window (docs/promises.md).
constexpr std::int64_t kMostAhead = 40;
// The index shows a change at most this late; the overlap must be longer.
constexpr std::int64_t kLongestLag = kOverlapMs * 8 / 10;

}  // namespace

Runner::Runner(const RunnerOptions& options)
    : options_(options),
      random_(options.seed),
      account_(options.seed, kContacts, kDeals),
      proxy_(server_.socket()),
      plan_(random_, options.victims) {
  account_.simulator().Post("/_sim/settings", {{"latencyMs", 3}});
}

Findings Runner::Run() {
  Findings findings;
  while (tally_.kills < options_.kills && findings.empty()) {
    findings = RunDatabase(std::min(kKillsADatabase, options_.kills - tally_.kills));
    std::printf("%d kills, %d at work, %d syncs ended before their kill\n", tally_.kills, tally_.at_work,
                tally_.finished);
    std::fflush(stdout);
  }
  return findings;
}

Findings Runner::RunDatabase(int kills) {
  const int goal = tally_.kills + kills;
  account_.simulator().Post("/_sim/settings",
                            {{"shuffleSearch", Pick(3) == 0}, {"shortPages", Pick(5) == 0}});
  mirror_ = std::make_unique<Mirror>(account_, server_, options_.bug);
  KillMigrations();
  mirror_->SetUp();
  while (tally_.kills < goal) {
    if (Findings findings = Cycle(); !findings.empty()) {
      return findings;
    }
  }
  mirror_->Start({"verify", "--repair"}, fmt::format("verified:{}", 1 + Pick(12)))->Wait(kLongestSync);
  Findings findings = mirror_->AtRest();
  if (mirror_->ChangesKept() == 0) {
    findings.push_back({"the harness itself", "no change was kept in the history"});
  }
  return findings;
}

// These count for nothing: no work can be lost there, but the next start must cope.
void Runner::KillMigrations() {
  for (int i = 0; i < 2; ++i) {
    mirror_->Start({"migrate"}, fmt::format("ddl:{}", 1 + Pick(8)))->Wait(kLongestSync);
  }
}

Findings Runner::Cycle() {
  Findings findings;
  MakeBacklog();
  const Kill kill = plan_.Next();
  const std::vector<Progress> before = mirror_->ReadProgress();
  account_.simulator().Delete("/_sim/counters");
  bool struck = false;
  {
    const std::jthread churn([this, seed = random_()](const std::stop_token& stop) { Churn(stop, seed); });
    struck = KillConnector(kill, findings);
  }
  plan_.Learn(kill, struck);
  if (struck) {
    ++tally_.kills;
    ++tally_.by_how.at(static_cast<std::size_t>(kill.how));
    const std::vector<Progress> after = mirror_->ReadProgress();
    CountLostPages(before, after, findings);
    bool at_work = false;
    for (std::size_t i = 0; i < after.size(); ++i) {
      at_work = at_work || after[i].rows_written != before[i].rows_written ||
                after[i].complete_until != before[i].complete_until;
    }
    tally_.at_work += at_work ? 1 : 0;
    tally_.at_work_by_how.at(static_cast<std::size_t>(kill.how)) += at_work ? 1 : 0;
  } else {
    ++tally_.finished;
  }
  for (Finding& finding : mirror_->AfterKill()) {
    findings.push_back(std::move(finding));
  }
  if (!findings.empty()) {
    findings.push_back({"kill " + std::to_string(tally_.kills), kill.Describe()});
  }
  return findings;
}

// Pages and batches that are not full make it seem more than it is.
void Runner::CountLostPages(const std::vector<Progress>& before, const std::vector<Progress>& after,
                            Findings& findings) {
  const nlohmann::json asked = account_.simulator().Counters().at("byRoute");
  for (std::size_t i = 0; i < after.size(); ++i) {
    const std::string& object = Mirror::Objects()[i];
    const bool loads = after[i].phase == "first_load";
    if (before[i].phase == "first_load" && !loads) {
      continue;  // it has ended, and a window may have begun
    }
    const std::int64_t pages = asked.value((loads ? "list/" : "batchRead/") + object, std::int64_t{0});
    const std::int64_t committed = (after[i].rows_written - before[i].rows_written + kPage - 1) / kPage;
    const std::int64_t lost = std::max(pages - committed, std::int64_t{0});
    tally_.lost_pages += lost;
    std::int64_t& most = loads ? tally_.most_of_load : tally_.most_of_window;
    most = std::max(most, lost);
    if (lost > kMostAhead) {
      findings.push_back({"read ahead", fmt::format("{}: {} pages were asked for and not committed, {} were",
                                                    object, lost, committed)});
    }
  }
}

// Changed while the connector is down, up to three overlaps long: older than what an overlap reads again.
void Runner::MakeBacklog() {
  const auto downtime = static_cast<std::int64_t>(Pick(kOverlapMs * 3));
  account_.Advance(downtime / 2);
  const std::array<std::size_t, 3> sizes{150, 500, 900};
  for (std::size_t left = 60 + Pick(sizes.at(Pick(3))); left > 0;) {
    const std::size_t count = std::min(left, 1 + Pick(150));
    account_.Touch("contacts", next_cold_, count, static_cast<std::int64_t>(Pick(kLongestLag)));
    next_cold_ += count;
    left -= count;
  }
  account_.Touch("deals", next_cold_, Pick(120), 0);
  account_.Advance(downtime / 2);
}

// Mostly records that will not change again for long: a lost change of a hot one heals unseen.
void Runner::Churn(const std::stop_token& stop, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::size_t cold = random();
  while (!stop.stop_requested()) {
    const std::string object = random() % 3 == 0 ? "deals" : "contacts";
    const auto lag = static_cast<std::int64_t>(random() % kLongestLag);
    switch (random() % 10) {
      case 0:
        account_.Create(object, 1 + random() % 2, lag);
        break;
      case 1:
        account_.Touch(object, random() % kHotRecords, 1, lag);
        break;
      default:
        cold += 1 + random() % 40;
        account_.Touch(object, cold % account_.Size(object), 1 + random() % 4, lag);
    }
    std::this_thread::sleep_for(kChurnPause);
  }
}

bool Runner::KillConnector(const Kill& kill, Findings& findings) {
  switch (kill.how) {
    case How::kFailpoint: {
      const auto started = steady_clock::now();
      const auto sync = mirror_->Start({"sync"}, fmt::format("{}:{}", kill.failpoint, kill.pass));
      const int code = sync->Wait(kLongestSync).value_or(-1);
      if (code == kKilled) {
        return true;
      }
      sync_time_ =
          std::min(std::chrono::duration_cast<milliseconds>(steady_clock::now() - started), kLongestAimed);
      Ended(code, *sync, findings);
      return false;
    }
    case How::kTime:
      return KillByTime(kill, findings);
    case How::kCommitInFlight:
      return KillInCommit(kill, findings);
    case How::kDatabase:
    case How::kBoth:
      return KillDatabase(kill, findings);
  }
  return false;
}

bool Runner::KillByTime(const Kill& kill, Findings& findings) {
  const auto sync = mirror_->Start({"sync"});
  if (const auto code = sync->Wait(At(kill.fraction))) {
    Ended(*code, *sync, findings);
    return false;
  }
  sync->Signal(SIGKILL);
  sync->Wait(kLongestSync);
  return true;
}

bool Runner::KillInCommit(const Kill& kill, Findings& findings) {
  const auto sync = mirror_->Start({"sync"}, "", proxy_.socket());
  proxy_.LoseAnswer(kill.pass, [pid = sync->pid()] { ::kill(pid, SIGKILL); });
  const int code = sync->Wait(kLongestSync).value_or(-1);
  if (proxy_.Disarm()) {
    return true;
  }
  Ended(code, *sync, findings);
  return false;
}

bool Runner::KillDatabase(const Kill& kill, Findings& findings) {
  const auto sync = mirror_->Start({"sync"});
  if (const auto code = sync->Wait(At(kill.fraction))) {
    Ended(*code, *sync, findings);
    return false;
  }
  server_.Kill9();
  sync->Signal(kill.how == How::kBoth ? SIGKILL : SIGSTOP);
  server_.Start();
  if (kill.how == How::kBoth) {
    sync->Wait(kLongestSync);
    return true;
  }
  findings = mirror_->AfterKill();
  sync->Signal(SIGCONT);
  Ended(sync->Wait(kLongestSync).value_or(-1), *sync, findings);
  return true;
}

milliseconds Runner::At(double fraction) const {
  return milliseconds{static_cast<std::int64_t>(static_cast<double>(sync_time_.count()) * fraction)};
}

// A sync that nobody killed must have ended well. One that had not begun may say that there is no database.
void Runner::Ended(int code, test::Process& process, Findings& findings) {
  if (code != 0 && (code != kNoDatabase || process.Err().find("sync started") != std::string::npos)) {
    findings.push_back({"outcome", fmt::format("a sync ended with {}: {}", code, process.Err())});
  }
}

}  // namespace hm::crash
