#include "sync/objects/record_ids.h"

#include <fmt/format.h>

namespace hm::sync {
namespace {

constexpr std::size_t kLongestId = 50;  // of the column

}  // namespace

bool IdLess(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::string IdsWithin(const mariadb::Connection& connection, std::string_view after, std::string_view upto) {
  const std::string above =
      fmt::format("(id > {0} AND LENGTH(id) = {1})", connection.Quote(after), after.size());
  const std::string below =
      fmt::format("(id <= {0} AND LENGTH(id) = {1})", connection.Quote(upto), upto.size());
  const std::size_t last_length = upto.empty() ? kLongestId + 1 : upto.size();
  if (after.size() == last_length) {
    return fmt::format("({} AND {})", above, below);
  }
  std::string sql =
      fmt::format("({} OR (LENGTH(id) > {} AND LENGTH(id) < {})", above, after.size(), last_length);
  return sql + (upto.empty() ? ")" : fmt::format(" OR {})", below));
}

}  // namespace hm::sync
