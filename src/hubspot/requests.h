// The questions the client asks, as query strings and JSON bodies. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "hubspot/types.h"

namespace hm::hubspot {

// "?limit=100&properties=a%2Cb&archived=true&after=123"
std::string ListQuery(const ListRequest& request);
std::size_t ListQueryLength(const ListRequest& request);

std::string SearchBody(const SearchRequest& request);
// {"inputs":[{"id":"1"}]}
std::string AssociationsBody(std::span<const std::string_view> ids);
// "?limit=500&after=x"
std::string AssociationsQuery(std::string_view after);
std::string BatchReadBody(std::span<const std::string> properties, std::span<const std::string_view> ids);

}  // namespace hm::hubspot
