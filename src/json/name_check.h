// Finds repeated keys of a record cheaply. HubSpot writes property names in ascending order, and what ascends
// does not repeat; only a record that does not is checked with a hash table. Records of a page mostly have
// the same names, so those of the one before are expected again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace hm::json {

// Not thread-safe. Keeps views: names must live until the next StartPage(). Allocates only while it grows.
class NameCheck {
 public:
  // The page that the names stood in is gone.
  void StartPage() {
    names_.clear();
    StartRecord();
  }
  void StartRecord() {
    previous_.swap(names_);
    names_.clear();
    expecting_ = ascending_ && plain_;
    ascending_ = plain_ = true;
  }

  // What the next name is, in all likelihood, and plain then; "" when that is not known.
  std::string_view Expected() const {
    return expecting_ && names_.size() < previous_.size() ? previous_[names_.size()] : std::string_view{};
  }
  // The next name is Expected(), which makes it new; `name` is where it stands.
  void TakeExpected(std::string_view name) { names_.push_back(name); }

  // Whether `name` has not come before in this record. `plain`: it stands in the page as it is.
  bool IsNew(std::string_view name, bool plain) {
    expecting_ = false;
    plain_ = plain_ && plain;
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

  std::vector<std::string_view> names_;     // of this record
  std::vector<std::string_view> previous_;  // of the record before
  bool expecting_ = false;                  // names_ is the front of previous_, which ascends
  bool ascending_ = true;                   // names_ ascends, and slots_ is not in use
  bool plain_ = true;                       // none of names_ was escaped
  std::vector<Slot> slots_;                 // power of two, at most half full
  std::uint64_t round_ = 0;
};

}  // namespace hm::json
