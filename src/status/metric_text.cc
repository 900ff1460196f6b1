#include "status/metric_text.h"

#include <fmt/format.h>

namespace hm::status {
namespace {

constexpr std::string_view kPrefix = "hubspot_mariadb_";

std::string Escaped(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') {
      out += '\\';
    }
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out;
}

}  // namespace

void MetricText::Family(std::string_view name, std::string_view type, std::string_view help) {
  family_ = fmt::format("{}{}", kPrefix, name);
  text_ += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", family_, type, help);
}

void MetricText::Add(const Labels& labels, double value) {
  text_ += family_;
  std::string_view before = "{";
  for (const auto& [name, text] : labels) {
    text_ += fmt::format("{}{}=\"{}\"", before, name, Escaped(text));
    before = ",";
  }
  text_ += fmt::format("{} {}\n", labels.empty() ? "" : "}", value);
}

}  // namespace hm::status
