// A string that must not be shown. It has no stream operator and no formatter; what is printed is "***".
#pragma once

#include <string>
#include <utility>

namespace hm {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  // The value itself, for the one place that sends it.
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace hm
