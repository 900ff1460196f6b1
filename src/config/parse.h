// Values of settings from text. Each throws Error(kConfig) that names the setting, the value and what it
// takes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hm::config {

struct HostPort {
  std::string host;
  std::uint16_t port;
  bool operator==(const HostPort&) const = default;
};

[[noreturn]] void BadValue(std::string_view setting, std::string_view value, std::string_view takes);

std::int64_t ParseInteger(std::string_view setting, std::string_view value, std::int64_t least,
                          std::int64_t most);
double ParseDecimal(std::string_view setting, std::string_view value, double least, double most);

// One of `allowed`; gives its index.
std::size_t ParseChoice(std::string_view setting, std::string_view value,
                        const std::vector<std::string_view>& allowed);

// "a:3306,b" ; an entry without a port gets `port`. IPv6 addresses stand in brackets when a port follows.
std::vector<HostPort> ParseHosts(std::string_view setting, std::string_view value, std::uint16_t port);

// Comma-separated, blanks trimmed, empty entries refused.
std::vector<std::string> ParseList(std::string_view setting, std::string_view value);

struct ObjectProperty {
  std::string object;
  std::string property;
  bool operator==(const ObjectProperty&) const = default;
};

// "deals.region,contacts.lead_score"
std::vector<ObjectProperty> ParseProperties(std::string_view setting, std::string_view value);

// https://host[:port][/path], or http:// on loopback. Gives it without a trailing slash.
std::string ParseBaseUrl(std::string_view setting, std::string_view value);

}  // namespace hm::config
