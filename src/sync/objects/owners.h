// Mirrors the owners, active and deactivated ones, complete each time: a change of a user moves no
// last-modified (hubspot-api.md §8). Records name owners that HubSpot lists no more, so those stay, archived.
#pragma once

#include <stop_token>

#include "hubspot/client.h"
#include "mariadb/ddl.h"
#include "sync/sync_context.h"

namespace hm::sync {

mariadb::TableDef OwnersTable();

// Throws Error(kBug) when HubSpot lists no active owner at all while the table has some: an account always
// has one, so the answer is not believed.
void SyncOwners(hubspot::Client& client, WriteSession& session, Summary& summary,
                const std::stop_token& stop);

}  // namespace hm::sync
