#include "sync/store/cells.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "base/clock.h"

namespace hm::sync {
namespace {

// Digits without point or exponent: value = 0.DIGITS * 10^point.
struct Digits {
  bool negative = false;
  std::string digits;
  std::int64_t point = 0;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool StartsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

// The part after e or E; nullopt when it is no exponent.
std::optional<std::int64_t> ParseExponent(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) {
      return std::nullopt;
    }
  }
  std::int64_t exponent = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  // Beyond a few thousand nothing fits any column; the bound keeps the arithmetic below safe.
  if (error != std::errc{} || end != text.data() + text.size() || exponent < -10'000 || exponent > 10'000) {
    return std::nullopt;
  }
  return exponent;
}

std::optional<Digits> ParseDigits(std::string_view text) {
  Digits out;
  if (text.starts_with('-') || text.starts_with('+')) {
    out.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::int64_t exponent = 0;
  if (const auto e = text.find_first_of("eE"); e != std::string_view::npos) {
    const auto parsed = ParseExponent(text.substr(e + 1));
    if (!parsed) {
      return std::nullopt;
    }
    exponent = *parsed;
    text = text.substr(0, e);
  }
  const auto dot = std::min(text.find('.'), text.size());
  out.digits = std::string(text.substr(0, dot)) + std::string(text.substr(std::min(dot + 1, text.size())));
  if (out.digits.empty() || !std::all_of(out.digits.begin(), out.digits.end(), IsDigit)) {
    return std::nullopt;
  }
  out.point = static_cast<std::int64_t>(dot) + exponent;
  const auto zeros = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, zeros);
  out.point -= static_cast<std::int64_t>(zeros);
  return out;
}

// 1 to 9999, those that DATETIME and four digits hold.
bool IsInYears(std::int64_t unix_millis) {
  constexpr std::int64_t kYear1 = -62'135'596'800'000;
  constexpr std::int64_t kYear10000 = 253'402'300'800'000;
  return unix_millis >= kYear1 && unix_millis < kYear10000;
}

// Cuts the digits to `keep`, rounding half away from zero; a carry may make them one longer.
void RoundTo(Digits& d, std::int64_t keep) {
  if (keep < 0) {
    d.digits.clear();
    return;
  }
  const auto kept = static_cast<std::size_t>(keep);
  if (d.digits.size() <= kept) {
    return;
  }
  const bool up = d.digits[kept] >= '5';
  d.digits.resize(kept);
  if (!up) {
    return;
  }
  std::size_t i = kept;
  while (i > 0 && d.digits[i - 1] == '9') {
    d.digits[--i] = '0';
  }
  if (i > 0) {
    ++d.digits[i - 1];
  } else {
    d.digits.insert(d.digits.begin(), '1');
    ++d.point;
  }
}

}  // namespace

std::string_view CutText(std::string_view text, std::size_t characters) {
  if (text.size() <= characters) {
    return text;
  }
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (StartsCharacter(text[i]) && seen++ == characters) {
      return text.substr(0, i);
    }
  }
  return text;
}

std::string_view CutBytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) {
    return text;
  }
  while (bytes > 0 && !StartsCharacter(text[bytes])) {
    --bytes;
  }
  return text.substr(0, bytes);
}

std::optional<std::string> ToDecimalCell(std::string_view text, int precision, int scale) {
  std::optional<Digits> d = ParseDigits(text);
  if (!d) {
    return std::nullopt;
  }
  RoundTo(*d, d->point + scale);
  if (d->digits.find_first_not_of('0') == std::string::npos) {
    return "0";
  }
  if (d->point > precision - scale) {
    return std::nullopt;
  }
  const auto whole = static_cast<std::size_t>(std::max<std::int64_t>(d->point, 0));
  if (d->digits.size() < whole) {
    d->digits.append(whole - d->digits.size(), '0');
  }
  std::string out = d->negative ? "-" : "";
  out += whole == 0 ? "0" : d->digits.substr(0, whole);
  if (d->digits.size() > whole) {
    out += '.';
    out.append(static_cast<std::size_t>(std::max<std::int64_t>(-d->point, 0)), '0');
    out += d->digits.substr(whole);
  }
  return out;
}

std::optional<std::string> ToDateTimeCell(std::int64_t unix_millis) {
  return IsInYears(unix_millis) ? std::optional(FormatDateTime(unix_millis)) : std::nullopt;
}

std::optional<std::string_view> ToDateTimeCell(std::int64_t unix_millis, Arena& arena) {
  if (!IsInYears(unix_millis)) {
    return std::nullopt;
  }
  char* const out = arena.Allocate(kDateTimeSize);
  FormatDateTime(unix_millis, std::span<char, kDateTimeSize>(out, kDateTimeSize));
  return std::string_view(out, kDateTimeSize);
}

}  // namespace hm::sync
