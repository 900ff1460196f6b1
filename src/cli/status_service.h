// The status address of `run` (STATUS_LISTEN), over all its configurations. Without one it does nothing. One
// thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "config/settings.h"
#include "hubspot/client.h"
#include "status/monitor.h"
#include "status/server.h"
#include "sync/report/telemetry.h"

namespace hm::cli {

class StatusService {
 public:
  // The telemetry must outlive it.
  explicit StatusService(const sync::Telemetry& telemetry) : telemetry_(telemetry) {}

  // Listens where the settings say, or no longer. Throws Error(kConfig) when it cannot; what it did before
  // goes on then.
  void Listen(const config::Settings& settings);

  // Shows this configuration from here on. The client must stay until Leave().
  void Follow(const config::Settings& settings, const hubspot::Client& client);
  // Its objects, once they are known, in the order of the schedule.
  void Schedule(const std::vector<std::string>& objects);
  void Leave();

 private:
  const sync::Telemetry& telemetry_;
  std::string listening_;
  std::unique_ptr<status::Monitor> monitor_;
  std::unique_ptr<status::Server> server_;
};

}  // namespace hm::cli
