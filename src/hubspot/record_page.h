// A page of records with the bytes it points into. Reuse one page per worker: its memory is kept.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "http/buffer.h"
#include "json/record_reader.h"

namespace hm::hubspot {

using json::PropertyValue;
using json::RecordView;

// Not thread-safe. Views are valid until the page is filled again or destroyed; moving the page keeps them.
class RecordPage {
 public:
  RecordPage();

  // Takes over `body`, an answer of list, search or batch read. Throws Error(kRetry, "unexpected answer …")
  // for anything but a whole page, and Error(kRetry) when `errors` holds something else than missing objects
  // and does not say of which records; the page is empty then. Named records that failed are left out.
  void Parse(http::Buffer body);

  std::span<const RecordView> records() const { return reader_.records(); }
  // The cursor of the next page, empty at the end. Opaque: hand it back as it is.
  std::string_view next_after() const { return reader_.next_after(); }
  // Search only: hits in all.
  std::optional<std::int64_t> total() const { return reader_.total(); }
  // Batch read only: ids that HubSpot says do not exist (category OBJECT_NOT_FOUND).
  const std::vector<std::string_view>& missing_ids() const { return missing_ids_; }

  // Of the answer.
  std::size_t bytes() const { return body_.size(); }

  // Takes over from `other` the memory that only Parse() needs: records() of both is empty then, and what
  // their views point into stays. For one who keeps many pages whose rows are made.
  void TakeWork(RecordPage& other) { reader_.TakeWork(other.reader_); }

  // Gives up the memory of the answer for reuse; the page is empty afterwards.
  http::Buffer TakeBuffer();

 private:
  http::Buffer body_;
  json::RecordReader reader_;
  std::vector<std::string_view> missing_ids_;
};

}  // namespace hm::hubspot
