// A TCP proxy between a client and mariadbd that does something to the n-th statement. It reads the packets
// of the client (no TLS), so that "the n-th statement" is exact, and "done, but the answer is lost" is
// certain. Thread-safe. Throws std::runtime_error when it cannot listen.
#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "mariadb/connection.h"

namespace hm::test {

enum class Meddling {
  kCutBefore,  // the statement never reaches the server
  kCutAfter,   // the server does it, the client never hears so
  kStall,      // nothing comes, and the connection stays open
  kAnswer,     // the server does not see it, the client gets another answer
};

class StatementProxy {
 public:
  explicit StatementProxy(std::uint16_t server_port);
  ~StatementProxy();
  StatementProxy(const StatementProxy&) = delete;
  StatementProxy& operator=(const StatementProxy&) = delete;

  std::uint16_t port() const { return port_; }
  // `options` by way of this proxy.
  mariadb::ConnectionOptions Through(mariadb::ConnectionOptions options) const;

  // The n-th statement (1 is the next) that contains `part`, on connections made from now on; once.
  void Arm(int nth, Meddling meddling, std::string part = {}, std::string answer = {});
  // Whether it came to that; nothing is armed any more.
  bool Disarm();
  // What the client sent after a kAnswer.
  std::string Received() const;

 private:
  struct Connection {
    int client;
    int server;
    int generation;
    std::string pending;  // of the client, not yet a whole packet
  };
  void Accept(const std::stop_token& stop);
  void Serve(Connection connection, const std::stop_token& stop);
  // Passes whole packets on; false when the connection is to end.
  bool PassOn(Connection& connection, const std::stop_token& stop);
  bool IsTheOne(const Connection& connection, std::string_view packet);
  void Meddle(Connection& connection, const std::string& packet, const std::stop_token& stop);

  std::uint16_t server_port_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  mutable std::mutex mutex_;  // guards what follows
  int generation_ = 0;
  int left_ = 0;
  bool hit_ = false;
  Meddling meddling_ = Meddling::kCutBefore;
  std::string part_;
  std::string answer_;
  std::string received_;
  std::list<std::jthread> servers_;
  std::jthread acceptor_;
};

}  // namespace hm::test
