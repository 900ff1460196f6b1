// v_sync_status: "is my data fresh and complete?" in SQL, a row for each object.
#pragma once

#include <string>
#include <vector>

#include "mariadb/connection.h"
#include "sync/objects/object_catalogue.h"

namespace hm::sync {

// The statements that make it what it should be; none when it is. hubspot_meta must exist.
std::vector<std::string> PlanStatusView(mariadb::Connection& connection, const ObjectCatalogue& catalogue);

}  // namespace hm::sync
