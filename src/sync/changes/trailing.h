// Late arrivals. HubSpot's search shows a change only when its index has it, mostly within seconds. Each
// window reaches back over the last by SYNC_BUFFER_MINUTES; now and then one reaches further, ids only, which
// catches what came later than that, at a bounded cost: over the last hour every 15 minutes (at most 20,000
// records, 100 searches), over the last day every 4 hours (at most 100,000 records, 500 searches). So a
// change is caught that the index shows after up to 45 minutes within 15 minutes, up to 20 hours within 4
// hours; a later one by verify.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "mariadb/transaction.h"

namespace hm::sync {

// How far back over what is complete the object's next window reaches. `now_ms` is HubSpot's time.
Millis ChooseReach(mariadb::Connection& connection, std::string_view object, Millis buffer,
                   std::int64_t now_ms);

// The reach to use in place of `reach` when its window holds `total` records: itself unless they are too
// many.
Millis BoundedReach(Millis reach, Millis buffer, std::int64_t total);

// In the transaction that ends a window of this reach, or begins a first load, which reads everything.
void NoteReach(mariadb::Transaction& transaction, std::string_view object, Millis reach, std::int64_t now_ms);
inline constexpr Millis kReachOfAll{INT64_MAX};

// The lag seen: how long before the end of a finished window a record had changed that the window did not
// show.
struct IndexLag {
  std::int64_t longest_ms = 0;  // 0: never seen
  std::int64_t seen_ms = 0;     // when the longest was, HubSpot's time
  std::int64_t records = 0;     // late ones, ever

  void Add(std::int64_t lag_ms, std::int64_t now_ms);
};
IndexLag ReadIndexLag(mariadb::Connection& connection, std::string_view object);
void SaveIndexLag(mariadb::Transaction& transaction, std::string_view object, const IndexLag& lag);

}  // namespace hm::sync
