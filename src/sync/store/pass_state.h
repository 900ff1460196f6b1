// How far the passes beside the window have come (archived list, comparison, trailing windows): one row of
// hubspot_sync_passes for each object and pass.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mariadb/ddl.h"
#include "mariadb/transaction.h"

namespace hm::sync {

inline constexpr std::string_view kArchivedPass = "archived";
inline constexpr std::string_view kVerifyPass = "verify";
inline constexpr std::string_view kVerifyPlace = "verify_place";  // of a comparison that is not done yet

// Times are HubSpot's, in milliseconds since 1970; 0 for never.
struct PassState {
  std::int64_t started_ms = 0;   // of the reading in hand, or of the last one
  std::int64_t finished_ms = 0;  // when a reading last came to its end
  std::string cursor;            // where the reading in hand goes on; empty when none is
  std::int64_t pages = 0;        // of the reading in hand, or of the last one
  std::string details = "{}";    // JSON, the pass's own
};

mariadb::TableDef PassTable();

// All zero when there was none yet. `reading`: a Connection or a Transaction.
template <typename Reading>
PassState LoadPass(Reading& reading, std::string_view object, std::string_view pass);
void SavePass(mariadb::Transaction& transaction, std::string_view object, std::string_view pass,
              const PassState& state);
void DropPass(mariadb::Transaction& transaction, std::string_view object, std::string_view pass);

}  // namespace hm::sync
