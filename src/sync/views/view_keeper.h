// Makes a view and keeps it in step with what it is made from. What stands in the way (rights, a table of its
// name, a reader that holds it) never fails a sync.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <utility>

#include "mariadb/ddl.h"
#include "sync/objects/object_types.h"
#include "sync/store/write_session.h"
#include "sync/views/view_sql.h"

namespace hm::sync {

// Which views were made, and from what.
mariadb::TableDef ViewsTable();

struct ViewPlan {
  std::string schema;
  std::string name;
  const ObjectType& type;          // whose sync keeps it
  std::string made_from;           // another text when the view would be another
  std::function<ViewText()> make;  // called only then
  bool replaces_others = false;    // also a view of that name that this program did not make
};

// Makes the view, or replaces it when its text is another by now; readers see the old one until the new one
// is there. One that is up to date costs two short queries. A missing right is said once a process, with the
// GRANT. Throws as WriteSession does when the connection or the lease is lost. False when an older one that
// this program made is still there.
bool KeepView(WriteSession& session, const ViewPlan& plan);

// By database and name.
using ViewList = std::set<std::pair<std::string, std::string>>;

// Drops the views that this program made for the object and that are none of `wanted`, such as those in a
// database that a setting named before; nothing else is ever dropped. False when one is still there.
bool DropOtherViews(WriteSession& session, const ObjectType& type, const ViewList& wanted);

}  // namespace hm::sync
