#include "hubspot/association_page.h"

#include <utility>

#include "base/error.h"
#include "hubspot/errors.h"

namespace hm::hubspot {

void AssociationPage::Parse(http::Buffer body) {
  mentioned_.clear();
  unread_.clear();
  body_ = std::move(body);
  reader_.Parse(body_.view(), body_.capacity());
  mentioned_.insert(reader_.answered().begin(), reader_.answered().end());
  for (const json::ItemError& error : reader_.errors()) {
    // Status 207: OBJECT_NOT_FOUND, crm.associations.NO_ASSOCIATIONS_FOUND for a record that has none.
    if (error.category == "OBJECT_NOT_FOUND") {
      mentioned_.insert(error.ids.begin(), error.ids.end());
      continue;
    }
    if (error.ids.empty()) {
      const std::string text = "HubSpot could not read some associations: " + CleanText(error.category, 60) +
                               " " + CleanText(error.message);
      TakeBuffer();
      throw Error(ErrorKind::kRetry, text);
    }
    unread_.insert(error.ids.begin(), error.ids.end());
  }
}

http::Buffer AssociationPage::TakeBuffer() {
  mentioned_.clear();
  unread_.clear();
  reader_.Clear();
  return std::exchange(body_, {});
}

}  // namespace hm::hubspot
