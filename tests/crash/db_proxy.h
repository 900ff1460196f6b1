// Stands between the connector and mariadbd's socket and can lose the answer to one COMMIT: the server has
// done it, the client never hears so. Thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace hm::crash {

class DbProxy {
 public:
  explicit DbProxy(std::string server_socket);
  ~DbProxy();
  DbProxy(const DbProxy&) = delete;
  DbProxy& operator=(const DbProxy&) = delete;

  std::string socket() const { return (dir_ / "p.sock").string(); }

  // The answer to the n-th COMMIT from now on is not passed on: `then` is called and the connection closed.
  void LoseAnswer(int nth, std::function<void()> then);
  // Whether it came to that; nothing is armed any more.
  bool Disarm();

 private:
  void Accept(const std::stop_token& stop);
  void Serve(int client, const std::stop_token& stop);
  bool IsTheOne();

  std::string server_socket_;
  std::filesystem::path dir_;
  int listener_ = -1;
  std::mutex mutex_;  // guards the four below
  int left_ = 0;
  bool lost_ = false;
  std::function<void()> then_;
  std::list<std::jthread> servers_;
  std::jthread acceptor_;
};

}  // namespace hm::crash
