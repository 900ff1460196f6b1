// Which Host headers are answered. A web page may point a name of its own at 127.0.0.1 (DNS rebinding) and
// then read our answers as its own; the header tells, since it holds that name.
#pragma once

#include <string_view>

namespace hm::status {

// `header` as sent, with or without a port; `own` is the host that we listen on. Names are compared without
// case. A header that is missing (HTTP/1.0) is empty here and allowed: browsers always send one.
bool IsAllowedHost(std::string_view header, std::string_view own);

}  // namespace hm::status
