#include "support/terminal.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace hm::test {

Terminal::Terminal(const std::vector<std::string>& argv, const Environment& env, const std::string& cwd)
    : Terminal(argv, env, cwd, Size{}) {}

Terminal::Terminal(const std::vector<std::string>& argv, const Environment& env, const std::string& cwd,
                   Size size) {
  const winsize window{size.rows, size.columns, 0, 0};
  pid_ = forkpty(&fd_, nullptr, nullptr, &window);
  if (pid_ != 0) return;
  for (const auto& [name, value] : env) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (const std::string& word : argv) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  if (cwd.empty() || chdir(cwd.c_str()) == 0) execv(words.front(), words.data());
  _exit(127);
}

Terminal::~Terminal() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  close(fd_);
}

bool Terminal::ReadMore() {
  pollfd ready{fd_, POLLIN, 0};
  char bytes[4096];
  if (poll(&ready, 1, 30'000) <= 0) return false;
  const ssize_t count = read(fd_, bytes, sizeof(bytes));
  if (count <= 0) return false;
  shown_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

bool Terminal::Shows(const std::string& text) {
  while (shown_.find(text, seen_) == std::string::npos) {
    if (!ReadMore()) return false;
  }
  seen_ = shown_.find(text, seen_) + text.size();
  return true;
}

void Terminal::Resize(Size size) const {
  const winsize window{size.rows, size.columns, 0, 0};
  ASSERT_EQ(ioctl(fd_, TIOCSWINSZ, &window), 0);
}

void Terminal::Type(const std::string& text) const { ASSERT_GT(write(fd_, text.data(), text.size()), 0); }

bool Terminal::AnswerTo(const std::string& question, const std::string& answer) {
  const bool asked = Shows(question);
  Type(answer + "\n");
  return asked;
}

int Terminal::ExitCode() {
  while (ReadMore()) {
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace hm::test
