// Compatibility: views under the names and columns of Fivetran's HubSpot schema that people's SQL and dbt
// models use, so that these run on. What has no counterpart in HubSpot's CRM objects is left out
// (docs/from-fivetran.md lists what there is). New SQL should use the typed views.
#pragma once

#include <string>
#include <vector>

#include "sync/views/view_keeper.h"

namespace hm::sync {

// Those that the sync of `type` keeps in the database `schema`. `type` and the connection must outlive them.
// `fingerprint` is that of the object's definitions.
std::vector<ViewPlan> PlanFivetranViews(mariadb::Connection& connection, const ObjectType& type,
                                        const std::string& schema, const std::string& fingerprint);

}  // namespace hm::sync
