// JSON strings back to text. simdjson 3.0 refuses lone surrogates, which cut UTF-16 leaves in real data
// (simdjson pull request 1947); one odd emoji must not stop a sync.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace hm::json {

// `raw` is what stands between the quotes. Writes at most raw.size() bytes to `out` and returns how many;
// lone surrogates become U+FFFD. nullopt for an escape that JSON does not know.
std::optional<std::size_t> Unescape(std::string_view raw, char* out);

}  // namespace hm::json
