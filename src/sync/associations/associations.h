// Mirrors which records belong together, both directions of each pair of synced object types, as HubSpot
// names them.
//
// HubSpot has no feed of it: linking two records moves no last-modified. So the associations of every record
// that a sync wrote are read again at once (its number stands in a queue, put there in the transaction of the
// row), and those of all records in turn, at an interval: the sweep. What the first finds on one side is
// brought to the other side as well.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sync/associations/fresh_links.h"
#include "sync/associations/link_access.h"
#include "sync/store/pass_state.h"
#include "sync/store/write_session.h"

namespace hm::sync {

// Thread-safe, each thread with a session of its own.
class Associations {
 public:
  // Between all of `types`, each of which must outlive it. `interval`: from one sweep to the next.
  Associations(hubspot::Client& client, std::vector<const ObjectType*> types, Millis interval);

  bool Covers(const ObjectType& type) const { return fresh_.contains(type.type_id); }

  // For who compares them with HubSpot: the pairs of `from`, what every reading shares, and what was written
  // of late.
  std::vector<LinkPair> PairsOf(const ObjectType& from) const;
  LinkAccess& access() { return access_; }
  FreshLinks& FreshOf(const ObjectType& from) { return fresh_.find(from.type_id)->second; }

  // Reads again what the queue has for records of `from`.
  LinkCounts ReadQueued(WriteSession& session, const ObjectType& from, const std::stop_token& stop);

  // Reads those of all live records of `from`, for the pairs whose sweep is due; goes on where the last one
  // was interrupted. Puts it off while less than a fifth of the day's requests is left, and while the
  // object's first load is not done.
  LinkCounts Sweep(WriteSession& session, const ObjectType& from, const std::stop_token& stop);

  // A table that is read anew from the start: its sweeps are due.
  static void Restart(mariadb::Transaction& transaction, const ObjectType& from);

 private:
  bool IsDue(const PassState& state) const;
  LinkCounts Drain(WriteSession& session, const ObjectType& from, const ObjectType* only_to,
                   const std::stop_token& stop);
  // Pairs that can have associations at all, as far as a sweep has found out.
  std::vector<LinkPair> KnownPairs(mariadb::Connection& connection, const ObjectType& from);

  std::vector<const ObjectType*> types_;
  Millis interval_;
  LinkAccess access_;
  std::map<std::string, FreshLinks, std::less<>> fresh_;  // by type id, of records on the `from` side
};

}  // namespace hm::sync
