// A page of associations with the bytes it points into; the counterpart of RecordPage.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "http/buffer.h"
#include "json/association_reader.h"

namespace hm::hubspot {

using json::LinkView;

// Not thread-safe. Views are valid until the page is filled again or destroyed.
class AssociationPage {
 public:
  // Takes over `body`, an answer about a batch of records or about one. Throws Error(kRetry, "unexpected
  // answer …") for anything but a whole page, and Error(kRetry) for an error that names no record.
  void Parse(http::Buffer body);

  std::span<const LinkView> links() const { return reader_.links(); }
  // Batch: records whose associations go on beyond this page: they must be read alone.
  std::span<const std::string_view> unfinished() const { return reader_.unfinished(); }
  // Batch: whether HubSpot spoke of the record, be it only to say that it has none.
  bool Mentions(std::string_view id) const { return mentioned_.contains(id); }
  // Batch: records that HubSpot could not read; nothing is known of theirs.
  const std::set<std::string_view>& unread() const { return unread_; }
  // Of one record: the cursor of the next page, empty at the end.
  std::string_view next_after() const { return reader_.next_after(); }

  // Gives up the memory of the answer for reuse; the page is empty afterwards.
  http::Buffer TakeBuffer();

 private:
  http::Buffer body_;
  json::AssociationReader reader_;
  std::set<std::string_view> mentioned_;
  std::set<std::string_view> unread_;
};

}  // namespace hm::hubspot
