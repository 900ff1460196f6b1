// One sync of one object type: goes on from its checkpoint, first load or window, then looks after what no
// window shows.
#pragma once

#include <stop_token>

#include "sync/sync_context.h"

namespace hm::sync {

// Throws Error; what was committed before stays, and the next call goes on from there. `summary` is kept up
// to date, also on a throw.
void SyncObject(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                const SyncOptions& options, Summary& summary, const std::stop_token& stop);

}  // namespace hm::sync
