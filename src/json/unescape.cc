#include "json/unescape.h"

#include <charconv>
#include <cstdint>
#include <cstring>

namespace hm::json {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

bool IsHigh(std::uint32_t c) { return c >= 0xD800 && c <= 0xDBFF; }
bool IsLow(std::uint32_t c) { return c >= 0xDC00 && c <= 0xDFFF; }

// "uXXXX" at the front of `text`.
std::optional<std::uint32_t> HexUnit(std::string_view text) {
  if (text.size() < 5 || text[0] != 'u') {
    return std::nullopt;
  }
  std::uint32_t unit = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + 5, unit, 16);
  if (error != std::errc{} || end != text.data() + 5) {
    return std::nullopt;
  }
  return unit;
}

char* AppendCodePoint(char* out, std::uint32_t c) {
  const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6U));
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
  return out;
}

// The character a one-letter escape stands for, 0 if there is none.
char Simple(char escape) {
  switch (escape) {
    case '"':
    case '\\':
    case '/':
      return escape;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// Takes "uXXXX", and the second half of a pair with it, from the front of `raw`.
std::optional<std::uint32_t> TakeCodePoint(std::string_view& raw) {
  const auto first = HexUnit(raw);
  if (!first) {
    return std::nullopt;
  }
  raw.remove_prefix(5);
  if (IsHigh(*first) && raw.starts_with('\\')) {
    const auto second = HexUnit(raw.substr(1));
    if (second && IsLow(*second)) {
      raw.remove_prefix(6);
      return 0x10000 + ((*first - 0xD800) << 10U) + (*second - 0xDC00);
    }
  }
  return IsHigh(*first) || IsLow(*first) ? kReplacement : *first;
}

}  // namespace

std::optional<std::size_t> Unescape(std::string_view raw, char* out) {
  char* const start = out;
  while (true) {
    const std::size_t run = std::min(raw.find('\\'), raw.size());
    std::memcpy(out, raw.data(), run);
    out += run;
    raw.remove_prefix(run);
    if (raw.empty()) {
      return static_cast<std::size_t>(out - start);
    }
    raw.remove_prefix(1);
    if (raw.starts_with('u')) {
      const auto code = TakeCodePoint(raw);
      if (!code) {
        return std::nullopt;
      }
      out = AppendCodePoint(out, *code);
      continue;
    }
    const char plain = raw.empty() ? '\0' : Simple(raw.front());
    if (plain == 0) {
      return std::nullopt;
    }
    *out++ = plain;
    raw.remove_prefix(1);
  }
}

}  // namespace hm::json
