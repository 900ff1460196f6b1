// One comparison of one object, with what is kept of it in hubspot_sync_passes: its result, which `status`
// shows, and its place, so that `run` goes on after a stop.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>

#include "base/clock.h"
#include "sync/verify/verify.h"

namespace hm::sync {

// Throws Error; what was found until then stands in `result`. A comparison in the background that failed for
// good (a mass disappearance, a refusal) is kept as failed and begins anew.
void VerifyObject(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                  const SyncOptions& sync_options, const VerifyOptions& how, VerifyResult& result,
                  const std::stop_token& stop);

// When the object is to be compared again if that is done `every` so often, in milliseconds of HubSpot's
// time: counted from the end of the last one, so that restarts neither skip nor repeat it; a failed one after
// an hour at most. nullopt while the object's first load is not done.
std::optional<std::int64_t> NextVerify(mariadb::Connection& connection, std::string_view object,
                                       Millis every);

}  // namespace hm::sync
