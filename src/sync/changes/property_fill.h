// A property that is new to this mirror: no record's last-modified moves when one is made, and a calculated
// one has values at once. So old records that have a value are asked for by search (HAS_PROPERTY), ids only,
// and read whole; those that have none cost nothing. hubspot_known_properties holds which are filled, and
// where filling goes on.
#pragma once

#include <stop_token>

#include "mariadb/ddl.h"
#include "sync/store/checkpoint.h"
#include "sync/sync_context.h"

namespace hm::sync {

mariadb::TableDef KnownPropertiesTable();

// Notes what is new among context.properties. All count as filled when the load that `checkpoint` begins
// reads every record anyway, and in a database that was filled before this table was there.
void NoteProperties(SyncContext& context, const Checkpoint& checkpoint);

// Fills what is new, at most 50 pages of 200 records in a call; the next goes on from there.
void FillProperties(SyncContext& context, const std::stop_token& stop);

}  // namespace hm::sync
