// Prometheus's text format: families of samples, each family named and described once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hm::status {

class MetricText {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  // Begins a family; `name` without the common prefix. Counters end in _total.
  void Gauge(std::string_view name, std::string_view help) { Family(name, "gauge", help); }
  void Counter(std::string_view name, std::string_view help) { Family(name, "counter", help); }

  // A sample of the family begun last.
  void Add(const Labels& labels, double value);
  void Add(double value) { Add({}, value); }
  void Add(const Labels& labels, std::int64_t value) { Add(labels, static_cast<double>(value)); }
  void Add(std::int64_t value) { Add({}, static_cast<double>(value)); }

  const std::string& text() const { return text_; }

 private:
  void Family(std::string_view name, std::string_view type, std::string_view help);

  std::string text_;
  std::string family_;
};

}  // namespace hm::status
