// Opening of a client handle: address, TLS, options. Internal to mariadb/.
#pragma once

#include <mysql.h>

#include <memory>
#include <string>

#include "mariadb/connection.h"

namespace hm::mariadb {

struct CloseHandle {
  void operator()(MYSQL* handle) const { mysql_close(handle); }
};
using Handle = std::unique_ptr<MYSQL, CloseHandle>;

struct OpenedHandle {
  Handle handle;
  std::string address;  // "host:port" or the socket path
};

// Tries socket or hosts; throws the last host's error when none answers, or the first that is a refusal.
OpenedHandle Open(const ConnectionOptions& options);

// Once a thread that uses libmariadb.
void InitThread();

}  // namespace hm::mariadb
