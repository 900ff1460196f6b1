#include "cli/status_service.h"

#include "base/log.h"
#include "cli/services.h"
#include "config/parse.h"

namespace hm::cli {
namespace {

constexpr const char* kSetting = "STATUS_LISTEN";

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

}  // namespace

void StatusService::Listen(const config::Settings& settings) {
  if (settings.status_listen == listening_) {
    return;
  }
  if (settings.status_listen.empty()) {
    server_.reset();
    listening_.clear();
    return;
  }
  const config::HostPort address = config::ParseHosts(kSetting, settings.status_listen, 0).front();
  if (!monitor_) {
    monitor_ = std::make_unique<status::Monitor>(HM_VERSION, telemetry_);
  }
  server_ = std::make_unique<status::Server>(kSetting, address.host, address.port, *monitor_);
  listening_ = settings.status_listen;
  log::Info("the status page is served", {{"url", "http://" + listening_ + "/"}});
  if (!IsLoopback(address.host)) {
    log::Warn("STATUS_LISTEN is no loopback address: whoever reaches it reads names of objects and figures",
              {{"address", listening_}});
  }
}

void StatusService::Follow(const config::Settings& settings, const hubspot::Client& client) {
  if (monitor_) {
    monitor_->Follow({DatabaseOptions(settings), ObjectsWanted(settings), settings.sync_interval, &client});
  }
}

void StatusService::Schedule(const std::vector<std::string>& objects) {
  if (monitor_) {
    monitor_->Schedule(objects);
  }
}

void StatusService::Leave() {
  if (monitor_) {
    monitor_->Leave();
  }
}

}  // namespace hm::cli
