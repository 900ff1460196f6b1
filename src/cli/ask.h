// Questions to a person at a terminal. They throw Error(kCancelled) on Ctrl-C, Ctrl-D or the end of input.
#pragma once

#include <string>
#include <string_view>

namespace hm::cli {

// Shows "QUESTION [FALLBACK]: "; an empty answer is the fallback.
std::string Ask(std::string_view question, std::string_view fallback);
// The same without showing what is typed.
std::string AskHidden(std::string_view question);
bool AskYesNo(std::string_view question, bool fallback);

}  // namespace hm::cli
