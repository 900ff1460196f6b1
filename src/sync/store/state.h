// sync_state, the table people and their scripts read: one row an object.
#pragma once

#include <cstdint>
#include <string_view>

#include "mariadb/transaction.h"

namespace hm::sync {

void MarkRunning(mariadb::Transaction& transaction, std::string_view object);

// In the transaction that completes the object. `complete_until` in milliseconds since 1970.
void MarkSuccess(mariadb::Transaction& transaction, std::string_view object, std::int64_t complete_until,
                 std::int64_t records_written);

// `message` is for a person. What the table is complete up to stays as it was.
void MarkFailed(mariadb::Transaction& transaction, std::string_view object, std::string_view message,
                std::int64_t records_written);

}  // namespace hm::sync
