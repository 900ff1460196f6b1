// The groups of checks that the command `check` runs. They change nothing, and throw nothing: what is wrong
// is a line of the report.
#pragma once

#include <optional>
#include <string>

#include "cli/check/report.h"
#include "config/settings.h"
#include "hubspot/client.h"
#include "mariadb/connection.h"
#include "sync/objects/object_catalogue.h"

namespace hm::cli {

// Connection, encryption, server, rights, tables and who writes. Gives the HubSpot account that the tables
// mirror; nullopt when there are none yet or they are out of reach.
std::optional<std::string> CheckDatabase(Report& report, const config::Settings& settings);
void CheckRights(Report& report, mariadb::Connection& connection, const config::Settings& settings);

// Token, account, clock, scopes object by object and what is left of the day's requests. `mirrored` is the
// account that the tables are of.
void CheckHubSpot(Report& report, const config::Settings& settings,
                  const std::optional<std::string>& mirrored);

// The objects and properties that HISTORY and PROMOTE name. Adds custom objects to the catalogue.
void CheckNames(Report& report, hubspot::Client& client, sync::ObjectCatalogue& catalogue,
                const config::Settings& settings);

}  // namespace hm::cli
