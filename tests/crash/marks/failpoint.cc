#include "base/failpoint.h"

#include <signal.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>

namespace hm {
namespace {

std::string FromEnv(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

struct Order {
  std::string name;
  int pass = 1;
  bool stop = false;
};

Order ParseOrder(const std::string& text) {
  const std::size_t colon = text.find(':');
  Order order{text.substr(0, colon)};
  if (colon != std::string::npos) {
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), order.pass);
    order.stop = text.ends_with(":stop");
  }
  return order;
}

}  // namespace

void PassFailpoint(std::string_view name) {
  static const Order order = ParseOrder(FromEnv("HM_FAILPOINT"));
  static std::atomic<int> passes{0};
  if (name == order.name && ++passes == order.pass) {
    raise(order.stop ? SIGSTOP : SIGKILL);
  }
}

bool IsPlanted(std::string_view name) {
  static const std::string planted = FromEnv("HM_PLANTED_BUG");
  std::size_t at = 0;
  while ((at = planted.find(name, at)) != std::string::npos) {
    const std::size_t end = at + name.size();
    if ((at == 0 || planted[at - 1] == ',') && (end == planted.size() || planted[end] == ',')) {
      return true;
    }
    at = end;
  }
  return false;
}

}  // namespace hm
