#include "hubspot/timestamps.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <span>

namespace hm::hubspot {
namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kDay = kMinute * 60 * 24;
// 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z
constexpr std::int64_t kMin = -62'135'596'800'000;
constexpr std::int64_t kMax = 253'402'300'799'999;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads from the front of a text; once something did not fit, everything is false.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool Digits(std::size_t count, int& out) {
    if (rest_.size() < count ||
        !std::all_of(rest_.begin(), rest_.begin() + static_cast<long>(count), IsDigit)) {
      return false;
    }
    std::from_chars(rest_.data(), rest_.data() + count, out);
    rest_.remove_prefix(count);
    return true;
  }
  bool Take(char c) {
    if (!rest_.starts_with(c)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }
  bool Take(std::string_view text) {
    if (!rest_.starts_with(text)) {
      return false;
    }
    rest_.remove_prefix(text.size());
    return true;
  }
  // ".123456": milliseconds, further digits dropped.
  bool Fraction(int& millis) {
    if (!Take('.')) {
      return true;
    }
    int scale = 100;
    bool any = false;
    for (; !rest_.empty() && IsDigit(rest_.front()); rest_.remove_prefix(1)) {
      millis += (rest_.front() - '0') * scale;
      scale /= 10;
      any = true;
    }
    return any;
  }
  std::size_t AnyOf(std::span<const std::string_view> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (Take(words[i])) {
        return i;
      }
    }
    return words.size();
  }
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

std::optional<std::int64_t> DayMillis(int year, int month, int day) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1 || !date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days(date).time_since_epoch().count() * kDay;
}

std::optional<std::int64_t> TimeMillis(int hour, int minute, int second) {
  if (hour > 23 || minute > 59 || second > 59) {
    return std::nullopt;
  }
  return (hour * 60 + minute) * kMinute + second * kSecond;
}

bool Clock(Scanner& in, int& hour, int& minute, int& second) {
  return in.Digits(2, hour) && in.Take(':') && in.Digits(2, minute) && in.Take(':') && in.Digits(2, second);
}

// "", "Z", "+02:00" or "-0530": milliseconds ahead of UTC.
std::optional<std::int64_t> Zone(Scanner& in) {
  if (in.AtEnd() || in.Take('Z')) {
    return 0;
  }
  const bool west = in.Take('-');
  int hour = 0;
  int minute = 0;
  if ((!west && !in.Take('+')) || !in.Digits(2, hour)) {
    return std::nullopt;
  }
  in.Take(':');
  if (!in.Digits(2, minute) || hour > 23 || minute > 59) {
    return std::nullopt;
  }
  return (west ? -kMinute : kMinute) * (std::int64_t{hour} * 60 + minute);
}

std::optional<std::int64_t> InRange(std::int64_t millis) {
  return millis >= kMin && millis <= kMax ? std::optional(millis) : std::nullopt;
}

std::optional<std::int64_t> ParseEpoch(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  std::int64_t millis = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), millis);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return InRange(millis);
}

std::optional<std::int64_t> ParseIso(std::string_view text) {
  Scanner in(text);
  int year = 0;
  int month = 0;
  int day = 0;
  if (!in.Digits(4, year) || !in.Take('-') || !in.Digits(2, month) || !in.Take('-') || !in.Digits(2, day)) {
    return std::nullopt;
  }
  const auto date = DayMillis(year, month, day);
  if (!date || in.AtEnd()) {
    return date;
  }
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millis = 0;
  if (!in.Take('T') || !Clock(in, hour, minute, second) || !in.Fraction(millis)) {
    return std::nullopt;
  }
  const auto time = TimeMillis(hour, minute, second);
  const auto zone = Zone(in);
  if (!time || !zone || !in.AtEnd()) {
    return std::nullopt;
  }
  return InRange(*date + *time + millis - *zone);
}

}  // namespace

std::optional<std::int64_t> ParseTimestampMillis(std::string_view text) {
  const bool iso = text.size() >= 10 && text[4] == '-';
  return iso ? ParseIso(text) : ParseEpoch(text);
}

std::optional<std::int64_t> ParseHttpDateMillis(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun, ", "Mon, ", "Tue, ", "Wed, ",
                                                            "Thu, ", "Fri, ", "Sat, "};
  static constexpr std::array<std::string_view, 12> kMonths = {" Jan ", " Feb ", " Mar ", " Apr ",
                                                               " May ", " Jun ", " Jul ", " Aug ",
                                                               " Sep ", " Oct ", " Nov ", " Dec "};
  Scanner in(text);
  int day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (in.AnyOf(kDays) == kDays.size() || !in.Digits(2, day)) {
    return std::nullopt;
  }
  const std::size_t month = in.AnyOf(kMonths);
  if (month == kMonths.size() || !in.Digits(4, year) || !in.Take(' ') || !Clock(in, hour, minute, second) ||
      !in.Take(std::string_view(" GMT")) || !in.AtEnd()) {
    return std::nullopt;
  }
  const auto date = DayMillis(year, static_cast<int>(month) + 1, day);
  const auto time = TimeMillis(hour, minute, second);
  return date && time ? std::optional(*date + *time) : std::nullopt;
}

}  // namespace hm::hubspot
