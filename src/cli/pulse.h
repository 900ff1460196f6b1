// Feeds the service manager's watchdog as long as the workers live, and tells it in words what they do. A
// worker that gives no sign of life for kLongestSilence hangs, however well the rest of the process does.
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "base/heartbeat.h"
#include "cli/service_manager.h"
#include "sync/report/telemetry.h"

namespace hm::cli {

// What systemctl shows: "contacts: first load, 52000 of 120345; deals: failed".
std::string InWords(const std::map<std::string, sync::Activity>& activity);

// Thread-safe.
class Pulse {
 public:
  // No single request or statement of ours may take so long.
  static constexpr std::chrono::minutes kLongestSilence{3};

  // Both must outlive it.
  Pulse(const ServiceManager& manager, const sync::Telemetry& telemetry);
  ~Pulse();
  Pulse(const Pulse&) = delete;
  Pulse& operator=(const Pulse&) = delete;

  // A worker's, to be watched until Forget(), before which that worker has ended.
  Heartbeat& NewHeartbeat();
  void Forget();

  bool AllAlive(SteadyTime now) const;

 private:
  void Run(const std::stop_token& stop);

  const ServiceManager& manager_;
  const sync::Telemetry& telemetry_;
  mutable std::mutex mutex_;
  std::deque<Heartbeat> heartbeats_;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace hm::cli
