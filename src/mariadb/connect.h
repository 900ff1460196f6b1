// Opening of a client handle: address, TLS, options. Internal to mariadb/.
#pragma once

#include <mysql.h>

#include <memory>
#include <string>
#include <utility>

#include "mariadb/connection.h"

namespace hm::mariadb {

struct CloseHandle {
  void operator()(MYSQL* handle) const { mysql_close(handle); }
};
using Handle = std::unique_ptr<MYSQL, CloseHandle>;

// A descriptor of its own for the same socket.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(MYSQL* handle);
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor();

  // Both directions, for every descriptor of the socket.
  void ShutDown() const noexcept;

 private:
  int fd_ = -1;
};

struct OpenedHandle {
  Handle handle;
  std::string address;  // "host:port" or the socket path
};

// The socket, or the first of the hosts.
OpenedHandle Open(const ConnectionOptions& options);

// Once a thread that uses libmariadb.
void InitThread();

}  // namespace hm::mariadb
