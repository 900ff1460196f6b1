// What a misspelt name was probably meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hm {

// The name out of `known` that is nearest to `name`, or empty when none is near.
std::string Nearest(std::string_view name, const std::vector<std::string_view>& known);

}  // namespace hm
