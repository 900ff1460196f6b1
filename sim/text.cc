#include "sim/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace hubsim {
namespace {

constexpr Millis kDayMs = 86'400'000;

struct Civil {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

// Howard Hinnant's civil calendar, much faster than gmtime; pages carry hundreds of times.
Civil CivilFromDays(std::int64_t days) {
  days += 719'468;
  const std::int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const auto doe = static_cast<unsigned>(days - era * 146'097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned month = mp < 10 ? mp + 3 : mp - 9;
  return {static_cast<std::int64_t>(yoe) + era * 400 + (month <= 2 ? 1 : 0), month,
          doy - (153 * mp + 2) / 5 + 1};
}

std::int64_t DaysFromCivil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yoe = static_cast<unsigned>(year - era * 400);
  const unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146'097 + static_cast<std::int64_t>(doe) - 719'468;
}

void AppendPadded(std::string& out, std::int64_t value, int width) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  for (auto length = static_cast<int>(end - digits.data()); length < width; ++length) out += '0';
  out.append(digits.data(), end);
}

void AppendDate(std::string& out, std::int64_t days) {
  const Civil civil = CivilFromDays(days);
  AppendPadded(out, civil.year, 4);
  out += '-';
  AppendPadded(out, civil.month, 2);
  out += '-';
  AppendPadded(out, civil.day, 2);
}

std::int64_t FloorDays(Millis at) { return (at >= 0 ? at : at - (kDayMs - 1)) / kDayMs; }

void AppendUnicodeEscape(std::string& out, unsigned code) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(code >> static_cast<unsigned>(shift)) & 15U];
}

void AppendEscaped(std::string& out, unsigned char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      AppendUnicodeEscape(out, c);
  }
}

bool IsSurrogate(std::string_view raw, std::size_t at) {
  return static_cast<unsigned char>(raw[at]) == 0xED && at + 2 < raw.size() &&
         static_cast<unsigned char>(raw[at + 1]) >= 0xA0;
}

unsigned SurrogateCode(std::string_view raw, std::size_t at) {
  return 0xD000U | (static_cast<unsigned>(static_cast<unsigned char>(raw[at + 1]) & 0x3FU) << 6U) |
         (static_cast<unsigned char>(raw[at + 2]) & 0x3FU);
}

std::optional<Millis> ParseFraction(std::string_view text) {
  if (text.empty() || text.front() != '.') return 0;
  Millis ms = 0;
  Millis unit = 100;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') break;
    ms += unit * (c - '0');
    unit /= 10;
  }
  return ms;
}

}  // namespace

std::uint64_t Mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31U);
}

std::uint64_t HashName(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return hash;
}

void AppendJsonString(std::string& out, std::string_view raw) {
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const auto c = static_cast<unsigned char>(raw[i]);
    const bool surrogate = c == 0xED && IsSurrogate(raw, i);
    if (c >= 0x20 && c != '"' && c != '\\' && !surrogate) continue;
    out.append(raw, start, i - start);
    if (surrogate) {
      AppendUnicodeEscape(out, SurrogateCode(raw, i));
      i += 2;
    } else {
      AppendEscaped(out, c);
    }
    start = i + 1;
  }
  out.append(raw, start);
  out += '"';
}

std::string JsonString(std::string_view raw) {
  std::string out;
  AppendJsonString(out, raw);
  return out;
}

void AppendUnsigned(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void AppendIso(std::string& out, Millis at) {
  const std::int64_t days = FloorDays(at);
  const Millis rest = at - days * kDayMs;
  AppendDate(out, days);
  out += 'T';
  AppendPadded(out, rest / 3'600'000, 2);
  out += ':';
  AppendPadded(out, rest / 60'000 % 60, 2);
  out += ':';
  AppendPadded(out, rest / 1000 % 60, 2);
  if (rest % 1000 != 0) {
    out += '.';
    AppendPadded(out, rest % 1000, 3);
  }
  out += 'Z';
}

std::string Iso(Millis at) {
  std::string out;
  AppendIso(out, at);
  return out;
}

std::string IsoDate(Millis at) {
  std::string out;
  AppendDate(out, FloorDays(at));
  return out;
}

std::optional<Millis> ParseTime(std::string_view text) {
  Millis number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size()) return number;
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int used = 0;
  const std::string copy(text);
  if (std::sscanf(copy.c_str(), "%d-%u-%u%n", &year, &month, &day, &used) != 3) return std::nullopt;
  const Millis base = DaysFromCivil(year, month, day) * kDayMs;
  if (static_cast<std::size_t>(used) == copy.size()) return base;
  int more = 0;
  const char* clock = copy.c_str() + used;
  if (std::sscanf(clock, "T%d:%d:%d%n", &hour, &minute, &second, &more) != 3) return std::nullopt;
  const auto fraction = ParseFraction(std::string_view(clock).substr(static_cast<std::size_t>(more)));
  return base + ((hour * 60LL + minute) * 60 + second) * 1000 + fraction.value_or(0);
}

std::optional<std::uint64_t> ParseUnsigned(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

std::string Lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

}  // namespace hubsim
