#include "json/name_check.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace hm::json {

bool NameCheck::IsNewSlow(std::string_view name) {
  if (ascending_ || slots_.size() < 2 * (names_.size() + 1)) {
    ascending_ = false;
    Rebuild();
  }
  if (!Insert(name)) {
    return false;
  }
  names_.push_back(name);
  return true;
}

void NameCheck::Rebuild() {
  const std::size_t wanted = std::bit_ceil(std::max<std::size_t>(4 * (names_.size() + 1), 64));
  if (slots_.size() < wanted) {
    slots_.assign(wanted, {});
  }
  ++round_;
  for (const std::string_view name : names_) {
    Insert(name);
  }
}

bool NameCheck::Insert(std::string_view name) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = std::hash<std::string_view>{}(name)&mask;
  while (slots_[at].round == round_) {
    if (slots_[at].name == name) {
      return false;
    }
    at = (at + 1) & mask;
  }
  slots_[at] = {name, round_};
  return true;
}

}  // namespace hm::json
