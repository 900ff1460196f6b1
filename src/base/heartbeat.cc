#include "base/heartbeat.h"

namespace hm {
namespace {

thread_local Heartbeat* t_heartbeat = nullptr;

}  // namespace

void Beat() noexcept {
  if (t_heartbeat != nullptr) {
    t_heartbeat->Beat();
  }
}

Heartbeat* CurrentHeartbeat() noexcept { return t_heartbeat; }

BeatsFor::BeatsFor(Heartbeat* heartbeat) noexcept : before_(t_heartbeat) { t_heartbeat = heartbeat; }

BeatsFor::~BeatsFor() { t_heartbeat = before_; }

}  // namespace hm
