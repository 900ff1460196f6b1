#include "http/transport.h"

#include <algorithm>
#include <ranges>

namespace hm::http {
namespace {

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ToLower, ToLower);
}

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || c == '~';
}

}  // namespace

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (const Header& header : std::views::reverse(entries_)) {
    if (EqualIgnoringCase(header.name, name)) {
      return header.value;
    }
  }
  return std::nullopt;
}

void Headers::Add(std::string_view name, std::string_view value) {
  entries_.push_back({std::string(name), std::string(value)});
}

std::string Describe(const Request& request) {
  std::string_view url = request.url;
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  }
  const std::size_t query = url.find_first_of("?#");
  return (request.method == Method::kGet ? "GET " : "POST ") + std::string(url.substr(0, query));
}

void AppendUrlEncoded(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4U];
      out += kHex[static_cast<unsigned char>(c) & 0xFU];
    }
  }
}

std::string UrlEncode(std::string_view text) {
  std::string out;
  AppendUrlEncoded(out, text);
  return out;
}

std::size_t UrlEncodedLength(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) {
    size += IsUnreserved(c) ? 1U : 3U;
  }
  return size;
}

}  // namespace hm::http
