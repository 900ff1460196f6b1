// JSON text out: canonical, so that equal values always give equal bytes. `"`, `\` and control characters are
// escaped (\b \f \n \r \t, else \u00xx); everything else, U+007F and non-ASCII included, is copied.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"

namespace hm::json {

// Appends `text` as a JSON string with its quotes. `plain` promises that nothing in it needs escaping.
// `text` must be UTF-8; what the reader hands out is.
void AppendString(std::string& out, std::string_view text, bool plain = false);

// The same into an arena; the view lives until the arena is cleared.
std::string_view WriteString(Arena& arena, std::string_view text, bool plain = false);

}  // namespace hm::json
