#include "hubspot/record_page.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "hubspot/errors.h"
#include "hubspot/timestamps.h"

namespace hm::hubspot {

RecordPage::RecordPage() : reader_(&ParseTimestampMillis) {}

void RecordPage::Parse(http::Buffer body) {
  missing_ids_.clear();
  body_ = std::move(body);
  reader_.Parse(body_.view(), body_.capacity());
  for (const json::ItemError& error : reader_.errors()) {
    if (error.category == "OBJECT_NOT_FOUND") {
      missing_ids_.insert(missing_ids_.end(), error.ids.begin(), error.ids.end());
      continue;
    }
    if (!error.ids.empty()) {
      continue;  // of these records alone: they are left out, which the caller sees
    }
    const std::string text = "HubSpot could not read some records: " + CleanText(error.category, 60) + " " +
                             CleanText(error.message);
    TakeBuffer();
    throw Error(ErrorKind::kRetry, text);
  }
}

http::Buffer RecordPage::TakeBuffer() {
  missing_ids_.clear();
  reader_.Clear();
  return std::exchange(body_, {});
}

}  // namespace hm::hubspot
