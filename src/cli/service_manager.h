// Tells systemd how the service fares (sd_notify(3), without its library): datagrams to NOTIFY_SOCKET.
// Without one nothing is sent. Nothing here fails: a service must not end because nobody listens to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace hm::cli {

// Thread-safe.
class ServiceManager {
 public:
  // From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID.
  ServiceManager();

  void Ready() const { Send("READY=1"); }
  void Reloading() const;
  void Stopping() const { Send("STOPPING=1"); }
  void Status(std::string_view words) const;
  void Alive() const { Send("WATCHDOG=1"); }

  bool listens() const { return !socket_.empty(); }
  // How often Alive() is expected at least; unset without a watchdog.
  std::optional<Millis> watchdog() const { return watchdog_; }

 private:
  void Send(std::string_view message) const;

  std::string socket_;
  std::optional<Millis> watchdog_;
};

}  // namespace hm::cli
