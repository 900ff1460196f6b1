#include "base/live_lines.h"

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

// To the beginning of the first line, and all from there on away.
std::string Erasing() {
  std::string out;
  for (std::size_t i = 0; i < g_lines.size(); ++i) {
    out += i == 0 ? "\r" : "\x1b[A";
  }
  return out.empty() ? out : out + "\x1b[J";
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
