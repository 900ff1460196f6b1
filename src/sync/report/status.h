// What `status` shows: read from the database alone, so that it works while HubSpot or the token does not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mariadb/connection.h"
#include "sync/changes/trailing.h"
#include "sync/objects/object_catalogue.h"

namespace hm::sync {

struct ObjectStatus {
  std::string object;
  std::string state;  // running, success, failed, or "never" before the first sync
  std::int64_t rows = 0;
  std::int64_t archived = 0;
  std::optional<std::string> last_sync{};        // UTC, when the last sync ended
  std::optional<std::int64_t> complete_until{};  // milliseconds since 1970
  std::int64_t records_synced = 0;
  std::string error{};                        // of the last sync, with its code and cure; "" after a success
  std::optional<double> per_second{};         // records that the last sync read, where that says something
  std::optional<std::int64_t> verified_at{};  // milliseconds since 1970; unset before the first verify
  std::string verify_details{};               // JSON, "" before the first verify
  std::string verify_error{};                 // why the last one failed, "" if it did not
  IndexLag index_lag{};
  std::int64_t set_aside = 0;         // records that the table cannot hold, in hubspot_quarantine
  std::vector<std::string> tables{};  // that hold its rows, the main one first; none before they are made
};

struct Status {
  std::string portal;  // "" until known
  std::vector<ObjectStatus> objects;
  std::optional<std::string> writer;  // the connector that holds the database now
  std::optional<std::int64_t> daily_limit;
  std::optional<std::int64_t> daily_remaining;  // as of the last sync
};

enum class RowCounts { kCounted, kLeftOut };  // counting takes a second where there are millions

Status ReadStatus(mariadb::Connection& connection, const WantedObjects& wanted,
                  RowCounts counts = RowCounts::kCounted);
// Fills in `rows` and `archived` of what ReadStatus() gave.
void CountRows(mariadb::Connection& connection, ObjectStatus& status);

}  // namespace hm::sync
