#include "support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace hm::test {
namespace {

constexpr int kNoExec = 127;

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe MakePipe() {
  std::array<int, 2> ends{};
  // Closed on exec, so that children started meanwhile by other threads do not hold it open.
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  return {ends[0], ends[1]};
}

// Everything the child needs is made before fork: in between only async-signal-safe calls are allowed.
std::vector<std::string> MergedEnvironment(const Environment& additions) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!additions.contains(text.substr(0, text.find('=')))) out.push_back(text);
  }
  for (const auto& [name, value] : additions) {
    std::string entry = name;
    entry += '=';
    entry += value;
    out.push_back(std::move(entry));
  }
  return out;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

[[noreturn]] void RunChild(char** argv, char** env, const char* cwd, int out, int err, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kNoExec);
  if (*cwd != '\0' && chdir(cwd) != 0) _exit(kNoExec);
  const int null = open("/dev/null", O_RDONLY);
  dup2(null, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  execvpe(argv[0], argv, env);
  constexpr char kMessage[] = "cannot execute the program\n";
  [[maybe_unused]] const auto written = write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  _exit(kNoExec);
}

int ExitCode(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

}  // namespace

Process::Process(const std::vector<std::string>& argv, const Environment& env, const std::string& cwd) {
  const Pipe out = MakePipe();
  const Pipe err = MakePipe();
  std::vector<std::string> arguments = argv;
  std::vector<std::string> environment = MergedEnvironment(env);
  const std::vector<char*> argument_pointers = Pointers(arguments);
  const std::vector<char*> environment_pointers = Pointers(environment);
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) {
    RunChild(const_cast<char**>(argument_pointers.data()), const_cast<char**>(environment_pointers.data()),
             cwd.c_str(), out.write, err.write, parent);
  }
  close(out.write);
  close(err.write);
  if (pid_ < 0) throw std::runtime_error("fork failed");
  out_reader_ = std::thread([this, out] { Drain(out.read, out_); });
  err_reader_ = std::thread([this, err] { Drain(err.read, err_); });
}

Process::~Process() {
  Signal(SIGKILL);
  Wait(std::chrono::seconds{30});
  Join();
}

void Process::Drain(int fd, std::string& into) {
  std::array<char, 8192> buffer{};
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    const std::lock_guard lock(mutex_);
    into.append(buffer.data(), static_cast<std::size_t>(got));
  }
  close(fd);
}

void Process::Join() {
  if (out_reader_.joinable()) out_reader_.join();
  if (err_reader_.joinable()) err_reader_.join();
}

std::optional<int> Process::Wait(std::chrono::milliseconds timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  while (!exit_code_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_code_ = ExitCode(status);
      Join();
      break;
    }
    if (std::chrono::steady_clock::now() >= until) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return exit_code_;
}

void Process::Signal(int signal) {
  if (!exit_code_) kill(pid_, signal);
}

std::string Process::Out() const {
  const std::lock_guard lock(mutex_);
  return out_;
}

std::string Process::Err() const {
  const std::lock_guard lock(mutex_);
  return err_;
}

RunResult Run(const std::vector<std::string>& argv, const Environment& env,
              std::chrono::milliseconds timeout) {
  Process process(argv, env);
  std::optional<int> code = process.Wait(timeout);
  if (!code) {
    process.Signal(SIGKILL);
    code = process.Wait(std::chrono::seconds{30});
  }
  return {code.value_or(128 + SIGKILL), process.Out(), process.Err()};
}

}  // namespace hm::test
