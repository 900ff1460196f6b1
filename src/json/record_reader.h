// Reads a page of CRM records (list, search and batch read answer alike) in one pass with simdjson. Every
// value is looked at, so a page that is cut or broken anywhere is an error before any record of it can be
// used. Lenient where HubSpot is: unknown keys are skipped, lone surrogates and invalid UTF-8 become U+FFFD.
// hubspot::RecordPage (hubspot/record_page.h) is what the rest of the program uses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace hm::json {

// One property that has a value: nulls are left out, "" is kept.
struct PropertyValue {
  std::string_view name;
  std::string_view value;  // unescaped; numbers and booleans as their text, objects and arrays as JSON text
  bool plain = false;      // `value` needs no JSON escaping
  std::string_view json;   // `"name":"value"` where the answer has it just so, else ""
};

struct RecordView {
  std::string_view id;             // "" if absent: the caller decides
  std::int64_t updated_at_ms = 0;  // 0 if absent or not a time
  std::int64_t created_at_ms = 0;  // 0 if absent or not a time
  std::optional<std::int64_t> archived_at_ms;
  bool archived = false;
  std::span<const PropertyValue> properties;  // in the answer's order; of a repeated name only the last
};

// An entry of `errors`, as batch read gives them with status 207.
struct ItemError {
  std::string_view category;
  std::string_view message;
  std::span<const std::string_view> ids;  // context.ids
};

// Parses HubSpot's times; the hubspot layer lends its parser, see hubspot/timestamps.h.
using TimeParser = std::optional<std::int64_t> (*)(std::string_view);

// Not thread-safe. All views point into the bytes given to Parse() or into the reader, and are valid until
// the next Parse() or the end of either. Memory is kept from page to page.
class RecordReader {
 public:
  explicit RecordReader(TimeParser parse_time);
  ~RecordReader();
  RecordReader(RecordReader&&) noexcept;
  RecordReader& operator=(RecordReader&&) noexcept;

  // `capacity` readable bytes stand at `text.data()`, at least text.size() + 64.
  // Throws Error(kRetry, "unexpected answer: …") unless the text is one whole object with an array `results`.
  // After a throw the reader is empty.
  void Parse(std::string_view text, std::size_t capacity);

  // Forgets the page, keeps the memory.
  void Clear();

  // Takes over from `other` the memory that only Parse() needs, more than a page's text: records() of both is
  // empty then, and what their views point into stays.
  void TakeWork(RecordReader& other);

  std::span<const RecordView> records() const;
  std::string_view next_after() const;  // paging.next.after; empty at the end
  std::optional<std::int64_t> total() const;
  std::span<const ItemError> errors() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hm::json
