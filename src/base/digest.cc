#include "base/digest.h"

#include <openssl/evp.h>

#include <array>

#include "base/error.h"

namespace hm {
namespace {

std::string DigestHex(std::string_view text, const EVP_MD* algorithm, const char* name) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, algorithm, nullptr) != 1) {
    throw Error(ErrorKind::kBug, std::string("OpenSSL cannot compute ") + name + " here",
                "is it restricted to FIPS algorithms?");
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  hex.reserve(2UL * size);
  for (unsigned i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4U];
    hex += kHex[digest[i] & 15U];
  }
  return hex;
}

}  // namespace

std::string Md5Hex(std::string_view text) { return DigestHex(text, EVP_md5(), "MD5"); }

std::string Sha256Hex(std::string_view text, std::size_t digits) {
  return DigestHex(text, EVP_sha256(), "SHA-256").substr(0, digits);
}

}  // namespace hm
