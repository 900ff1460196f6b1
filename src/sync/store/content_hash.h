// The fingerprints by which an unchanged row is told without reading it back: what MariaDB's MD5() and
// CRC32() give. A server computes the checksum six times faster; one change in four billion escapes it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hm::sync {

using ContentHash = std::array<char, 32>;  // lower-case hexadecimal

std::uint32_t Checksum(std::string_view text);

ContentHash HashContent(std::string_view text);
bool IsHashOf(std::string_view hash, std::string_view text);

}  // namespace hm::sync
