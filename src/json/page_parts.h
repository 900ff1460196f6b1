// What all pages of HubSpot have in common: a body that may not be UTF-8, the cursor, errors of single items.
// Internal to json/.
#pragma once

#include <simdjson.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "json/record_reader.h"
#include "json/utf8.h"
#include "json/value_reader.h"

namespace hm::json {

// Calls `parse_once(text, capacity)`, and once more with U+FFFD in place of what is not UTF-8; `repaired`
// then holds that text and must outlive what was read. A byte order mark is passed over. Whatever is thrown,
// `reset` was called before; simdjson's errors leave as Unexpected().
template <typename ParseOnce, typename Reset>
void ParseBody(std::string_view text, std::size_t capacity, std::string& repaired, ParseOnce parse_once,
               Reset reset) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
    capacity -= kByteOrderMark.size();
  }
  for (bool again = false;; again = true) {
    try {
      parse_once(text, capacity);
      return;
    } catch (const simdjson::simdjson_error& error) {
      reset();
      if (again || error.error() != simdjson::UTF8_ERROR) {
        Unexpected(error.what());
      }
    } catch (...) {
      reset();
      throw;
    }
    SanitizeUtf8(text, repaired);
    const std::size_t size = repaired.size();
    repaired.resize(size + simdjson::SIMDJSON_PADDING);
    text = {repaired.data(), size};
    capacity = repaired.size();
  }
}

// Of `paging`; "" when there is no next page.
std::string_view ReadNextAfter(ValueReader& values, simdjson::ondemand::value paging);

// The array `errors` of a batch, whose ids stand under `ids` or `fromObjectId`.
class ItemErrors {
 public:
  void Clear();
  void Read(ValueReader& values, simdjson::ondemand::value array);
  // Once all are read; the ids are views as the ValueReader's.
  std::span<const ItemError> Bound();

 private:
  struct Range {
    std::size_t begin;
    std::size_t end;
  };

  ItemError ReadOne(ValueReader& values, simdjson::ondemand::object object);
  void ReadContext(ValueReader& values, simdjson::ondemand::value context);

  std::vector<ItemError> errors_;
  std::vector<Range> ranges_;  // of ids_, one an error: indexes, while the vectors still grow
  std::vector<std::string_view> ids_;
};

}  // namespace hm::json
