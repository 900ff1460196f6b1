// The tables of the mirror, declared. Columns, types, keys and indexes that the Node connector had are kept;
// mariadb::PlanChanges() brings an existing database to them.
#pragma once

#include <vector>

#include "mariadb/ddl.h"
#include "sync/objects/object_catalogue.h"

namespace hm::sync {

// Raised by one with every change of the tables; an older program refuses a newer database.
inline constexpr int kSchemaVersion = 4;

mariadb::TableDef ObjectTable(const ObjectType& type);

// The tables of pipelines and of their stages, named after ObjectType::pipeline_tables.
mariadb::TableDef PipelineTable(const std::string& prefix);
mariadb::TableDef StageTable(const std::string& prefix);

// What is no object's: lease, states and the like.
std::vector<mariadb::TableDef> CoreTables();

}  // namespace hm::sync
