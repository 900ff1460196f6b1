// The tables of the mirror, declared. Columns, types, keys and indexes that the Node connector had are kept;
// mariadb::PlanChanges() brings an existing database to them.
#pragma once

#include <vector>

#include "mariadb/ddl.h"
#include "sync/object_types.h"

namespace hm::sync {

// Raised by one with every change of the tables; an older program refuses a newer database.
inline constexpr int kSchemaVersion = 3;

mariadb::TableDef ObjectTable(const ObjectType& type);

// Everything, in the order of creation.
std::vector<mariadb::TableDef> AllTables();

}  // namespace hm::sync
