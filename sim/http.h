// The HTTP side: requests as the handlers see them, answers as they give them, and the libmicrohttpd server.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct MHD_Daemon;

namespace hubsim {

struct Request {
  std::string method;
  // As it came, with the query.
  std::string url;
  // Decoded segments of the path.
  std::vector<std::string> path;
  // Decoded; repeated names stay apart.
  std::vector<std::pair<std::string, std::string>> query;
  std::string body;
  std::string authorization;
  bool accepts_gzip = false;
  // Steady clock, microseconds.
  std::int64_t arrived_us = 0;

  std::optional<std::string> Query(std::string_view name) const;
  // All values of `name`, split at commas (`properties=a,b&properties=c`).
  std::vector<std::string> QueryList(std::string_view name) const;
  bool Flag(std::string_view name) const { return Query(name) == "true"; }
};

// Faults below HTTP: what the transport does instead of an ordinary answer.
enum class Delivery { kNormal, kReset, kHang, kDrip, kCut };

struct Reply {
  int status = 200;
  std::string body;
  std::string content_type = "application/json;charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  Delivery delivery = Delivery::kNormal;
  bool gzip = false;
  // Cut the body to half after compressing it, with a Content-Length that fits the half.
  bool cut_gzip = false;
  int delay_ms = 0;
  int drip_ms = 50;
  std::shared_ptr<void> until_sent{};  // destroyed when the answer has been handed over
};

// An empty text with the memory of a body that this thread has sent: the pages of fresh memory are dear.
std::string SpareBody();

using Handler = std::function<Reply(const Request&)>;

class HttpServer {
 public:
  // Binds 127.0.0.1:port (0: any free port). Throws std::runtime_error when that fails.
  HttpServer(int port, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  int Port() const { return port_; }

 private:
  Handler handler_;
  MHD_Daemon* daemon_ = nullptr;
  int port_ = 0;
};

// Splits path and query of `url` into request.path and request.query.
void ParseUrl(std::string_view url, Request& request);
std::string Gzip(std::string_view text);

}  // namespace hubsim
