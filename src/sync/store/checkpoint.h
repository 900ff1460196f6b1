// How far an object's mirror has come. It is saved in the transaction of the rows it covers, and only the
// saved one counts: after any crash, or a COMMIT in doubt, work goes on from what the database says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "mariadb/transaction.h"

namespace hm::sync {

enum class Phase {
  kNew,          // nothing is known: the first load is still to begin
  kFirstLoad,    // reading everything by the list endpoint, next page at `cursor`
  kIncremental,  // reading the window, ids above `cursor` are still to come
  kIdle,         // complete up to `complete_until`
};

// Times are HubSpot's, in milliseconds since 1970.
struct Checkpoint {
  Phase phase = Phase::kNew;
  std::int64_t complete_until = 0;  // 0: never was complete
  std::int64_t window_from = 0;
  std::int64_t window_to = 0;    // what complete_until becomes when the phase is done
  std::int64_t window_seen = 0;  // records of the window seen so far
  std::string cursor;
};

// kNew when the object has none. Throws Error(kDatabase) for one that cannot be right, such as a time in the
// far future: trusting it would mean never to sync again.
Checkpoint LoadCheckpoint(mariadb::Transaction& transaction, std::string_view object, std::int64_t now_ms);

// The moment up to which the object's table is complete; 0 while it never was.
std::int64_t ReadCompleteUntil(mariadb::Connection& connection, std::string_view object);

// Unless a sync of the object was ever begun; in a database of any state. Throws Error(kData).
void ThrowIfNeverSynced(mariadb::Connection& connection, std::string_view object);

void SaveCheckpoint(mariadb::Transaction& transaction, std::string_view object, const Checkpoint& checkpoint);

// Of a first load, which several may write at the same time: so many more of its records are in the table.
// `cursor`: where its chain goes on, where there is news of that.
void AdvanceLoad(mariadb::Transaction& transaction, std::string_view object, std::int64_t records,
                 const std::optional<std::string>& cursor);

}  // namespace hm::sync
