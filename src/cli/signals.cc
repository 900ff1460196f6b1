#include "cli/signals.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <ctime>

#include "base/log.h"
#include "cli/exit_code.h"

namespace hm::cli {
namespace {

// Ends the listener; nobody else sends it to us.
constexpr int kEndListening = SIGUSR2;
// A page in hand takes well under a second; a database that hangs must not hold us longer than this.
constexpr timespec kDeadline{4, 500'000'000};

sigset_t Watched() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, kEndListening}) {
    sigaddset(&set, signal);
  }
  return set;
}

}  // namespace

Signals::Signals() {
  const sigset_t set = Watched();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A reader of our output that went away must not kill a sync.
  static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
  listener_ = std::thread([this] { Listen(); });
}

Signals::~Signals() {
  pthread_kill(listener_.native_handle(), kEndListening);
  listener_.join();
}

bool Signals::WaitForReload() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, stop_.get_token(), [this] { return reload_; });
  const bool reload = reload_ && !stop_.stop_requested();
  reload_ = false;
  return reload;
}

void Signals::Listen() {
  const sigset_t set = Watched();
  while (true) {
    int signal = 0;
    sigwait(&set, &signal);
    if (signal == kEndListening) {
      return;
    }
    if (signal == SIGHUP) {
      const std::lock_guard lock(mutex_);
      reload_ = true;
      wake_.notify_all();
      continue;
    }
    stop_.request_stop();
    LeaveWithinDeadline(signal);
    return;
  }
}

void Signals::LeaveWithinDeadline(int first_signal) {
  const sigset_t set = Watched();
  while (true) {
    const int signal = sigtimedwait(&set, nullptr, &kDeadline);
    if (signal == kEndListening) {
      return;
    }
    if (signal == SIGTERM || signal == SIGINT) {
      _exit(128 + signal);
    }
    if (signal == -1 && errno == EAGAIN) {
      log::Error(
          "work in hand did not end in time; leaving it, an open transaction is rolled back by the server",
          {{"signal", std::int64_t{first_signal}}});
      _exit(kObjectFailed);
    }
  }
}

}  // namespace hm::cli
