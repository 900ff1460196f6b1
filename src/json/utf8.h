// Repair of text that claims to be UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace hm::json {

// Writes `text` to `out` with every maximal invalid sequence (overlong forms and surrogates included)
// replaced by U+FFFD. `out` is overwritten.
void SanitizeUtf8(std::string_view text, std::string& out);

}  // namespace hm::json
