#include "cli/ask.h"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>

#include "base/error.h"

namespace hm::cli {
namespace {

// No echo, no lines and no signals while it lives: Ctrl-C is read as a character, so that the terminal is
// always set right again.
class HiddenInput {
 public:
  HiddenInput() {
    tcgetattr(STDIN_FILENO, &before_);
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | ISIG);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &hidden);
  }
  ~HiddenInput() { tcsetattr(STDIN_FILENO, TCSADRAIN, &before_); }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;

 private:
  termios before_{};
};

Error Stopped() {
  return {ErrorKind::kCancelled, "stopped; nothing was written", "start init again when you like"};
}

// One character; throws at the end of input.
char ReadCharacter() {
  char c = 0;
  if (read(STDIN_FILENO, &c, 1) != 1) {
    throw Stopped();
  }
  return c;
}

std::string ReadLine() {
  std::string line;
  for (char c = ReadCharacter(); c != '\n'; c = ReadCharacter()) {
    line += c;
  }
  return line;
}

std::string ReadHiddenLine() {
  constexpr char kCtrlC = 3;
  constexpr char kCtrlD = 4;
  constexpr char kBackspace = 8;
  constexpr char kDelete = 127;
  std::string line;
  for (char c = ReadCharacter(); c != '\n' && c != '\r'; c = ReadCharacter()) {
    if (c == kCtrlC || c == kCtrlD) {
      throw Stopped();
    }
    if (c == kBackspace || c == kDelete) {
      line.resize(line.empty() ? 0 : line.size() - 1);
    } else {
      line += c;
    }
  }
  return line;
}

void Show(const std::string& text) {
  fmt::print("{}", text);
  static_cast<void>(std::fflush(stdout));
}

}  // namespace

std::string Ask(std::string_view question, std::string_view fallback) {
  Show(fallback.empty() ? fmt::format("{}: ", question) : fmt::format("{} [{}]: ", question, fallback));
  const std::string answer = ReadLine();
  return answer.empty() ? std::string(fallback) : answer;
}

std::string AskHidden(std::string_view question) {
  const HiddenInput hidden;
  Show(fmt::format("{} (not shown): ", question));
  const std::string answer = ReadHiddenLine();
  Show("\n");
  return answer;
}

bool AskYesNo(std::string_view question, bool fallback) {
  const std::string answer = Ask(fmt::format("{} {}", question, fallback ? "[Y/n]" : "[y/N]"), "");
  return answer.empty() ? fallback : answer.front() == 'y' || answer.front() == 'Y';
}

}  // namespace hm::cli
