// HubSpot's property definitions as tables: hubspot_properties and hubspot_property_options. What HubSpot no
// longer lists stays, archived = 1. A property's column in the typed view is chosen here once and kept
// (view_names.h), so that queries go on working whatever other properties come and go.
#pragma once

#include <string>

#include "mariadb/ddl.h"
#include "sync/objects/object_types.h"
#include "sync/sensitive/readable.h"
#include "sync/store/write_session.h"

namespace hm::sync {

mariadb::TableDef PropertiesTable();
mariadb::TableDef PropertyOptionsTable();

// Makes the tables' rows of this object what HubSpot listed. Definitions that are the same as at the last
// call cost one short query; `always` compares them all the same. What is withheld stays as it is. Answers a
// fingerprint of the definitions.
std::string MirrorDefinitions(WriteSession& session, const ObjectType& type, const Readable& readable,
                              bool always);

}  // namespace hm::sync
