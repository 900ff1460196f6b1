#include "sync/store/content_hash.h"

#include <openssl/evp.h>
#include <zlib.h>

#include "base/error.h"

namespace hm::sync {

std::uint32_t Checksum(std::string_view text) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const unsigned char*>(text.data()), text.size()));
}

ContentHash HashContent(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1 || size != 16) {
    throw Error(ErrorKind::kBug, "OpenSSL cannot compute MD5 here", "is it restricted to FIPS algorithms?");
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  ContentHash hash{};
  for (std::size_t i = 0; i < 16; ++i) {
    hash[2 * i] = kHex[digest[i] >> 4U];
    hash[2 * i + 1] = kHex[digest[i] & 15U];
  }
  return hash;
}

bool IsHashOf(std::string_view hash, std::string_view text) {
  const ContentHash its = HashContent(text);
  return hash == std::string_view(its.data(), its.size());
}

}  // namespace hm::sync
