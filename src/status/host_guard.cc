#include "status/host_guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string>

namespace hm::status {
namespace {

bool SameName(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

bool IsAddress(std::string_view text, int family) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return inet_pton(family, std::string(text).c_str(), address.data()) == 1;
}

bool IsPort(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool IsAllowedHost(std::string_view header, std::string_view own) {
  if (header.empty()) {
    return true;
  }
  std::string_view host = header;
  const auto colon = header.rfind(':');
  const bool bracketed = header.starts_with('[');
  if (colon != std::string_view::npos && !(bracketed && header.ends_with(']'))) {
    if (!IsPort(header.substr(colon + 1))) {
      return false;
    }
    host = header.substr(0, colon);
  }
  if (bracketed) {
    return host.ends_with(']') && IsAddress(host.substr(1, host.size() - 2), AF_INET6);
  }
  return IsAddress(host, AF_INET) || SameName(host, "localhost") || SameName(host, own);
}

}  // namespace hm::status
