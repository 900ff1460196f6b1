// A private mariadbd in a temporary directory, on a unix socket and a free port of 127.0.0.1. User root has
// no password. It dies with its object or with the test, and its directory goes with it. Throws
// std::runtime_error, with the server's log, when it does not come up.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "mariadb/connection.h"
#include "support/process.h"

namespace hm::test {

class MariadbServer {
 public:
  // Starts at once. `extra_args` go last to mariadbd: {"--character-set-server=latin1"}; `files`, by name,
  // into its data before.
  explicit MariadbServer(std::vector<std::string> extra_args = {},
                         const std::map<std::string, std::string>& files = {});
  ~MariadbServer();
  MariadbServer(const MariadbServer&) = delete;
  MariadbServer& operator=(const MariadbServer&) = delete;

  std::string socket() const;
  std::uint16_t port() const { return port_; }
  pid_t pid() const { return process_->pid(); }
  std::string log() const;

  // Shuts down cleanly; without a word; and again on the same data, socket and port.
  void Stop();
  void Kill9();
  void Start(const std::vector<std::string>& args_of_this_start = {});

  // root over the socket; "" for no database.
  mariadb::ConnectionOptions OptionsFor(const std::string& database) const;
  // A new empty database of the server's default charset; answers its name.
  std::string CreateDatabase();

 private:
  void WaitUntilReady();

  std::vector<std::string> extra_args_;
  std::filesystem::path dir_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Process> process_;
  int databases_ = 0;
};

// One server for all tests of this process, made on first use.
MariadbServer& SharedServer();

}  // namespace hm::test
