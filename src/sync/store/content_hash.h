// The fingerprint by which an unchanged row is told without reading it back: what MariaDB's MD5() gives.
#pragma once

#include <array>
#include <string_view>

namespace hm::sync {

using ContentHash = std::array<char, 32>;  // lower-case hexadecimal

ContentHash HashContent(std::string_view text);
bool IsHashOf(std::string_view hash, std::string_view text);

}  // namespace hm::sync
