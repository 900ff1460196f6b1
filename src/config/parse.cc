#include "config/parse.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.h"

namespace hm::config {
namespace {

std::string_view TrimEntry(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

HostPort ParseHost(std::string_view setting, std::string_view entry, std::uint16_t port) {
  constexpr std::string_view kTakes = "host names, each with an optional :port, separated by commas";
  std::string_view host = entry;
  std::string_view port_text;
  if (entry.starts_with('[')) {
    const auto close = entry.find(']');
    if (close == std::string_view::npos) {
      BadValue(setting, entry, kTakes);
    }
    host = entry.substr(1, close - 1);
    port_text = entry.substr(close + 1);
  } else if (std::count(entry.begin(), entry.end(), ':') == 1) {
    host = entry.substr(0, entry.find(':'));
    port_text = entry.substr(entry.find(':'));
  }
  if (host.empty()) {
    BadValue(setting, entry, kTakes);
  }
  if (!port_text.empty()) {
    if (port_text.front() != ':') {
      BadValue(setting, entry, kTakes);
    }
    const std::string_view digits = port_text.substr(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) {
      BadValue(setting, entry, kTakes);
    }
  }
  return {std::string(host), port};
}

}  // namespace

void BadValue(std::string_view setting, std::string_view value, std::string_view takes) {
  throw Error(ErrorKind::kConfig, ErrorCode::kBadValue,
              fmt::format("{} is \"{}\", which is not valid", setting, value),
              fmt::format("{} takes {}", setting, takes));
}

std::int64_t ParseInteger(std::string_view setting, std::string_view value, std::int64_t least,
                          std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc{} || end != value.data() + value.size() || number < least || number > most) {
    BadValue(setting, value, fmt::format("a whole number from {} to {}", least, most));
  }
  return number;
}

double ParseDecimal(std::string_view setting, std::string_view value, double least, double most) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(value.data(), value.data() + value.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || end != value.data() + value.size() || !(number >= least && number <= most)) {
    BadValue(setting, value, fmt::format("a number from {} to {}", least, most));
  }
  return number;
}

std::size_t ParseChoice(std::string_view setting, std::string_view value,
                        const std::vector<std::string_view>& allowed) {
  const auto found = std::find(allowed.begin(), allowed.end(), value);
  if (found == allowed.end()) {
    BadValue(setting, value, fmt::format("one of: {}", fmt::join(allowed, ", ")));
  }
  return static_cast<std::size_t>(found - allowed.begin());
}

std::vector<std::string> ParseList(std::string_view setting, std::string_view value) {
  std::vector<std::string> entries;
  for (std::size_t start = 0; start <= value.size();) {
    const std::size_t comma = std::min(value.find(',', start), value.size());
    const std::string_view entry = TrimEntry(value.substr(start, comma - start));
    if (entry.empty()) {
      BadValue(setting, value, "names separated by commas");
    }
    entries.emplace_back(entry);
    start = comma + 1;
  }
  return entries;
}

std::vector<ObjectProperty> ParseProperties(std::string_view setting, std::string_view value) {
  std::vector<ObjectProperty> properties;
  for (const std::string& entry : ParseList(setting, value)) {
    const std::size_t dot = entry.find('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == entry.size()) {
      BadValue(setting, value, "objects with a property, separated by commas: deals.region,contacts.score");
    }
    properties.push_back({entry.substr(0, dot), entry.substr(dot + 1)});
  }
  return properties;
}

std::vector<HostPort> ParseHosts(std::string_view setting, std::string_view value, std::uint16_t port) {
  std::vector<HostPort> hosts;
  for (const std::string& entry : ParseList(setting, value)) {
    hosts.push_back(ParseHost(setting, entry, port));
  }
  return hosts;
}

std::string ParseBaseUrl(std::string_view setting, std::string_view value) {
  constexpr std::string_view kTakes = "an https:// address (http:// only for 127.0.0.1, localhost or [::1])";
  const auto scheme_end = value.find("://");
  if (scheme_end == std::string_view::npos || value.find_first_of(" \t\r\n?#@\\") != std::string_view::npos) {
    BadValue(setting, value, kTakes);
  }
  const std::string_view scheme = value.substr(0, scheme_end);
  const std::string_view rest = value.substr(scheme_end + 3);
  std::string_view host = rest.substr(0, rest.find('/'));
  host = host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  const bool loopback = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  if (host.empty() || !(scheme == "https" || (scheme == "http" && loopback))) {
    BadValue(setting, value, kTakes);
  }
  return std::string(value.substr(0, value.find_last_not_of('/') + 1));
}

}  // namespace hm::config
