// Mirrors pipelines and their stages, complete each time. What HubSpot no longer lists stays with
// active = 0: records and history still name it. Rows that did not change are not written.
#pragma once

#include <span>
#include <stop_token>

#include "hubspot/client.h"
#include "sync/object_sync.h"

namespace hm::sync {

// Of these types, one after the other, each in its own transaction. Throws Error(kBug) when HubSpot lists no
// pipeline at all for deals or tickets while the table has some: an account always has one, so the answer is
// not believed.
void SyncPipelines(hubspot::Client& client, WriteSession& session, std::span<const ObjectType* const> types,
                   Summary& summary, const std::stop_token& stop);

}  // namespace hm::sync
