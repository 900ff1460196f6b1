#include "cli/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"
#include "base/live_lines.h"
#include "base/log.h"

namespace hm::cli {
namespace {

constexpr Millis kRedraw{250};
constexpr Millis kLogEvery{30'000};
constexpr Millis kWorthALine{1'000};  // a sync that is over sooner shows none
constexpr double kRateAfterSeconds = 0.5;
constexpr std::size_t kBars[] = {20, 10};  // cells, the widest that fits

std::string TerminalVariable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// As setlocale(3) goes by them; that itself is not for a program with threads.
bool IsUtf8Locale() {
  std::string locale;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    locale = locale.empty() ? TerminalVariable(name) : locale;
  }
  return locale.find("UTF-8") != std::string::npos || locale.find("utf8") != std::string::npos;
}

Screen CurrentScreen() {
  winsize size{};
  Screen screen{80, IsUtf8Locale()};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    screen.width = size.ws_col;
    screen.height = size.ws_row > 0 ? size.ws_row : screen.height;
  }
  return screen;
}

// 120,345
std::string Grouped(std::int64_t count) {
  std::string digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string Duration(std::int64_t seconds) {
  if (seconds < 60) {
    return fmt::format("{} s", seconds);
  }
  return seconds < 3600 ? fmt::format("{} min {} s", seconds / 60, seconds % 60)
                        : fmt::format("{} h {} min", seconds / 3600, seconds / 60 % 60);
}

std::string Bar(double share, std::size_t cells, bool utf8) {
  const auto full = static_cast<std::size_t>(share * static_cast<double>(cells));
  std::string bar = utf8 ? "" : "[";
  for (std::size_t i = 0; i < cells; ++i) {
    bar += i < full ? (utf8 ? "█" : "#") : (utf8 ? "░" : "-");
  }
  return bar + (utf8 ? "" : "]");
}

// What is done, how fast, and what is left.
struct Pace {
  std::int64_t done = 0;
  std::optional<std::int64_t> total{};
  double per_second = 0;
  std::optional<std::int64_t> seconds_left{};
};

Pace PaceOf(const sync::Activity& activity, SteadyTime now) {
  const bool loads = activity.load.has_value();
  const auto since =
      std::chrono::duration<double>(now - (loads ? activity.load->since : activity.now->since));
  const std::int64_t fresh = loads ? activity.load->done - activity.load->done_before : activity.now->read;
  Pace pace{loads ? activity.load->done : activity.now->read, loads ? activity.load->total : std::nullopt};
  if (since.count() >= kRateAfterSeconds) {
    pace.per_second = static_cast<double>(fresh) / since.count();
  }
  if (pace.total && pace.per_second >= 0.5) {
    const std::int64_t left = std::max<std::int64_t>(*pace.total - pace.done, 0);
    pace.seconds_left = std::llround(static_cast<double>(left) / pace.per_second);
  }
  return pace;
}

void LogPace(const std::string& object, const Pace& pace) {
  constexpr const char* kWords = "sync goes on";
  if (pace.total && pace.seconds_left) {
    log::Info(kWords, {{"object", object},
                       {"done", pace.done},
                       {"total", *pace.total},
                       {"per_second", pace.per_second},
                       {"seconds_left", *pace.seconds_left}});
  } else {
    log::Info(kWords, {{"object", object}, {"done", pace.done}, {"per_second", pace.per_second}});
  }
}

std::size_t Characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string Cut(std::string line, std::size_t width) {
  std::size_t characters = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U;
    if (begins && ++characters > width) {
      line.resize(i);
    }
  }
  return line;
}

// A line that fills the last column would be two on some terminals.
std::size_t Room(const Screen& screen) { return screen.width > 0 ? screen.width - 1 : 0; }

// What stands behind name and bar, the most telling first.
std::vector<std::string> Parts(const Pace& pace, std::optional<double> share, Quota quota) {
  std::vector<std::string> parts;
  if (share) {
    parts.push_back(fmt::format("{} of {}", Grouped(pace.done), Grouped(*pace.total)));
    parts.push_back(fmt::format("{:.0f} %", std::floor(*share * 100)));
  } else {
    parts.push_back(Grouped(pace.done) + " read");
  }
  parts.push_back(Grouped(std::llround(pace.per_second)) + "/s");
  if (pace.seconds_left) {
    parts.push_back(Duration(*pace.seconds_left) + " left");
  }
  if (quota) {
    parts.push_back(fmt::format("quota {:.0f} %", std::floor(*quota * 100)));
  }
  return parts;
}

}  // namespace

bool IsLiveTerminal() {
  const std::string term = TerminalVariable("TERM");
  return isatty(STDERR_FILENO) != 0 && !term.empty() && term != "dumb";
}

std::optional<std::string> ProgressLine(const std::string& object, const sync::Activity& activity,
                                        SteadyTime now, const Screen& screen, Quota quota) {
  if (!activity.now) {
    return std::nullopt;
  }
  const Pace pace = PaceOf(activity, now);
  std::optional<double> share;
  if (pace.total && *pace.total > 0) {
    share = std::min(1.0, static_cast<double>(pace.done) / static_cast<double>(*pace.total));
  }
  const std::size_t room = Room(screen);
  const std::string name = fmt::format("{:<10}", object);
  std::string rest;
  for (const std::string& part : Parts(pace, share, quota)) {
    if (Characters(name) + Characters(rest) + 2 + Characters(part) > room) {
      break;
    }
    rest += "  " + part;
  }
  for (const std::size_t cells : kBars) {
    const std::string bar = share ? "  " + Bar(*share, cells, screen.utf8) : "";
    if (Characters(name) + Characters(bar) + Characters(rest) <= room) {
      return fmt::format("{}{}{}", name, bar, rest);
    }
  }
  return Cut(name + rest, room);
}

std::vector<std::string> LinesThatFit(std::vector<std::string> lines, const Screen& screen) {
  // The cursor's own row at the bottom stays free for the log.
  const std::size_t rows = std::max<std::size_t>(screen.height, 2) - 1;
  if (lines.size() > rows) {
    const std::size_t more = lines.size() - rows + 1;
    lines.resize(rows);
    lines.back() = Cut(fmt::format("and {} more", more), Room(screen));
  }
  return lines;
}

void LogLongSyncs(const sync::Telemetry& telemetry, SteadyTime now) {
  for (const auto& [object, activity] : telemetry.Read()) {
    if (activity.now && now - activity.now->since >= kLogEvery) {
      LogPace(object, PaceOf(activity, now));
    }
  }
}

Progress::Progress(const sync::Telemetry& telemetry) : telemetry_(telemetry) {
  thread_ = std::jthread([this](const std::stop_token& stop) {
    try {
      IsLiveTerminal() ? ShowLive(stop) : LogNowAndThen(stop);
    } catch (const Error&) {
      log::ShowLive({});  // a stop
    }
  });
}

Progress::~Progress() {
  thread_.request_stop();
  thread_.join();
}

void Progress::AskQuota(std::function<Quota()> quota) {
  const std::lock_guard lock(mutex_);
  quota_ = std::move(quota);
}

Quota Progress::AskedQuota() const {
  const std::lock_guard lock(mutex_);
  return quota_ ? quota_() : std::nullopt;
}

void Progress::ShowLive(const std::stop_token& stop) const {
  while (true) {
    const SteadyTime now = std::chrono::steady_clock::now();
    const Screen screen = CurrentScreen();
    const Quota quota = AskedQuota();
    std::vector<std::string> lines;
    for (const auto& [object, activity] : telemetry_.Read()) {
      if (activity.now && now - activity.now->since >= kWorthALine) {
        lines.push_back(*ProgressLine(object, activity, now, screen, quota));
      }
    }
    log::ShowLive(LinesThatFit(std::move(lines), screen));
    SleepFor(kRedraw, stop);
  }
}

void Progress::LogNowAndThen(const std::stop_token& stop) const {
  while (true) {
    SleepFor(kLogEvery, stop);
    LogLongSyncs(telemetry_, std::chrono::steady_clock::now());
  }
}

}  // namespace hm::cli
