#include "json/property_diff.h"

#include <simdjson.h>

#include <algorithm>
#include <string>

#include "base/error.h"
#include "json/value_reader.h"

namespace hm::json {

// Not thread-safe.
class PropertyDiff::Side {
 public:
  struct Property {
    std::string_view name;
    std::string_view value;
  };

  // False when it is no JSON object.
  bool Read(std::string_view text);
  const std::vector<Property>& properties() const { return properties_; }  // in the order of names

 private:
  ValueReader values_;
  std::string padded_;
  std::vector<Property> properties_;
};

PropertyDiff::PropertyDiff() : before_(std::make_unique<Side>()), after_(std::make_unique<Side>()) {}
PropertyDiff::~PropertyDiff() = default;

bool PropertyDiff::Side::Read(std::string_view text) {
  properties_.clear();
  values_.Clear();
  padded_.assign(text);
  padded_.resize(text.size() + simdjson::SIMDJSON_PADDING);
  try {
    for (simdjson::ondemand::field field : values_.Start({padded_.data(), text.size()}, padded_.size())) {
      const std::string_view name = values_.Key(field).text;
      const Text value = values_.Read(field.value());
      if (!value.null) {
        properties_.push_back({name, value.text});
      }
    }
  } catch (const simdjson::simdjson_error&) {
    return false;
  } catch (const Error&) {
    return false;
  }
  // HubSpot mostly writes them so.
  const auto by_name = [](const Property& a, const Property& b) { return a.name < b.name; };
  if (!std::is_sorted(properties_.begin(), properties_.end(), by_name)) {
    std::sort(properties_.begin(), properties_.end(), by_name);
  }
  return true;
}

std::span<const PropertyChange> PropertyDiff::Compare(std::string_view before, std::string_view after) {
  changes_.clear();
  if (before_->Read(before) && after_->Read(after)) {
    Merge();
  }
  return changes_;
}

void PropertyDiff::Merge() {
  auto old = before_->properties().begin();
  const auto old_end = before_->properties().end();
  for (const Side::Property& now : after_->properties()) {
    for (; old != old_end && old->name < now.name; ++old) {
      changes_.push_back({old->name, old->value, std::nullopt});
    }
    if (old == old_end || old->name != now.name) {
      changes_.push_back({now.name, std::nullopt, now.value});
      continue;
    }
    if (old->value != now.value) {
      changes_.push_back({now.name, old->value, now.value});
    }
    ++old;
  }
  for (; old != old_end; ++old) {
    changes_.push_back({old->name, old->value, std::nullopt});
  }
}

}  // namespace hm::json
