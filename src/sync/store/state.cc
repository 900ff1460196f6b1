#include "sync/store/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/clock.h"

namespace hm::sync {
namespace {

// records_synced is an INT, as the Node connector made it.
std::int64_t AsInt(std::int64_t count) {
  return std::min<std::int64_t>(count, std::numeric_limits<std::int32_t>::max());
}

}  // namespace

void MarkRunning(mariadb::Transaction& transaction, std::string_view object) {
  transaction.Execute(fmt::format(
      "INSERT INTO sync_state (object_type, status, records_synced, created_at, updated_at) "
      "VALUES ({}, 'running', 0, UTC_TIMESTAMP(), UTC_TIMESTAMP()) "
      "ON DUPLICATE KEY UPDATE status = 'running', error_message = NULL, updated_at = UTC_TIMESTAMP()",
      transaction.Quote(object)));
}

void MarkSuccess(mariadb::Transaction& transaction, std::string_view object, std::int64_t complete_until,
                 std::int64_t records_written) {
  transaction.Execute(fmt::format(
      "UPDATE sync_state SET status = 'success', last_sync_timestamp = {}, last_sync_date = '{}', "
      "records_synced = {}, error_message = NULL, updated_at = UTC_TIMESTAMP() WHERE object_type = {}",
      complete_until, FormatDateTime(complete_until), AsInt(records_written), transaction.Quote(object)));
}

void MarkFailed(mariadb::Transaction& transaction, std::string_view object, std::string_view message,
                std::int64_t records_written) {
  transaction.Execute(
      fmt::format("UPDATE sync_state SET status = 'failed', error_message = {}, records_synced = {}, "
                  "updated_at = UTC_TIMESTAMP() WHERE object_type = {}",
                  transaction.Quote(message), AsInt(records_written), transaction.Quote(object)));
}

}  // namespace hm::sync
