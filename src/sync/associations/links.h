// Associations in memory, small enough for a company with a million contacts: 24 bytes each.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/objects/object_types.h"

namespace hm::sync {

// One direction: associations of records of `from` with records of `to`. Both must outlive it.
struct LinkPair {
  const ObjectType& from;
  const ObjectType& to;

  LinkPair reversed() const { return {to, from}; }
};

// The pass that sweeps it, in hubspot_sync_passes.
inline std::string LinkPassOf(const LinkPair& pair) { return "links " + std::string(pair.to.type_id); }

struct LinkKind {
  std::string category;
  std::string type_id;
  std::string label;  // "" for none
  auto operator<=>(const LinkKind&) const = default;
};

// The few kinds there are, each held once. Not thread-safe.
class LinkKinds {
 public:
  // A label too long for its column is cut.
  std::uint32_t IndexOf(std::string_view category, std::string_view type_id, std::string_view label);
  const LinkKind& At(std::uint32_t index) const { return kinds_[index]; }

 private:
  std::vector<LinkKind> kinds_;
  std::map<LinkKind, std::uint32_t> index_;
};

struct Link {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::uint32_t kind = 0;  // of the LinkKinds it was made with
  auto operator<=>(const Link&) const = default;
};

// What is in `a` and not in `b`; both sorted.
std::vector<Link> Without(const std::vector<Link>& a, const std::vector<Link>& b);

// HubSpot's record ids are whole numbers; nullopt for anything else, which no answer can be about.
std::optional<std::uint64_t> ParseId(std::string_view id);
// Of those that are numbers.
std::vector<std::uint64_t> ToNumbers(const std::vector<std::string>& ids);
// Throws Error(kBug) for anything else.
std::uint64_t ToNumber(std::string_view id);

}  // namespace hm::sync
