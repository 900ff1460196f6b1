// The properties of an object that the token may read, with the sensitive ones as far as its scopes go, and
// what happens when HubSpot refuses these all the same.
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "hubspot/client.h"
#include "sync/objects/object_types.h"
#include "sync/sensitive/withheld.h"
#include "sync/store/write_session.h"
#include "sync/sync_context.h"

namespace hm::sync {

struct Readable {
  std::vector<hubspot::PropertyDefinition> definitions;
  Withheld withheld;  // mirrored, and not to be read now
};

struct ReadableOptions {
  bool keep = false;  // the session may write: what is learnt is kept, and news are noted
  std::stop_token stop;
};

// Runs `work` with them. When HubSpot refuses a read because of sensitive properties, says so and runs it
// once more without them; `work` goes on from what it committed. Throws as it does, and as ReadDefinitions().
void WithReadable(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                  const SyncOptions& options, const ReadableOptions& how,
                  const std::function<void(const Readable&)>& work);

}  // namespace hm::sync
