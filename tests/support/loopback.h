// Plain HTTP to a program on 127.0.0.1, byte by byte, so that a test can send what no client would.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace hm::test {

// Free at this moment; another process could take it before the program does, which its start then reports.
std::uint16_t FreePort();

struct Reply {
  int status = 0;                              // 0 when there was none
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  nlohmann::json Json() const { return nlohmann::json::parse(body); }
};

// An open connection; closes with its object. Throws std::runtime_error when nobody listens.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port);
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  // False when the other side has closed.
  bool Send(const std::string& text) const;
  // All until the other side closes, or `timeout` passes.
  std::string ReadAll(std::chrono::milliseconds timeout = std::chrono::seconds{60}) const;

 private:
  int fd_;
};

// Sends `text` as it is and takes the answer apart.
Reply Ask(std::uint16_t port, const std::string& text);
Reply Get(std::uint16_t port, const std::string& path, const std::string& host = "127.0.0.1");

}  // namespace hm::test
