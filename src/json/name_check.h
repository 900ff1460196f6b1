// Finds repeated keys of a record cheaply. HubSpot writes property names in ascending order, and what ascends
// does not repeat; only a record that does not is checked with a hash table.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hm::json {

// Not thread-safe. Keeps views: names must live until the next StartRecord(). Allocates only while it grows.
class NameCheck {
 public:
  void StartRecord() {
    names_.clear();
    ascending_ = true;
  }

  // Whether `name` has not come before in this record.
  bool IsNew(std::string_view name) {
    if (ascending_ && (names_.empty() || name > names_.back())) {
      names_.push_back(name);
      return true;
    }
    return IsNewSlow(name);
  }

 private:
  struct Slot {
    std::string_view name;
    std::uint64_t round = 0;  // in use if this is round_
  };

  bool IsNewSlow(std::string_view name);
  bool Insert(std::string_view name);
  void Rebuild();

  std::vector<std::string_view> names_;  // of this record
  bool ascending_ = true;                // names_ ascends, and slots_ is not in use
  std::vector<Slot> slots_;              // power of two, at most half full
  std::uint64_t round_ = 0;
};

}  // namespace hm::json
