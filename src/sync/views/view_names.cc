#include "sync/views/view_names.h"

#include <fmt/format.h>

#include "base/digest.h"

namespace hm::sync {
namespace {

constexpr std::size_t kHashDigits = 8;

// Lower case, everything but letters and digits as single underscores.
std::string Clean(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (upper || plain) {
      out += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (c == '_' || out.empty() || out.back() != '_') {
      out += '_';
    }
  }
  return out.empty() || (out.front() >= '0' && out.front() <= '9') ? "p_" + out : out;
}

}  // namespace

std::string ViewNames::For(std::string_view property) { return Give(property, property); }

std::string ViewNames::ForLabel(std::string_view property, std::string_view column) {
  return Give(std::string(column) + "_label", std::string(property) + " label");
}

std::string ViewNames::Give(std::string_view wanted, std::string_view original) {
  std::string name = Clean(wanted);
  if (name == wanted && name.size() <= kLongestColumnName && taken_.insert(name).second) {
    return name;
  }
  const std::string base = name.substr(0, kLongestColumnName - 2 - kHashDigits);
  std::string salted(original);
  do {
    name = base + "__" + Sha256Hex(salted, kHashDigits);
    salted += ' ';  // another name with the same hash, or one that looks like a hashed name
  } while (!taken_.insert(name).second);
  return name;
}

}  // namespace hm::sync
