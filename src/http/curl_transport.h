// The network: libcurl's multi interface on one thread of its own; callers block on their answer.
//
// HTTPS only with the peer verified; plain http only to a loopback address and only when allowed. No redirect
// is followed (the token must not travel), no .netrc is read, a proxy is taken from the environment only.
// Limits: 10 s to connect, 120 s in all, 1 kB/s over 20 s, 64 MiB of decompressed body, 64 KiB of headers.
// A kept connection that the other side has closed meanwhile is retried once on a new one.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.h"
#include "http/transport.h"

namespace hm::http {

struct CurlOptions {
  bool allow_plain_http = false;  // http://127.0.0.1, [::1] or localhost: for the simulator
  std::string ca_file{};          // instead of the system's store, if set
  std::string user_agent = "hubspot-mariadb";
  Millis connect_timeout{10'000};
  Millis total_timeout{120'000};
  std::chrono::seconds low_speed_time{20};
  std::size_t max_body = std::size_t{64} << 20;
  std::size_t max_headers = std::size_t{64} << 10;
};

class CurlTransport : public Transport {
 public:
  // Throws Error(kBug) if libcurl cannot be set up.
  explicit CurlTransport(CurlOptions options);
  // No Send() may be running.
  ~CurlTransport() override;

  Response Send(const Request& request, const std::stop_token& stop) override;
  void Recycle(Buffer buffer) override;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hm::http
