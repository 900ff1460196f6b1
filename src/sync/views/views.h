// Keeps the typed views in step with the definitions. What stands in the way of a view (rights, a table of
// its name, a reader that holds it) never fails a sync.
#pragma once

#include <string>

#include "mariadb/ddl.h"
#include "sync/objects/object_types.h"
#include "sync/store/write_session.h"

namespace hm::sync {

// What was made of which definitions, a row an object.
mariadb::TableDef ViewsTable();

// Makes the object's view, or replaces it when its text is another by now; readers see the old one until the
// new one is there. `fingerprint` as MirrorDefinitions() gives it: unchanged, it costs two short queries.
// A missing right is said once a process, with the GRANT. Throws as WriteSession does when the connection or
// the lease is lost.
void KeepView(WriteSession& session, const ObjectType& type, const std::string& views_database,
              const std::string& fingerprint);

}  // namespace hm::sync
