#include "sync/associations/associations.h"

#include <algorithm>

#include "sync/associations/link_queue.h"
#include "sync/associations/link_sweep.h"

namespace hm::sync {
namespace {

constexpr std::int64_t kClockResolutionMs = 1000;  // of HubSpot's Date header
bool IsLoaded(mariadb::Connection& connection, const ObjectType& type) {
  mariadb::Result row = connection.Query(
      "SELECT phase IN ('idle', 'incremental') FROM hubspot_sync_checkpoints WHERE object_type = " +
      connection.Quote(type.name));
  return row.Next() && row.Int(0) != 0;
}

}  // namespace

Associations::Associations(hubspot::Client& client, std::vector<const ObjectType*> types, Millis interval)
    : types_(std::move(types)), interval_(interval), access_(client) {
  for (const ObjectType* type : types_) {
    fresh_[std::string(type->type_id)];
  }
}

void Associations::Restart(mariadb::Transaction& transaction, const ObjectType& from) {
  transaction.Execute("DELETE FROM hubspot_sync_passes WHERE pass LIKE 'links %' AND object_type = " +
                      transaction.Quote(from.name));
}

std::vector<LinkPair> Associations::PairsOf(const ObjectType& from) const {
  std::vector<LinkPair> pairs;
  for (const ObjectType* to : types_) {
    pairs.push_back({from, *to});
  }
  return pairs;
}

LinkCounts Associations::ReadQueued(WriteSession& session, const ObjectType& from,
                                    const std::stop_token& stop) {
  if (!Covers(from)) {
    return {};
  }
  LinkCounts counts = Drain(session, from, nullptr, stop);
  for (const LinkPair& pair : KnownPairs(session.connection(), from)) {
    counts += Drain(session, pair.to, &from, stop);
  }
  return counts;
}

LinkCounts Associations::Drain(WriteSession& session, const ObjectType& from, const ObjectType* only_to,
                               const std::stop_token& stop) {
  LinkCounts counts;
  ChunkSize size;
  while (true) {
    FreshLinks& fresh = FreshOf(from);
    const std::lock_guard lock(fresh.mutex());
    LinkQueue queue(access_, fresh, session, {from, only_to, KnownPairs(session.connection(), from)}, stop);
    if (!queue.Drain(size, counts)) {
      return counts;
    }
  }
}

std::vector<LinkPair> Associations::KnownPairs(mariadb::Connection& connection, const ObjectType& from) {
  const std::vector<std::string> known = AssociatedTypes(connection, from);
  std::vector<LinkPair> pairs;
  for (const ObjectType* to : types_) {
    const LinkPair pair{from, *to};
    if (std::find(known.begin(), known.end(), to->type_id) != known.end() && !access_.IsRefused(pair)) {
      pairs.push_back(pair);
    }
  }
  return pairs;
}

LinkCounts Associations::Sweep(WriteSession& session, const ObjectType& from, const std::stop_token& stop) {
  if (!Covers(from) || !IsLoaded(session.connection(), from)) {
    return {};
  }
  LinkSweep sweep(access_, FreshOf(from), session, from, stop);
  for (const ObjectType* to : types_) {
    const LinkPair pair{from, *to};
    PassState state = LoadPass(session.connection(), from.name, LinkPassOf(pair));
    if (!access_.IsRefused(pair) && IsDue(state) && access_.HasSpareQuota()) {
      sweep.Add(*to, std::move(state));
    }
  }
  return sweep.Run();
}

bool Associations::IsDue(const PassState& state) const {
  const std::int64_t now = access_.client().ServerNowMillis();
  // It may have been set back.
  return state.started_ms > state.finished_ms || state.finished_ms == 0 ||
         now + hubspot::kClockDoubtMs < state.started_ms ||
         now + kClockResolutionMs >= state.started_ms + interval_.count();
}

}  // namespace hm::sync
