#include "json/utf8.h"

#include <cstddef>

namespace hm::json {
namespace {

struct Lead {
  std::size_t length;        // of the whole sequence, 0 if no sequence starts so
  unsigned char low = 0x80;  // range of the second byte: shuts out overlong forms, surrogates, > U+10FFFF
  unsigned char high = 0xBF;
};

Lead Classify(unsigned char c) {
  if (c < 0x80) return {1};
  if (c >= 0xC2 && c <= 0xDF) return {2};
  if (c == 0xE0) return {3, 0xA0};
  if (c == 0xED) return {3, 0x80, 0x9F};
  if (c >= 0xE1 && c <= 0xEF) return {3};
  if (c == 0xF0) return {4, 0x90};
  if (c >= 0xF1 && c <= 0xF3) return {4};
  if (c == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

// Bytes of the longest valid start of a sequence, and whether it is whole.
std::size_t ValidPrefix(std::string_view text, const Lead& lead) {
  std::size_t have = 1;
  unsigned char low = lead.low;
  unsigned char high = lead.high;
  while (have < lead.length && have < text.size()) {
    const auto c = static_cast<unsigned char>(text[have]);
    if (c < low || c > high) {
      break;
    }
    low = 0x80;
    high = 0xBF;
    ++have;
  }
  return have;
}

}  // namespace

void SanitizeUtf8(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const Lead lead = Classify(static_cast<unsigned char>(text.front()));
    const std::size_t have = ValidPrefix(text, lead);
    if (have == lead.length) {
      out.append(text.substr(0, have));
    } else {
      out.append("\xEF\xBF\xBD");
    }
    text.remove_prefix(have);
  }
}

}  // namespace hm::json
