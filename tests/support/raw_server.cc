#include "support/raw_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

namespace hm::test {

std::string ReadRequest(int fd) {
  std::string text;
  char byte = 0;
  while (text.find("\r\n\r\n") == std::string::npos) {
    if (recv(fd, &byte, 1, 0) != 1) {
      return {};
    }
    text += byte;
  }
  const std::size_t at = text.find("Content-Length: ");
  std::size_t left = at == std::string::npos ? 0 : std::stoul(text.substr(at + 16));
  while (left > 0 && recv(fd, &byte, 1, 0) == 1) {
    text += byte;
    --left;
  }
  return text;
}

void SendAll(int fd, std::string_view text) { send(fd, text.data(), text.size(), MSG_NOSIGNAL); }

void Reset(int fd) {
  const linger now{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

std::string Ok(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

RawServer::RawServer(Serve serve) : serve_(std::move(serve)), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const raw = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, raw, size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, raw, &size) != 0) {
    throw std::runtime_error("no listening socket");
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::jthread([this] { Accept(); });
}

RawServer::~RawServer() {
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (const int fd : open_) {
    shutdown(fd, SHUT_RDWR);
  }
  threads_.clear();
  close(listener_);
}

std::string RawServer::Url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

void RawServer::Accept() {
  while (true) {
    const int fd = accept(listener_, nullptr, nullptr);
    if (fd < 0) {
      return;
    }
    open_.push_back(fd);
    threads_.emplace_back([this, fd, number = connections_++] {
      serve_(fd, number);
      shutdown(fd, SHUT_WR);
      close(fd);
    });
  }
}

}  // namespace hm::test
