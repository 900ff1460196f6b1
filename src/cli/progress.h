// Shows how long work goes on: on a terminal a live line for each object that is being synced, below the log;
// elsewhere a line of the log every 30 s. No colours; ASCII alone where the locale is not UTF-8; nothing live
// on a dumb terminal.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "sync/report/telemetry.h"

namespace hm::cli {

struct Screen {
  std::size_t width = 80;
  bool utf8 = false;
  std::size_t height = 24;
};

// How much of the day's requests is left, 0 to 1; nullopt while nobody knows.
using Quota = std::optional<double>;

// "contacts  ████░░░░  52,000 of 120,345  43 %  830/s  1 min 22 s left  quota 94 %"; what does not fit is
// left out, the bar first. nullopt for an object that is not being synced.
std::optional<std::string> ProgressLine(const std::string& object, const sync::Activity& activity,
                                        SteadyTime now, const Screen& screen, Quota quota = {});

// As many lines as fit a screen, the last one saying how many more there are: none may scroll away, since it
// is drawn over again.
std::vector<std::string> LinesThatFit(std::vector<std::string> lines, const Screen& screen);

// A line of the log for each object whose sync has gone on for 30 s or longer.
void LogLongSyncs(const sync::Telemetry& telemetry, SteadyTime now);

// Stderr is a terminal that can show live lines.
bool IsLiveTerminal();

// Works on a thread of its own while it lives. The telemetry must outlive it.
class Progress {
 public:
  explicit Progress(const sync::Telemetry& telemetry);
  ~Progress();
  // Whom to ask for the quota from now on; an empty one for nobody. Returns when the last one is not asked
  // any more.
  void AskQuota(std::function<Quota()> quota);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

 private:
  void ShowLive(const std::stop_token& stop) const;
  void LogNowAndThen(const std::stop_token& stop) const;

  Quota AskedQuota() const;

  const sync::Telemetry& telemetry_;
  mutable std::mutex mutex_;
  std::function<Quota()> quota_;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace hm::cli
