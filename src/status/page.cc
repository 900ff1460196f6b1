#include "status/page.h"

// status_page_data.cc, written by cmake/embed.cmake
namespace hm::status::embedded {
extern const unsigned char kPage[];
extern const std::size_t kPageSize;
extern const unsigned char kPolicy[];
extern const std::size_t kPolicySize;
}  // namespace hm::status::embedded

namespace hm::status {

std::string_view Page() { return {reinterpret_cast<const char*>(embedded::kPage), embedded::kPageSize}; }

std::string_view PagePolicy() {
  const std::string_view line{reinterpret_cast<const char*>(embedded::kPolicy), embedded::kPolicySize};
  return line.substr(0, line.find('\n'));
}

}  // namespace hm::status
