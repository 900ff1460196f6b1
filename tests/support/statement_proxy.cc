#include "support/statement_proxy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

namespace hm::test {
namespace {

constexpr std::size_t kHeader = 4;  // three bytes of length, one of sequence
constexpr int kLookAround = 50;     // ms

sockaddr_in ProxyAddress(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int Connect(std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = ProxyAddress(port);
  const int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

bool Send(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Empty when the peer is gone.
std::string Receive(int fd) {
  std::array<char, 65536> bytes{};
  const ssize_t count = recv(fd, bytes.data(), bytes.size(), 0);
  return count <= 0 ? std::string() : std::string(bytes.data(), static_cast<std::size_t>(count));
}

// Takes the first whole packet out of `pending`.
std::optional<std::string> TakePacket(std::string& pending) {
  if (pending.size() < kHeader) return std::nullopt;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(pending[i]));
  };
  const std::size_t size = kHeader + byte(0) + (byte(1) << 8U) + (byte(2) << 16U);
  if (pending.size() < size) return std::nullopt;
  std::string packet = pending.substr(0, size);
  pending.erase(0, size);
  return packet;
}

// A command begins with sequence 0; COM_QUIT and COM_STMT_CLOSE get no answer.
bool IsStatement(std::string_view packet) {
  return packet.size() > kHeader && packet[3] == 0 && packet[kHeader] != 0x01 && packet[kHeader] != 0x19;
}

bool Readable(int fd) {
  pollfd poll_fd{fd, POLLIN, 0};
  return poll(&poll_fd, 1, kLookAround) > 0;
}

}  // namespace

StatementProxy::StatementProxy(std::uint16_t server_port)
    : server_port_(server_port), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = ProxyAddress(0);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, raw, size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, raw, &size) != 0) {
    throw std::runtime_error("no listening socket for the proxy");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this](const std::stop_token& stop) { Accept(stop); });
}

StatementProxy::~StatementProxy() {
  acceptor_.request_stop();
  acceptor_.join();
  servers_.clear();
  close(listener_);
}

mariadb::ConnectionOptions StatementProxy::Through(mariadb::ConnectionOptions options) const {
  options.socket.clear();
  options.hosts = {{"127.0.0.1", port_}};
  return options;
}

void StatementProxy::Arm(int nth, Meddling meddling, std::string part, std::string answer) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  left_ = nth;
  hit_ = false;
  meddling_ = meddling;
  part_ = std::move(part);
  answer_ = std::move(answer);
  received_.clear();
}

bool StatementProxy::Disarm() {
  const std::lock_guard lock(mutex_);
  left_ = 0;
  return std::exchange(hit_, false);
}

std::string StatementProxy::Received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

void StatementProxy::Accept(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!Readable(listener_)) continue;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int server = Connect(server_port_);
    if (client < 0 || server < 0) {
      close(client);
      close(server);
      continue;
    }
    const int one = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    const std::lock_guard lock(mutex_);
    servers_.emplace_back([this, client, server, generation = generation_](const std::stop_token& ending) {
      Serve({client, server, generation, {}}, ending);
    });
  }
}

void StatementProxy::Serve(Connection connection, const std::stop_token& stop) {
  std::array<pollfd, 2> ends{pollfd{connection.client, POLLIN, 0}, pollfd{connection.server, POLLIN, 0}};
  bool open = true;
  while (open && !stop.stop_requested()) {
    if (poll(ends.data(), ends.size(), kLookAround) <= 0) continue;
    if (ends[1].revents != 0) {
      const std::string bytes = Receive(connection.server);
      open = !bytes.empty() && Send(connection.client, bytes);
    }
    if (open && ends[0].revents != 0) {
      open = PassOn(connection, stop);
    }
  }
  close(connection.client);
  close(connection.server);
}

bool StatementProxy::PassOn(Connection& connection, const std::stop_token& stop) {
  const std::string bytes = Receive(connection.client);
  if (bytes.empty()) return false;
  connection.pending += bytes;
  while (const auto packet = TakePacket(connection.pending)) {
    if (IsTheOne(connection, *packet)) {
      Meddle(connection, *packet, stop);
      return false;
    }
    if (!Send(connection.server, *packet)) return false;
  }
  return true;
}

bool StatementProxy::IsTheOne(const Connection& connection, std::string_view packet) {
  const std::lock_guard lock(mutex_);
  if (left_ == 0 || connection.generation != generation_ || !IsStatement(packet) ||
      packet.find(part_) == std::string_view::npos) {
    return false;
  }
  hit_ = --left_ == 0;
  return hit_;
}

void StatementProxy::Meddle(Connection& connection, const std::string& packet, const std::stop_token& stop) {
  Meddling meddling{};
  std::string answer;
  {
    const std::lock_guard lock(mutex_);
    meddling = meddling_;
    answer = answer_;
  }
  if (meddling == Meddling::kCutBefore) return;
  if (meddling == Meddling::kCutAfter) {
    Send(connection.server, packet);
    Receive(connection.server);  // it has answered, so it is done
    return;
  }
  Send(connection.client, answer);
  // Silence until the client has had enough.
  while (!stop.stop_requested()) {
    if (!Readable(connection.client)) continue;
    const std::string bytes = Receive(connection.client);
    if (bytes.empty()) return;
    const std::lock_guard lock(mutex_);
    received_ += bytes;
  }
}

}  // namespace hm::test
