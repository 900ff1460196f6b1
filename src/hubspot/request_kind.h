// Which kind of question a request is and of which object, read off its URL: what requests are counted by.
#pragma once

#include <compare>
#include <string>
#include <string_view>

namespace hm::hubspot {

struct RequestKind {
  std::string
      endpoint;        // list, search, batch_read, properties, pipelines, …: the area where it is no object's
  std::string object;  // plural name or object type id as in the URL; "" for none

  auto operator<=>(const RequestKind&) const = default;
};

// Of an absolute URL of any API version.
RequestKind KindOf(std::string_view url);

}  // namespace hm::hubspot
