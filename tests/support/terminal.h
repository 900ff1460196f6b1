// A program on a terminal of its own, as a person meets it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "support/process.h"

namespace hm::test {

class Terminal {
 public:
  struct Size {
    unsigned short columns = 80;
    unsigned short rows = 24;
  };

  // Starts argv[0], a path, with `env` added to our environment.
  explicit Terminal(const std::vector<std::string>& argv, const Environment& env = {},
                    const std::string& cwd = {});
  Terminal(const std::vector<std::string>& argv, const Environment& env, const std::string& cwd, Size size);
  // Kills it.
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  // Waits until the program shows `text` behind what was waited for before; false after half a minute.
  bool Shows(const std::string& text);
  // As when a person drags the window's edge.
  void Resize(Size size) const;
  void Type(const std::string& text) const;
  bool AnswerTo(const std::string& question, const std::string& answer);

  // Reads to its end. -1 for a program that a signal ended.
  int ExitCode();
  // All that it wrote so far, control sequences too.
  const std::string& shown() const { return shown_; }

 private:
  bool ReadMore();

  int fd_ = -1;
  pid_t pid_ = -1;
  std::string shown_;
  std::size_t seen_ = 0;
};

}  // namespace hm::test
