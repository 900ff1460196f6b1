// Digests of text, in lower-case hexadecimal: to tell texts apart, never to keep secrets.
#pragma once

#include <string>
#include <string_view>

namespace hm {

// 32 digits, as MariaDB's MD5() gives them. Throws Error (kBug) where OpenSSL allows FIPS algorithms only.
std::string Md5Hex(std::string_view text);

// The first `digits` of SHA-256's 64.
std::string Sha256Hex(std::string_view text, std::size_t digits);

}  // namespace hm
