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
constexpr std::size_t kWideBar = 20;
constexpr std::size_t kNarrowBar = 10;

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

}  // namespace

bool IsLiveTerminal() {
  const std::string term = TerminalVariable("TERM");
  return isatty(STDERR_FILENO) != 0 && !term.empty() && term != "dumb";
}

std::optional<std::string> ProgressLine(const std::string& object, const sync::Activity& activity,
                                        SteadyTime now, const Screen& screen) {
  if (!activity.now) {
    return std::nullopt;
  }
  const Pace pace = PaceOf(activity, now);
  std::string line = fmt::format("{:<10}", object);
  if (pace.total && *pace.total > 0) {
    const double share = std::min(1.0, static_cast<double>(pace.done) / static_cast<double>(*pace.total));
    if (screen.width >= 60) {
      line += "  " + Bar(share, screen.width >= 80 ? kWideBar : kNarrowBar, screen.utf8);
    }
    line += fmt::format("  {} of {}  {:.0f} %", Grouped(pace.done), Grouped(*pace.total),
                        std::floor(share * 100));
  } else {
    line += fmt::format("  {} read", Grouped(pace.done));
  }
  line += fmt::format("  {}/s", Grouped(std::llround(pace.per_second)));
  if (pace.seconds_left) {
    line += fmt::format("  {} left", Duration(*pace.seconds_left));
  }
  // A line that fills the last column would be two on some terminals.
  return Cut(line, screen.width - 1);
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

void Progress::ShowLive(const std::stop_token& stop) const {
  while (true) {
    const SteadyTime now = std::chrono::steady_clock::now();
    const Screen screen = CurrentScreen();
    std::vector<std::string> lines;
    for (const auto& [object, activity] : telemetry_.Read()) {
      if (activity.now && now - activity.now->since >= kWorthALine) {
        lines.push_back(*ProgressLine(object, activity, now, screen));
      }
    }
    log::ShowLive(lines);
    SleepFor(kRedraw, stop);
  }
}

void Progress::LogNowAndThen(const std::stop_token& stop) const {
  while (true) {
    SleepFor(kLogEvery, stop);
    const SteadyTime now = std::chrono::steady_clock::now();
    for (const auto& [object, activity] : telemetry_.Read()) {
      if (!activity.now || now - activity.now->since < kLogEvery) {
        continue;
      }
      LogPace(object, PaceOf(activity, now));
    }
  }
}

}  // namespace hm::cli
