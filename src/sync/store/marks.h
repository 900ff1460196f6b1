// What befalls rows whose records left HubSpot: marked archived, marked merged, or deleted. All run in the
// caller's transaction; those that count give the number of rows that changed. Their associations go with
// them, and where a row is deleted, all else that is kept of its record: the history of its properties, what
// is set aside, what is queued.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "hubspot/record_page.h"
#include "mariadb/transaction.h"
#include "sync/objects/object_types.h"

namespace hm::sync {

// HubSpot drops archived records after 90 days. Rows archived longer ago than this are settled: that HubSpot
// has them no longer says nothing. What goes sooner was restored, merged or erased.
inline constexpr std::int64_t kSettledAfterMs = 89LL * 86'400'000;

// Records that were merged into this one, as its properties hs_merged_object_ids ("1;2") and
// hs_calculated_merged_vids ("1:ms;2:ms", contacts) name them; views into the record.
std::vector<std::string_view> MergedInto(const hubspot::RecordView& record);

// The rows of `losers`, and those that were merged into one of them before, lead to `winner` from now on:
// merged_into always names the record that is left of a chain.
std::int64_t MarkMerged(mariadb::Transaction& transaction, const ObjectType& type,
                        std::span<const std::string_view> losers, std::string_view winner);

// Records that HubSpot no longer knows in any form. A row known to be in HubSpot after `certain_since` (UNIX
// milliseconds) was erased and is deleted, with the rows of what was merged into it; an older one may as well
// have been archived and dropped after HubSpot's 90 days, so it stays, archived.
void MarkGone(mariadb::Transaction& transaction, const ObjectType& type,
              std::span<const std::string_view> ids, std::int64_t certain_since);

// For DELETE_MODE=hard: at most `limit` archived and merged rows.
std::int64_t DeleteArchived(mariadb::Transaction& transaction, const ObjectType& type, std::int64_t limit);

}  // namespace hm::sync
