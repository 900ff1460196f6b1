#include "status/server.h"

#include "status/api_json.h"
#include "status/metrics.h"
#include "status/page.h"

namespace hm::status {
namespace {

constexpr const char* kPlain = "text/plain; charset=utf-8";

Answer Ready(const Snapshot& snapshot) {
  const std::vector<std::string> reasons = NotReady(snapshot);
  if (reasons.empty()) {
    return {200, kPlain, "ok\n", {}};
  }
  std::string body;
  for (const std::string& reason : reasons) {
    body += reason + "\n";
  }
  return {503, kPlain, body, {}};
}

}  // namespace

Server::Server(const std::string& setting, const std::string& host, std::uint16_t port, Monitor& monitor)
    : monitor_(monitor),
      http_(setting, host, port, [this](const std::string& path) { return Route(path); }) {}

Answer Server::Route(const std::string& path) {
  if (path == "/livez" || path == "/healthz") {
    return {200, kPlain, "ok\n", {}};
  }
  if (path == "/readyz") {
    return Ready(monitor_.Read());
  }
  if (path == "/metrics") {
    return {200, "text/plain; version=0.0.4; charset=utf-8", ToMetrics(monitor_.Read()), {}};
  }
  if (path == "/api/status") {
    return {200, "application/json", ToJson(monitor_.Read()), {}};
  }
  if (path == "/") {
    return {200,
            "text/html; charset=utf-8",
            std::string(Page()),
            {{"Content-Security-Policy", std::string(PagePolicy())}}};
  }
  return {404, kPlain, "no such path: /, /livez, /readyz, /metrics, /api/status\n", {}};
}

}  // namespace hm::status
