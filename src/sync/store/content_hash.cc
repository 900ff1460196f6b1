#include "sync/store/content_hash.h"

#include <zlib.h>

#include <algorithm>

#include "base/digest.h"

namespace hm::sync {

std::uint32_t Checksum(std::string_view text) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const unsigned char*>(text.data()), text.size()));
}

ContentHash HashContent(std::string_view text) {
  const std::string hex = Md5Hex(text);
  ContentHash hash{};
  std::copy_n(hex.begin(), hash.size(), hash.begin());
  return hash;
}

bool IsHashOf(std::string_view hash, std::string_view text) {
  const ContentHash its = HashContent(text);
  return hash == std::string_view(its.data(), its.size());
}

}  // namespace hm::sync
