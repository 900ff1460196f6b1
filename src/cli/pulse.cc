#include "cli/pulse.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"

namespace hm::cli {
namespace {

constexpr Millis kWordsEvery{10'000};

std::string InWords(const sync::Activity& activity) {
  if (activity.load) {
    const sync::LoadNow& load = *activity.load;
    return load.total ? fmt::format("first load, {} of {}", load.done, *load.total)
                      : fmt::format("first load, {} so far", load.done);
  }
  if (activity.now) {
    return "syncing";
  }
  return activity.last_failed ? "failed" : "up to date";
}

}  // namespace

std::string InWords(const std::map<std::string, sync::Activity>& activity) {
  std::string words;
  for (const auto& [object, figures] : activity) {
    words += fmt::format("{}{}: {}", words.empty() ? "" : "; ", object, InWords(figures));
  }
  return words.empty() ? "waiting for the database" : words;
}

Pulse::Pulse(const ServiceManager& manager, const sync::Telemetry& telemetry)
    : manager_(manager), telemetry_(telemetry) {
  if (manager_.listens()) {
    thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
  }
}

Pulse::~Pulse() {
  thread_.request_stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

Heartbeat& Pulse::NewHeartbeat() {
  const std::lock_guard lock(mutex_);
  return heartbeats_.emplace_back();
}

void Pulse::Forget() {
  const std::lock_guard lock(mutex_);
  heartbeats_.clear();
}

bool Pulse::AllAlive(SteadyTime now) const {
  const std::lock_guard lock(mutex_);
  return std::all_of(heartbeats_.begin(), heartbeats_.end(),
                     [&](const Heartbeat& h) { return now < h.last() + kLongestSilence; });
}

void Pulse::Run(const std::stop_token& stop) {
  const Millis every = std::min(manager_.watchdog().value_or(kWordsEvery) / 2, kWordsEvery);
  std::string said;
  try {
    while (true) {
      if (!AllAlive(std::chrono::steady_clock::now())) {
        log::Error("a worker gives no sign of life; the watchdog is no longer fed");
      } else if (manager_.watchdog()) {
        manager_.Alive();
      }
      if (std::string words = InWords(telemetry_.Read()); words != said) {
        manager_.Status(words);
        said = std::move(words);
      }
      SleepFor(every, stop);
    }
  } catch (const Error&) {
    return;  // a stop
  }
}

}  // namespace hm::cli
