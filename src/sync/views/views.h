// The views that the sync of an object keeps: its typed view, and those for people who come from elsewhere.
#pragma once

#include <string>

#include "sync/objects/object_types.h"
#include "sync/store/write_session.h"

namespace hm::sync {

// Databases of the views.
struct ViewDatabases {
  std::string typed{};     // "" for the tables' own
  std::string fivetran{};  // "" for none
};

// Keeps them as KeepView() does. `fingerprint` as MirrorDefinitions() gives it. False when one of them is
// still an older view.
bool KeepViews(WriteSession& session, const ObjectType& type, const ViewDatabases& databases,
               const std::string& fingerprint);

}  // namespace hm::sync
