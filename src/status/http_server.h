// A small HTTP server for answers that fit in memory. It stands on libmicrohttpd and is hardened against what
// can reach a local port: other methods than GET and HEAD (405), a foreign Host header (421), bodies (413),
// oversized heads (431 or 414 by the library), connections without end (each ends after kLongest, whatever it
// does, and takes one request), and more of them than kMostConnections.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace hm::status {

struct Answer {
  unsigned code = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{};  // beside those that every answer has
};

class HttpServer {
 public:
  // Called from several threads at once, with the path as sent, without the query.
  using Handler = std::function<Answer(const std::string& path)>;

  static constexpr unsigned kMostConnections = 32;
  static constexpr std::chrono::seconds kLongest{10};
  static constexpr std::size_t kMostHeadBytes = std::size_t{16} * 1024;

  // Listens at once; `host` is a name or an address ("127.0.0.1", "::1"). Throws Error(kConfig) that names
  // `setting` when it cannot.
  HttpServer(const std::string& setting, const std::string& host, std::uint16_t port, Handler handler);
  // Waits for the requests in hand.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hm::status
