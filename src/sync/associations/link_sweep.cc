#include "sync/associations/link_sweep.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failpoint.h"
#include "base/log.h"
#include "mariadb/identifiers.h"
#include "sync/associations/link_tables.h"

namespace hm::sync {
namespace {

// Records that are gone or archived here but still have associations: those that were read before and
// written after they left.
std::vector<std::string> Orphans(mariadb::Connection& connection, const LinkPair& pair,
                                 std::string_view after, std::string_view upto) {
  return connection
      .Query(fmt::format(
          "SELECT DISTINCT a.from_id FROM hubspot_associations a LEFT JOIN {} r ON r.id = a.from_id AND "
          "r.archived = 0 WHERE a.from_object_type_id = {} AND a.to_object_type_id = {} AND a.from_id > {}{} "
          "AND r.id IS NULL",
          mariadb::QuoteIdentifier(pair.from.table), connection.Quote(pair.from.type_id),
          connection.Quote(pair.to.type_id), connection.Quote(after),
          upto.empty() ? "" : " AND a.from_id <= " + connection.Quote(upto)))
      .Texts();
}

}  // namespace

LinkSweep::LinkSweep(LinkAccess& access, FreshLinks& fresh, WriteSession& session, const ObjectType& from,
                     const std::stop_token& stop)
    : access_(access),
      fresh_(fresh),
      watch_(fresh),
      session_(session),
      from_(from),
      stop_(stop),
      ahead_(stop) {}

void LinkSweep::Add(const ObjectType& to, PassState state) {
  hubspot::Client& client = state.finished_ms == 0 ? access_.client() : access_.sparing();
  sweeps_.push_back({.pair = {from_, to}, .state = std::move(state), .client = &client, .asked_upto = {}});
}

LinkCounts LinkSweep::Run() {
  Begin();
  LinkCounts counts;
  while (true) {
    while (AskForOne()) {
    }
    if (ahead_.size() == 0) {
      break;
    }
    Take();
    HM_FAILPOINT("swept");
    ThrowIfStopped(stop_);
  }
  for (const Sweep& sweep : sweeps_) {
    counts += sweep.counts;
  }
  return counts;
}

// Which types there are is asked for all pairs at once.
void LinkSweep::Begin() {
  using Types = std::vector<hubspot::AssociationType>;
  std::vector<Sweep*> beginning;
  ReadAhead<std::optional<Types>> reading(stop_);
  for (Sweep& sweep : sweeps_) {
    if (sweep.state.started_ms > sweep.state.finished_ms) {
      sweep.asked_upto = sweep.state.cursor;
      continue;
    }
    beginning.push_back(&sweep);
    reading.Start([this, &sweep](const std::stop_token& stop) -> std::optional<Types> {
      try {
        return sweep.client->ListAssociationTypes(sweep.pair.from.path, sweep.pair.to.path, stop);
      } catch (const Error& e) {
        if (e.kind() != ErrorKind::kScope) {
          throw;
        }
        access_.Refuse(sweep.pair, e);
        return std::nullopt;
      }
    });
  }
  for (Sweep* const sweep : beginning) {
    if (const auto types = reading.Next()) {
      SaveBegin(*sweep, *types);
    } else {
      sweep->done = true;
    }
  }
}

void LinkSweep::SaveBegin(Sweep& sweep, const std::vector<hubspot::AssociationType>& types) {
  const std::int64_t now = access_.client().ServerNowMillis();
  PassState& state = sweep.state;
  // Records of two types that cannot be associated: it is done. HubSpot's clock may have gone back since the
  // last sweep.
  state = {now, types.empty() ? now : std::min(state.finished_ms, now - 1), "", 0, "{}"};
  sweep.done = types.empty();
  session_.InTransaction([&](mariadb::Transaction& transaction) {
    SaveAssociationTypes(transaction, sweep.pair, types);
    SavePass(transaction, from_.name, LinkPassOf(sweep.pair), state);
  });
}

// Pair by pair; the next one begins while the last chunks of the one before are under way.
bool LinkSweep::AskForOne() {
  for (Sweep& sweep : sweeps_) {
    if (sweep.done || access_.IsRefused(sweep.pair) || !access_.HasSpareQuota()) {
      continue;
    }
    const bool may_ask = sweep.size.known() ? access_.HasRoom(ahead_.size(), sweep.size) : sweep.asked == 0;
    if (may_ask) {
      Ask(sweep);
      return true;
    }
  }
  return false;
}

void LinkSweep::Ask(Sweep& sweep) {
  const std::vector<std::string> live =
      LiveIds(session_.connection(), from_, sweep.asked_upto, sweep.size.records());
  sweep.done = live.size() < sweep.size.records();
  sweep.asked_upto = sweep.done ? "" : live.back();
  ++sweep.asked;
  asked_.push_back({&sweep, sweep.asked_upto, fresh_.now()});
  ahead_.Start(access_.Asking(*sweep.client, {sweep.pair, ToNumbers(live)}));
}

void LinkSweep::Take() {
  LinkReply reply = ahead_.Next();
  const Asked asked = std::move(asked_.front());
  asked_.pop_front();
  --asked.sweep->asked;
  if (reply.refused) {
    access_.Refuse(asked.sweep->pair, *reply.refused);
  }
  if (!access_.IsRefused(asked.sweep->pair)) {
    Write(asked, std::move(reply));
  }
}

void LinkSweep::Write(const Asked& asked, LinkReply reply) {
  Sweep& sweep = *asked.sweep;
  sweep.size.Learn(reply.chunk.ids.size(), reply.answer.links.size());
  LinkAnswer answer =
      Confirm(*sweep.client, session_.connection(), reply.chunk, std::move(reply.answer), stop_);
  PassState next = sweep.state;
  next.cursor = asked.cursor;
  ++next.pages;
  if (next.cursor.empty()) {
    next.finished_ms = std::max(access_.client().ServerNowMillis(), sweep.state.started_ms);
  }
  const std::vector<std::string> orphans =
      Orphans(session_.connection(), sweep.pair, sweep.state.cursor, next.cursor);
  const std::lock_guard lock(fresh_.mutex());
  answer.LeaveOut(watch_.Since(asked.since, sweep.pair.to));
  const LinkCounts counts =
      WriteLinks(session_, reply.chunk, answer, false, [&](mariadb::Transaction& transaction) {
        DeleteLinksOf(transaction, from_, std::vector<std::string_view>(orphans.begin(), orphans.end()));
        SavePass(transaction, from_.name, LinkPassOf(sweep.pair), next);
      });
  if (counts.added + counts.removed > 0) {
    fresh_.Note(sweep.pair.to, reply.chunk.ids);
  }
  sweep.counts += counts;
  sweep.state = next;
  if (next.cursor.empty()) {
    log::Info("associations read", {{"from", std::string(from_.name)},
                                    {"to", std::string(sweep.pair.to.name)},
                                    {"records", sweep.counts.records},
                                    {"added", sweep.counts.added},
                                    {"removed", sweep.counts.removed}});
  }
}

}  // namespace hm::sync
