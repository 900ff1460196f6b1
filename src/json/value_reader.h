// Single keys and values of a JSON text as views into it, unescaped into an arena where they must be. Every
// value is looked at: simdjson's own skipping would accept `{"a":tru}`. Internal to json/.
#pragma once

#include <simdjson.h>

#include <string_view>

#include "base/arena.h"

namespace hm::json {

// Throws Error(kRetry, "unexpected answer: WHAT").
[[noreturn]] void Unexpected(std::string_view what);

struct Text {
  std::string_view text;  // of a string its content, of anything else its JSON
  bool plain = true;      // needs no JSON escaping, and stands so in the text that was read
  bool null = false;
};

// Not thread-safe. Its views live until the next Start(), and no longer than the text. Throws as Unexpected()
// does, and simdjson_error for what simdjson finds.
class ValueReader {
 public:
  // `capacity` readable bytes stand at `text.data()`.
  simdjson::ondemand::object Start(std::string_view text, std::size_t capacity);
  void Clear() { arena_.Clear(); }
  void TakeParser(ValueReader& other);

  Text Key(simdjson::ondemand::field& field);
  // The key when it is `expected`, which has nothing to escape; "" when it is another.
  std::string_view KeyIf(const simdjson::ondemand::field& field, std::string_view expected) const;
  Text Read(simdjson::ondemand::value& value, int depth = 0);
  void Skip(simdjson::ondemand::value& value, int depth = 0) { Read(value, depth); }
  // True when nothing but white space follows what was read.
  bool AtEnd();

 private:
  Text Unquoted(std::string_view raw);
  std::string_view ReadNested(simdjson::ondemand::value& value, int depth);

  simdjson::ondemand::parser parser_;
  simdjson::ondemand::document document_;
  const char* end_ = nullptr;  // of the text being read
  Arena arena_;
};

}  // namespace hm::json
