#include "base/live_lines.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace hm::log {
namespace {

std::mutex g_mutex;
std::vector<std::string> g_lines;  // guarded by g_mutex: what stands there

void Put(const std::string& text) {
  if (!text.empty()) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  }
}

// A terminal that has become narrower since breaks a line into several rows, as nearly all do.
std::size_t RowsOf(const std::string& line) {
  winsize size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return 1;
  }
  const auto characters = static_cast<std::size_t>(
      std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  return std::max<std::size_t>(1, (characters + size.ws_col - 1) / size.ws_col);
}

// To the beginning of the first line, and all from there on away.
std::string Erasing() {
  if (g_lines.empty()) {
    return {};
  }
  std::size_t rows = 0;
  for (const std::string& line : g_lines) {
    rows += RowsOf(line);
  }
  std::string out = "\r";
  for (; rows > 1; --rows) {
    out += "\x1b[A";
  }
  return out + "\x1b[J";
}

std::string Drawing() {
  std::string out;
  for (const std::string& line : g_lines) {
    out += (out.empty() ? "" : "\n") + line;
  }
  return out;
}

}  // namespace

void ShowLive(const std::vector<std::string>& lines) {
  const std::lock_guard lock(g_mutex);
  if (lines == g_lines) {
    return;
  }
  std::string out = Erasing();
  g_lines = lines;
  Put(out + Drawing());
}

AboveLive::AboveLive() : lock_(g_mutex) { Put(Erasing()); }

AboveLive::~AboveLive() { Put(Drawing()); }

}  // namespace hm::log
