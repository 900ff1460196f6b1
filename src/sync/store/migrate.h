// Creates or upgrades the tables, forward only, safe to repeat; takes over a database that the Node connector
// filled, in place.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "mariadb/connection.h"
#include "sync/objects/object_catalogue.h"

namespace hm::sync {

// The version of the tables that are there, 0 for none of this program's. hubspot_meta may be missing. Throws
// Error(kDatabase) when a newer program wrote them.
int StoredSchemaVersion(mariadb::Connection& connection);

// The statements that Migrate() would run now; empty when nothing is to do. The tables of contacts, deals and
// deal pipelines always; those of further objects when `objects` names them or when they are there already;
// that of the history likewise.
// Throws Error(kDatabase) when the database was written by a newer program.
std::vector<std::string> PlanMigration(mariadb::Connection& connection, const ObjectCatalogue& catalogue,
                                       const std::vector<std::string>& objects, bool with_history = false);

// Runs them and gives them. An interrupted run is finished by the next one. Tables in `current` are known to
// be as they should be and not looked at; those seen to are added. A look is three statements, which takes a
// while where the server is far away.
std::vector<std::string> Migrate(const mariadb::ConnectionOptions& options, const ObjectCatalogue& catalogue,
                                 const std::vector<std::string>& objects, bool with_history,
                                 std::set<std::string>& current);
std::vector<std::string> Migrate(const mariadb::ConnectionOptions& options, const ObjectCatalogue& catalogue,
                                 const std::vector<std::string>& objects, bool with_history = false);

}  // namespace hm::sync
