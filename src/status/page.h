// The status page (docs/status-page.md), built into the program from web/dist.
#pragma once

#include <string_view>

namespace hm::status {

// One file of HTML with its style and script inside.
std::string_view Page();

// The Content-Security-Policy it must be sent with: it names exactly that script and style.
std::string_view PagePolicy();

}  // namespace hm::status
