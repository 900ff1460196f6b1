#pragma once

#include <string_view>

namespace hm::json {

// Whether `text` is a number by JSON's grammar. Its size does not matter: numbers are kept as text.
bool IsJsonNumber(std::string_view text);

}  // namespace hm::json
