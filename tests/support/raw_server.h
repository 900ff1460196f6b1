// A server on a raw socket of 127.0.0.1 that misbehaves on purpose.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hm::test {

// Reads one HTTP request from the socket; empty when the peer is gone.
std::string ReadRequest(int fd);
void SendAll(int fd, std::string_view text);
// The coming close sends RST instead of FIN.
void Reset(int fd);
// A whole answer of status 200 with that body.
std::string Ok(std::string_view body);

// Serves every connection on a thread of its own with `serve(fd, number of the connection)`, and closes it
// then.
class RawServer {
 public:
  using Serve = std::function<void(int fd, int connection)>;
  explicit RawServer(Serve serve);
  // Ends every connection and waits for their threads.
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  std::string Url(std::string_view path = "/p?secret=1") const;
  int port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void Accept();

  Serve serve_;
  int listener_;
  int port_ = 0;
  std::atomic<int> connections_{0};
  std::vector<int> open_;
  std::vector<std::jthread> threads_;
  std::jthread acceptor_;
};

}  // namespace hm::test
