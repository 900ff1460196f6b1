#include "json/writer.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace hm::json {
namespace {

// 0: copied as it is; 'u': \u00xx; else the letter behind the backslash.
constexpr std::array<char, 256> MakeEscapes() {
  std::array<char, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) {
    table.at(c) = 'u';
  }
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}
constexpr std::array<char, 256> kEscapes = MakeEscapes();

char EscapeOf(char c) { return kEscapes[static_cast<unsigned char>(c)]; }

std::size_t EscapedSize(std::string_view text) {
  std::size_t size = text.size();
  for (const char c : text) {
    const char escape = EscapeOf(c);
    size += escape == 0 ? 0U : (escape == 'u' ? 5U : 1U);
  }
  return size;
}

char* CopyEscaped(std::string_view text, char* out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : text) {
    const char escape = EscapeOf(c);
    if (escape == 0) {
      *out++ = c;
      continue;
    }
    *out++ = '\\';
    *out++ = escape;
    if (escape == 'u') {
      *out++ = '0';
      *out++ = '0';
      *out++ = kHex[static_cast<unsigned char>(c) >> 4U];
      *out++ = kHex[static_cast<unsigned char>(c) & 0xFU];
    }
  }
  return out;
}

// `out` has room for `size` (of the escaped text) and two quotes.
void WriteQuoted(std::string_view text, std::size_t size, char* out) {
  *out++ = '"';
  if (size == text.size()) {
    std::memcpy(out, text.data(), size);
    out += size;
  } else {
    out = CopyEscaped(text, out);
  }
  *out = '"';
}

}  // namespace

void AppendString(std::string& out, std::string_view text, bool plain) {
  const std::size_t size = plain ? text.size() : EscapedSize(text);
  const std::size_t before = out.size();
  out.resize(before + size + 2);
  WriteQuoted(text, size, out.data() + before);
}

std::string_view WriteString(Arena& arena, std::string_view text, bool plain) {
  const std::size_t size = plain ? text.size() : EscapedSize(text);
  char* out = arena.Allocate(size + 2);
  WriteQuoted(text, size, out);
  return {out, size + 2};
}

}  // namespace hm::json
