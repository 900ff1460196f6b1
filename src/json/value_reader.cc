#include "json/value_reader.h"

#include <cstring>
#include <string>
#include <utility>

#include "base/error.h"
#include "json/number.h"
#include "json/unescape.h"

namespace hm::json {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr int kMaxDepth = 64;

std::string_view TrimRight(std::string_view text) {
  if (!text.empty() && text.back() > ' ') {
    return text;
  }
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// A key up to its closing quote; simdjson only tells where it starts, and has seen that it ends before `end`.
std::string_view RawKey(const char* start, const char* end) {
  const void* quote = std::memchr(start, '"', static_cast<std::size_t>(end - start));
  const char* stop = static_cast<const char*>(quote);
  if (stop == nullptr || (stop != start && stop[-1] == '\\')) {
    stop = start;
    while (stop < end && *stop != '"') {
      stop += *stop == '\\' ? 2 : 1;
    }
  }
  return {start, static_cast<std::size_t>(stop - start)};
}

}  // namespace

void Unexpected(std::string_view what) {
  throw Error(ErrorKind::kRetry, "unexpected answer: " + std::string(what));
}

ondemand::object ValueReader::Start(std::string_view text, std::size_t capacity) {
  end_ = text.data() + text.size();
  document_ = parser_.iterate(text.data(), text.size(), capacity);
  ondemand::object root = document_.get_object();
  return root;
}

void ValueReader::TakeParser(ValueReader& other) {
  document_ = {};
  other.document_ = {};
  parser_ = std::move(other.parser_);
}

bool ValueReader::AtEnd() { return document_.current_location().error() == simdjson::OUT_OF_BOUNDS; }

Text ValueReader::Key(ondemand::field& field) { return Unquoted(RawKey(field.key().raw(), end_)); }

std::string_view ValueReader::KeyIf(const ondemand::field& field, std::string_view expected) const {
  const std::string_view rest(field.key().raw(), static_cast<std::size_t>(end_ - field.key().raw()));
  const std::size_t size = expected.size();
  return rest.size() > size && rest[size] == '"' && rest.starts_with(expected) ? rest.substr(0, size)
                                                                               : std::string_view{};
}

Text ValueReader::Unquoted(std::string_view raw) {
  if (raw.find('\\') == std::string_view::npos) {
    return {raw};
  }
  char* out = arena_.Allocate(raw.size());
  const auto size = Unescape(raw, out);
  if (!size) {
    Unexpected("bad escape in a string");
  }
  arena_.Shrink(raw.size() - *size);
  return {{out, *size}, false};
}

Text ValueReader::Read(ondemand::value& value, int depth) {
  const std::string_view token = TrimRight(value.raw_json_token());
  switch (token.empty() ? '\0' : token.front()) {
    case '"':
      if (token.size() < 2 || token.back() != '"') {
        Unexpected("a string does not end");
      }
      return Unquoted(token.substr(1, token.size() - 2));
    case '{':
    case '[':
      return {ReadNested(value, depth), false};
    case 'n':
      if (token == "null") return {{}, true, true};
      break;
    case 't':
      if (token == "true") return {token};
      break;
    case 'f':
      if (token == "false") return {token};
      break;
    default:
      if (IsJsonNumber(token)) return {token};
      break;
  }
  Unexpected("not a JSON value");
}

std::string_view ValueReader::ReadNested(ondemand::value& value, int depth) {
  if (depth >= kMaxDepth) {
    Unexpected("nested too deeply");
  }
  const char* const start = std::string_view(value.raw_json_token()).data();
  if (*start == '{') {
    for (ondemand::field field : value.get_object()) {
      Key(field);
      Skip(field.value(), depth + 1);
    }
  } else {
    for (ondemand::value item : value.get_array()) {
      Skip(item, depth + 1);
    }
  }
  const char* const end = document_.current_location();
  return TrimRight({start, static_cast<std::size_t>(end - start)});
}

}  // namespace hm::json
