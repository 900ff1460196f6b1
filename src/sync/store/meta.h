// hubspot_meta: a few facts about the mirror itself, by name.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mariadb/transaction.h"

namespace hm::sync {

inline constexpr std::string_view kPortalId = "portal_id";
inline constexpr std::string_view kSyncInterval = "sync_interval_seconds";  // of the connector that runs
inline constexpr std::string_view kDailyLimit = "hubspot_daily_limit";
inline constexpr std::string_view kDailyRemaining = "hubspot_daily_remaining";

std::optional<std::string> ReadMeta(mariadb::Connection& connection, std::string_view name);
void WriteMeta(mariadb::Transaction& transaction, std::string_view name, std::string_view value);

}  // namespace hm::sync
