// Tries again what is set aside.
#pragma once

#include <stop_token>

#include "sync/sync_context.h"

namespace hm::sync {

// The object's records, at most 500 in a call, those that wait longest first. What lands, or is gone from
// HubSpot, leaves the quarantine.
void RetrySetAside(SyncContext& context, const std::stop_token& stop);

}  // namespace hm::sync
