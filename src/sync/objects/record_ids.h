// Record ids: whole numbers as text, compared as numbers. HubSpot lists them in ascending order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mariadb/connection.h"

namespace hm::sync {

// Ids have no leading zeros, so a longer one is greater.
bool IdLess(std::string_view a, std::string_view b);

// `'1','2'`, for IN (…). At least one id.
template <typename Quoting, typename Ids>
std::string QuotedIds(const Quoting& quoting, const Ids& ids) {
  std::string list;
  for (const auto& id : ids) {
    list += (list.empty() ? "" : ",") + quoting.Quote(id);
  }
  return list;
}

// SQL that is true of a column `id` above `after` ("" for the lowest) and, unless it is "", up to `upto`.
// Each part runs along the primary key, in which ids of one length stand in their order.
std::string IdsWithin(const mariadb::Connection& connection, std::string_view after, std::string_view upto);

}  // namespace hm::sync
