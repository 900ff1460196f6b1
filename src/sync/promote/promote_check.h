// What PROMOTE asks for, looked at before anything is changed: a typing error, a name that is taken or a row
// that would be too wide ends in words, not in the middle of a sync.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "hubspot/client.h"
#include "sync/objects/object_catalogue.h"

namespace hm::sync {

struct WantedProperty {
  std::string object;  // by any name
  std::string property;
};

// The properties of each object, by its name, that are to have a column.
using Promotions = std::map<std::string, std::vector<std::string>>;

struct SyncedObjects {
  std::vector<std::string> names;
  bool all = true;  // false when only some of what is configured were asked for
};

// Leaves out what is not of these objects, what has a column of its own in any case, and what HubSpot listed
// once and lists no longer; the latter two with a warning. Their tables must exist. Asks HubSpot for
// definitions only where the database has none of that name. Throws Error(kConfig), and as the client does.
Promotions CheckPromotions(const std::vector<WantedProperty>& wanted, const ObjectCatalogue& catalogue,
                           const SyncedObjects& synced, mariadb::Connection& connection,
                           hubspot::Client& client, const std::stop_token& stop);

}  // namespace hm::sync
