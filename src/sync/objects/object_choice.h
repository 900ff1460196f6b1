// From SYNC_OBJECTS to the objects of the account: custom ones are discovered, and `all` becomes what the
// token may read.
#pragma once

#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "hubspot/client.h"
#include "sync/objects/object_catalogue.h"

namespace hm::sync {

struct Choice {
  std::vector<std::string> objects;  // in the order of the schedule
  // Of these, custom objects that the token may not even look up: why.
  std::map<std::string, Error> refused;
  // What `all` leaves out, and why.
  std::vector<std::pair<std::string, Error>> passed_over;
};

// Adds the account's custom objects to the catalogue when the names ask for any. Throws Error: kConfig for a
// name that nothing bears, kScope when the token may read nothing of `all`, and as the client does.
Choice ChooseObjects(ObjectCatalogue& catalogue, const WantedObjects& wanted, hubspot::Client& client,
                     const std::stop_token& stop);

// The names of what HISTORY asks for, after ChooseObjects() of what is synced. Throws as that does, and
// kConfig for what has no records.
std::set<std::string, std::less<>> ChooseHistory(ObjectCatalogue& catalogue, const WantedObjects& wanted,
                                                 hubspot::Client& client, const std::stop_token& stop);

// As ChooseObjects() as far as the database tells: `all` is what was synced ever; a name that it does not
// know may be a custom object's, and stays as it is.
std::vector<std::string> StoredObjects(mariadb::Connection& connection, const ObjectCatalogue& catalogue,
                                       const WantedObjects& wanted);

}  // namespace hm::sync
