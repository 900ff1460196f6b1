// What differs between two states of one record, each a JSON object of property names and values as
// properties_json holds them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hm::json {

struct PropertyChange {
  std::string_view name;
  std::optional<std::string_view> before;  // nullopt: it had no value; "" is one
  std::optional<std::string_view> after;
};

// Not thread-safe. Memory is kept from record to record.
class PropertyDiff {
 public:
  PropertyDiff();
  ~PropertyDiff();

  // In the order of names; nothing when either text is no JSON object. Views live until the next call.
  std::span<const PropertyChange> Compare(std::string_view before, std::string_view after);

 private:
  class Side;
  void Merge();

  std::unique_ptr<Side> before_;
  std::unique_ptr<Side> after_;
  std::vector<PropertyChange> changes_;
};

}  // namespace hm::json
