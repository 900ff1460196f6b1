#include "crash/db_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace hm::crash {
namespace {

using namespace std::string_view_literals;

// A packet of 7 bytes, COM_QUERY and the statement.
constexpr std::string_view kCommit =
    "\x07\0\0\0\x03"
    "COMMIT"sv;
constexpr int kTickMs = 50;

sockaddr_un Address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

int Connect(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = Address(path);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return fd;
  }
  close(fd);
  return -1;
}

int Listen(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = Address(path);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(fd, 64) != 0) {
    throw std::runtime_error("cannot listen on " + path);
  }
  return fd;
}

std::string ReadSome(int fd) {
  std::array<char, 65536> buffer{};
  const ssize_t got = read(fd, buffer.data(), buffer.size());
  return got > 0 ? std::string(buffer.data(), static_cast<std::size_t>(got)) : "";
}

bool SendAll(int fd, std::string_view data) {
  while (!data.empty()) {
    const ssize_t sent = send(fd, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    data.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

DbProxy::DbProxy(std::string server_socket) : server_socket_(std::move(server_socket)) {
  std::string name = (std::filesystem::temp_directory_path() / "hm-proxy-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("mkdtemp failed");
  }
  dir_ = name;
  listener_ = Listen(socket());
  acceptor_ = std::jthread([this](const std::stop_token& stop) { Accept(stop); });
}

DbProxy::~DbProxy() {
  acceptor_ = {};
  servers_.clear();
  close(listener_);
  std::error_code ignored;
  std::filesystem::remove_all(dir_, ignored);
}

void DbProxy::LoseAnswer(int nth, std::function<void()> then) {
  const std::lock_guard lock(mutex_);
  left_ = nth;
  lost_ = false;
  then_ = std::move(then);
}

bool DbProxy::Disarm() {
  const std::lock_guard lock(mutex_);
  left_ = 0;
  return lost_;
}

bool DbProxy::IsTheOne() {
  const std::lock_guard lock(mutex_);
  return left_ > 0 && --left_ == 0;
}

void DbProxy::Accept(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd waiting{listener_, POLLIN, 0};
    if (poll(&waiting, 1, kTickMs) <= 0) {
      continue;
    }
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) {
      servers_.emplace_back([this, client](const std::stop_token& ending) { Serve(client, ending); });
    }
  }
}

void DbProxy::Serve(int client, const std::stop_token& stop) {
  const int server = Connect(server_socket_);
  bool losing = false;
  while (server >= 0 && !stop.stop_requested()) {
    std::array<pollfd, 2> ends{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    if (poll(ends.data(), ends.size(), kTickMs) <= 0) {
      continue;
    }
    const bool from_client = ends[0].revents != 0;
    const std::string data = ReadSome(from_client ? client : server);
    if (data.empty()) {
      break;
    }
    if (!from_client && losing) {
      const std::lock_guard lock(mutex_);
      lost_ = true;
      then_();
      break;
    }
    losing = losing || (from_client && data.ends_with(kCommit) && IsTheOne());
    if (!SendAll(from_client ? server : client, data)) {
      break;
    }
  }
  close(client);
  if (server >= 0) {
    close(server);
  }
}

}  // namespace hm::crash
