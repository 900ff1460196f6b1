#include "json/number.h"

#include <algorithm>
#include <cstddef>

namespace hm::json {
namespace {

// Takes the digits at the front; how many there were.
std::size_t TakeDigits(std::string_view& text) {
  const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
  text.remove_prefix(count);
  return count;
}

bool Take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

}  // namespace

bool IsJsonNumber(std::string_view text) {
  Take(text, "-");
  const bool zero = text.starts_with('0');
  const std::size_t whole = TakeDigits(text);
  if (whole == 0 || (zero && whole > 1)) {
    return false;
  }
  if (Take(text, ".") && TakeDigits(text) == 0) {
    return false;
  }
  if (Take(text, "eE")) {
    Take(text, "+-");
    if (TakeDigits(text) == 0) {
      return false;
    }
  }
  return text.empty();
}

}  // namespace hm::json
