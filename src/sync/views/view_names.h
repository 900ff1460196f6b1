// Names of view columns: HubSpot's own name where it is one (lower-case letters, digits and underscores, at
// most 64, not starting with a digit, not taken), else made of it with "__" and eight hexadecimal digits of
// the name's SHA-256 behind it. So the name does not depend on what other properties there are, only on which
// of two that clash was first.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace hm::sync {

// MariaDB: 64 characters, compared without case. Names made here are ASCII.
inline constexpr std::size_t kLongestColumnName = 64;

class ViewNames {
 public:
  // Never given to a property: the row's own columns, and those that are joined (view_joins.h).
  explicit ViewNames(const std::set<std::string>& reserved) : taken_(reserved) {}

  // A name that was given before.
  void Take(const std::string& name) { taken_.insert(name); }

  // A free name for `property`; it is taken then.
  std::string For(std::string_view property);
  // For the column of its labels: the column's name with "_label" behind it.
  std::string ForLabel(std::string_view property, std::string_view column);

 private:
  std::string Give(std::string_view wanted, std::string_view original);

  std::set<std::string> taken_;
};

}  // namespace hm::sync
