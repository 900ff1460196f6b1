// A kind of error as one lower-case word, for tables, metrics and JSON: part of what users' queries rely on.
#pragma once

#include <string_view>

#include "base/error.h"

namespace hm {

std::string_view NameOf(ErrorKind kind);

}  // namespace hm
