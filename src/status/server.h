// The paths of the status address.
#pragma once

#include <cstdint>
#include <string>

#include "status/http_server.h"
#include "status/monitor.h"

namespace hm::status {

// Answers while it lives; the monitor must outlive it. Throws as HttpServer does.
class Server {
 public:
  Server(const std::string& setting, const std::string& host, std::uint16_t port, Monitor& monitor);

 private:
  Answer Route(const std::string& path);

  Monitor& monitor_;
  HttpServer http_;
};

}  // namespace hm::status
