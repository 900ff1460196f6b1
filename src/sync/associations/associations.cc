#include "sync/associations/associations.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "mariadb/identifiers.h"
#include "sync/associations/link_tables.h"
#include "sync/objects/record_ids.h"

namespace hm::sync {
namespace {

// A company with more associations than this does not hold up a sync: the sweep reads them.
constexpr int kMostPagesOfChanged = 20;
constexpr std::int64_t kClockResolutionMs = 1000;  // of HubSpot's Date header
constexpr std::int64_t kSpareShare = 5;            // one in so many of the day's requests stays for the syncs

std::string PassOf(const LinkPair& pair) { return fmt::format("links {}", pair.to.type_id); }

std::vector<std::string> Texts(mariadb::Result rows) {
  std::vector<std::string> texts;
  while (rows.Next()) {
    texts.push_back(rows.String(0));
  }
  return texts;
}

std::vector<std::uint64_t> Numbers(const std::vector<std::string>& ids) {
  std::vector<std::uint64_t> numbers;
  for (const std::string& id : ids) {
    if (const auto number = ParseId(id)) {
      numbers.push_back(*number);
    }
  }
  return numbers;
}

// The first of them after `after`, in the order of the primary key.
std::vector<std::string> LiveIds(mariadb::Connection& connection, const ObjectType& type,
                                 std::string_view after, std::size_t limit) {
  return Texts(
      connection.Query(fmt::format("SELECT id FROM {} WHERE archived = 0 AND id > {} ORDER BY id LIMIT {}",
                                   mariadb::QuoteIdentifier(type.table), connection.Quote(after), limit)));
}

// Of these, the ones that are live here: HubSpot has no associations of others.
std::vector<std::uint64_t> LiveOf(mariadb::Connection& connection, const ObjectType& type,
                                  const std::vector<std::string>& ids) {
  return Numbers(
      Texts(connection.Query(fmt::format("SELECT id FROM {} WHERE archived = 0 AND id IN ({})",
                                         mariadb::QuoteIdentifier(type.table), QuotedIds(connection, ids)))));
}

// Records that are gone or archived here but still have associations: those that were read before and
// written after they left.
std::vector<std::string> Orphans(mariadb::Connection& connection, const LinkPair& pair,
                                 std::string_view after, std::string_view upto) {
  return Texts(connection.Query(
      fmt::format("SELECT DISTINCT a.from_id FROM hubspot_associations a LEFT JOIN {} r ON r.id = a.from_id "
                  "AND r.archived "
                  "= 0 WHERE a.from_object_type_id = {} AND a.to_object_type_id = {} AND a.from_id > {}{} "
                  "AND r.id IS NULL",
                  mariadb::QuoteIdentifier(pair.from.table), connection.Quote(pair.from.type_id),
                  connection.Quote(pair.to.type_id), connection.Quote(after),
                  upto.empty() ? "" : " AND a.from_id <= " + connection.Quote(upto))));
}

bool IsLoaded(mariadb::Connection& connection, const ObjectType& type) {
  mariadb::Result row = connection.Query(
      "SELECT phase IN ('idle', 'incremental') FROM hubspot_sync_checkpoints WHERE object_type = " +
      connection.Quote(type.name));
  return row.Next() && row.Int(0) != 0;
}

}  // namespace

Associations::Associations(hubspot::Client& client, std::vector<const ObjectType*> types, Millis interval)
    : client_(client), sparing_(client.Sparing()), types_(std::move(types)), interval_(interval) {
  for (const ObjectType* type : types_) {
    writers_[std::string(type->type_id)];
  }
}

void Associations::Restart(mariadb::Transaction& transaction, const ObjectType& from) {
  transaction.Execute("DELETE FROM hubspot_sync_passes WHERE pass LIKE 'links %' AND object_type = " +
                      transaction.Quote(from.name));
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
  const std::string_view to = only_to == nullptr ? std::string_view{} : only_to->type_id;
  while (true) {
    Writers& writers = WritersOf(from);
    const std::lock_guard lock(writers.mutex);
    const QueuedLinks queued = ReadQueue(session.connection(), from, to, size.records());
    if (queued.numbers.empty()) {
      return counts;
    }
    const std::vector<LinkPair> pairs = KnownPairs(session.connection(), from);
    // Without any, the object may never have been synced and have no table.
    const std::vector<std::uint64_t> ids =
        pairs.empty() ? std::vector<std::uint64_t>{} : LiveOf(session.connection(), from, queued.ids);
    for (const LinkPair& pair : pairs) {
      if ((only_to != nullptr && pair.to.type_id != only_to->type_id) || ids.empty()) {
        continue;
      }
      ThrowIfStopped(stop);
      try {
        LinkChunk chunk(client_, session, pair);
        const LinkAnswer answer = chunk.Read(ids, kMostPagesOfChanged, stop);
        size.Learn(answer.links.size());
        counts += chunk.Write(ids, answer, only_to == nullptr, [](mariadb::Transaction&) {});
        ++writers.generation;
      } catch (const Error& e) {
        if (e.kind() != ErrorKind::kScope) {
          throw;
        }
        Refuse(pair, e);
      }
    }
    HM_FAILPOINT("links");
    session.InTransaction([&](mariadb::Transaction& transaction) { Dequeue(transaction, queued); });
  }
}

std::vector<LinkPair> Associations::KnownPairs(mariadb::Connection& connection, const ObjectType& from) {
  const std::vector<std::string> known = AssociatedTypes(connection, from);
  std::vector<LinkPair> pairs;
  for (const ObjectType* to : types_) {
    const LinkPair pair{from, *to};
    if (std::find(known.begin(), known.end(), to->type_id) != known.end() && !IsRefused(pair)) {
      pairs.push_back(pair);
    }
  }
  return pairs;
}

LinkCounts Associations::Sweep(WriteSession& session, const ObjectType& from, const std::stop_token& stop) {
  LinkCounts counts;
  if (!Covers(from) || !IsLoaded(session.connection(), from)) {
    return counts;
  }
  for (const ObjectType* to : types_) {
    const LinkPair pair{from, *to};
    if (IsRefused(pair)) {
      continue;
    }
    try {
      counts += SweepPair(session, pair, stop);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kScope) {
        throw;
      }
      Refuse(pair, e);
    }
  }
  return counts;
}

LinkCounts Associations::SweepPair(WriteSession& session, const LinkPair& pair, const std::stop_token& stop) {
  PassState state = LoadPass(session.connection(), pair.from.name, PassOf(pair));
  LinkCounts counts;
  if (!IsDue(state) || !HasSpareQuota()) {
    return counts;
  }
  const bool resumes = state.started_ms > state.finished_ms;
  if (!resumes && !Begin(session, pair, state, stop)) {
    return counts;
  }
  LinkChunk chunk(sparing_, session, pair);
  ChunkSize size;
  while (state.started_ms > state.finished_ms) {
    ThrowIfStopped(stop);
    if (!HasSpareQuota()) {
      return counts;
    }
    counts += SweepChunk(session, pair, chunk, size, state, stop);
    HM_FAILPOINT("swept");
  }
  log::Info("associations read", {{"from", std::string(pair.from.name)},
                                  {"to", std::string(pair.to.name)},
                                  {"records", counts.records},
                                  {"added", counts.added},
                                  {"removed", counts.removed}});
  return counts;
}

LinkCounts Associations::SweepChunk(WriteSession& session, const LinkPair& pair, LinkChunk& chunk,
                                    ChunkSize& size, PassState& state, const std::stop_token& stop) {
  Writers& writers = WritersOf(pair.from);
  const std::int64_t generation = writers.generation;
  const std::vector<std::string> live =
      LiveIds(session.connection(), pair.from, state.cursor, size.records());
  const bool last = live.size() < size.records();
  const std::vector<std::uint64_t> ids = Numbers(live);
  const LinkAnswer answer = chunk.Read(ids, LinkReader::kAllPages, stop);
  // A request at spare priority may take long, so nobody waits for it; who wrote meanwhile knows better.
  const std::lock_guard lock(writers.mutex);
  if (generation != writers.generation) {
    return {};
  }
  PassState next = state;
  next.cursor = last ? "" : live.back();
  ++next.pages;
  if (last) {
    next.finished_ms = std::max(client_.ServerNowMillis(), state.started_ms);
  }
  const std::vector<std::string> orphans = Orphans(session.connection(), pair, state.cursor, next.cursor);
  const LinkCounts counts = chunk.Write(ids, answer, false, [&](mariadb::Transaction& transaction) {
    DeleteLinksOf(transaction, pair.from, std::vector<std::string_view>(orphans.begin(), orphans.end()));
    SavePass(transaction, pair.from.name, PassOf(pair), next);
  });
  size.Learn(answer.links.size());
  state = next;
  return counts;
}

// False when records of the two types cannot be associated.
bool Associations::Begin(WriteSession& session, const LinkPair& pair, PassState& state,
                         const std::stop_token& stop) {
  const auto types = sparing_.ListAssociationTypes(pair.from.path, pair.to.path, stop);
  const std::int64_t now = client_.ServerNowMillis();
  // HubSpot's clock may have gone back since the last sweep.
  state = {now, types.empty() ? now : std::min(state.finished_ms, now - 1), "", 0, "{}"};
  session.InTransaction([&](mariadb::Transaction& transaction) {
    SaveAssociationTypes(transaction, pair, types);
    SavePass(transaction, pair.from.name, PassOf(pair), state);
  });
  return !types.empty();
}

bool Associations::IsDue(const PassState& state) const {
  const std::int64_t now = client_.ServerNowMillis();
  // It may have gone back.
  return state.started_ms > state.finished_ms || state.finished_ms == 0 || now < state.started_ms ||
         now + kClockResolutionMs >= state.started_ms + interval_.count();
}

bool Associations::HasSpareQuota() const {
  const hubspot::Stats stats = client_.stats();
  return !stats.daily_limit || !stats.daily_remaining ||
         *stats.daily_remaining >= *stats.daily_limit / kSpareShare;
}

bool Associations::IsRefused(const LinkPair& pair) {
  const std::lock_guard lock(mutex_);
  return refused_.contains(fmt::format("{} {}", pair.from.type_id, pair.to.type_id));
}

void Associations::Refuse(const LinkPair& pair, const Error& why) {
  {
    const std::lock_guard lock(mutex_);
    refused_.insert(fmt::format("{} {}", pair.from.type_id, pair.to.type_id));
  }
  log::Warn("associations are not read, for want of a scope", {{"from", std::string(pair.from.name)},
                                                               {"to", std::string(pair.to.name)},
                                                               {"why", std::string(why.what())}});
}

}  // namespace hm::sync
