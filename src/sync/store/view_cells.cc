#include "sync/store/view_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/clock.h"
#include "hubspot/timestamps.h"
#include "sync/store/cells.h"

namespace hm::sync {
namespace {

constexpr int kViewPrecision = 38;
constexpr int kViewScale = 10;
constexpr std::size_t kMostWholeDigits = 27;

// Takes at most `most` digits off the front; how many they were.
std::size_t TakeDigits(std::string_view& text, std::size_t most = std::string_view::npos) {
  const std::size_t digits = std::min({text.find_first_not_of("0123456789"), text.size(), most});
  text.remove_prefix(digits);
  return digits;
}

bool TakeSign(std::string_view& text) {
  const bool sign = text.starts_with('-') || text.starts_with('+');
  text.remove_prefix(sign ? 1 : 0);
  return sign;
}

// [-+]?(digits[.digits]|.digits)([eE][-+]?digits)?, of at most 27 digits before the point and 2 of exponent.
bool IsViewNumber(std::string_view text) {
  TakeSign(text);
  const std::size_t whole = TakeDigits(text, kMostWholeDigits);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (TakeDigits(text) == 0 && whole == 0) {
      return false;
    }
  } else if (whole == 0) {
    return false;
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    TakeSign(text);
    return TakeDigits(text, 2) > 0 && text.empty();
  }
  return text.empty();
}

// With an exponent the server compares it as a double first.
bool IsBelowLimit(std::string_view text) {
  if (text.find_first_of("eE") == std::string_view::npos) {
    return true;
  }
  TakeSign(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error != std::errc::result_out_of_range ? value < 1e27 : value == 0;
}

bool IsMillis(std::string_view text) {
  text.remove_prefix(text.starts_with('-') ? 1 : 0);
  return TakeDigits(text, 15) > 0 && text.empty();
}

// YYYY-MM-DD, or with Thh:mm:ss[.f]Z behind it; whether there is such a day is the parser's to say.
bool IsMoment(std::string_view text) {
  constexpr std::size_t kDayLength = 10;
  constexpr std::size_t kLengthToSeconds = 19;
  if (text.size() == kDayLength) {
    return true;
  }
  if (text.size() <= kLengthToSeconds || !text.ends_with('Z')) {
    return false;
  }
  text.remove_prefix(kLengthToSeconds);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    return TakeDigits(text, 9) > 0 && text == "Z";
  }
  return text == "Z";
}

std::optional<std::int64_t> ViewMillis(std::string_view text) {
  return IsMillis(text) || IsMoment(text) ? hubspot::ParseTimestampMillis(text) : std::nullopt;
}

}  // namespace

std::optional<std::string> ToViewNumber(std::string_view text) {
  return IsViewNumber(text) && IsBelowLimit(text) ? ToDecimalCell(text, kViewPrecision, kViewScale)
                                                  : std::nullopt;
}

std::optional<std::string> ToViewDate(std::string_view text) {
  const auto millis = ViewMillis(text);
  return millis ? std::optional(FormatDateTime(*millis).substr(0, 10)) : std::nullopt;
}

std::optional<std::string> ToViewDateTime(std::string_view text) {
  const auto millis = ViewMillis(text);
  if (!millis) {
    return std::nullopt;
  }
  const std::int64_t of_second = ((*millis % 1000) + 1000) % 1000;
  return fmt::format("{}.{:03}", FormatDateTime(*millis), of_second);
}

std::optional<std::string> ToViewBool(std::string_view text) {
  // The server compares as if there were no spaces at the end.
  text = text.substr(0, text.find_last_not_of(' ') + 1);
  return text == "true"    ? std::optional<std::string>("1")
         : text == "false" ? std::optional<std::string>("0")
                           : std::nullopt;
}

}  // namespace hm::sync
