// Child processes for tests: their pipes are drained by threads, so that a chatty child never blocks, and
// they die with their parent object or with the test itself. That goes by PR_SET_PDEATHSIG, which watches the
// thread that started them: start them from a thread that lives on.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hm::test {

using Environment = std::map<std::string, std::string>;

struct RunResult {
  int exit_code = 0;  // 128 + signal for a child that a signal ended
  std::string out;
  std::string err;
};

class Process {
 public:
  // Starts argv[0], looked up in PATH, with `env` added to our environment. Throws std::runtime_error.
  explicit Process(const std::vector<std::string>& argv, const Environment& env = {},
                   const std::string& cwd = {});
  // Kills a child that still runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The exit code (128 + signal when a signal ended it); nullopt when it still runs after `timeout`.
  std::optional<int> Wait(std::chrono::milliseconds timeout);
  // Nothing once the child was waited for.
  void Signal(int signal);
  bool Running() { return !Wait(std::chrono::milliseconds{0}).has_value(); }
  pid_t pid() const { return pid_; }

  // What it has written so far; complete once Wait() has returned its code.
  std::string Out() const;
  std::string Err() const;

 private:
  void Drain(int fd, std::string& into);
  void Join();

  pid_t pid_ = -1;
  std::optional<int> exit_code_;
  mutable std::mutex mutex_;  // guards out_ and err_
  std::string out_;
  std::string err_;
  std::thread out_reader_;
  std::thread err_reader_;
};

// Runs to the end. A child that outlives `timeout` is killed and answers 137.
RunResult Run(const std::vector<std::string>& argv, const Environment& env = {},
              std::chrono::milliseconds timeout = std::chrono::seconds{60});

}  // namespace hm::test
