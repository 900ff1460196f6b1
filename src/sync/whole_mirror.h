// What is read whole by each sync (pipelines, owners) has no window: how its sync ends.
#pragma once

#include <cstdint>
#include <string_view>

#include "mariadb/transaction.h"
#include "sync/sync_context.h"

namespace hm::sync {

// Saves that `object` is complete up to `now_ms` (HubSpot's clock), in the transaction of its rows.
void SaveMirrored(mariadb::Transaction& transaction, std::string_view object, std::int64_t now_ms,
                  std::int64_t rows_written, Summary& summary);

}  // namespace hm::sync
