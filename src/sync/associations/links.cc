#include "sync/associations/links.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/error.h"
#include "sync/store/cells.h"

namespace hm::sync {
namespace {

constexpr std::size_t kLongestLabel = 255;  // of the column

}  // namespace

std::uint32_t LinkKinds::IndexOf(std::string_view category, std::string_view type_id,
                                 std::string_view label) {
  LinkKind kind{std::string(category), std::string(type_id), std::string(CutText(label, kLongestLabel))};
  const auto [found, is_new] = index_.try_emplace(kind, static_cast<std::uint32_t>(kinds_.size()));
  if (is_new) {
    kinds_.push_back(std::move(kind));
  }
  return found->second;
}

std::vector<Link> Without(const std::vector<Link>& a, const std::vector<Link>& b) {
  std::vector<Link> left;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(left));
  return left;
}

std::optional<std::uint64_t> ParseId(std::string_view id) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  return error == std::errc{} && end == id.data() + id.size() ? std::optional(number) : std::nullopt;
}

std::vector<std::uint64_t> ToNumbers(const std::vector<std::string>& ids) {
  std::vector<std::uint64_t> numbers;
  for (const std::string& id : ids) {
    if (const auto number = ParseId(id)) {
      numbers.push_back(*number);
    }
  }
  return numbers;
}

std::uint64_t ToNumber(std::string_view id) {
  const auto number = ParseId(id);
  if (!number) {
    throw Error(ErrorKind::kBug, "an association names a record whose id is no number", "please report this");
  }
  return *number;
}

}  // namespace hm::sync
