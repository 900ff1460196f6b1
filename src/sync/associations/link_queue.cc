#include "sync/associations/link_queue.h"

#include <fmt/format.h>

#include "base/failpoint.h"
#include "mariadb/identifiers.h"
#include "sync/objects/record_ids.h"

namespace hm::sync {
namespace {

// A company with more associations than this does not hold up a sync: the sweep reads them.
constexpr int kMostPagesOfChanged = 20;
// Others may wait for the mutex.
constexpr std::size_t kMostPieces = 10;

// Of these, the ones that are live here: HubSpot has no associations of others.
std::vector<std::uint64_t> LiveOf(mariadb::Connection& connection, const ObjectType& type,
                                  const std::vector<std::string>& ids) {
  return ToNumbers(connection
                       .Query(fmt::format("SELECT id FROM {} WHERE archived = 0 AND id IN ({})",
                                          mariadb::QuoteIdentifier(type.table), QuotedIds(connection, ids)))
                       .Texts());
}

}  // namespace

LinkQueue::LinkQueue(LinkAccess& access, FreshLinks& fresh, WriteSession& session, Scope scope,
                     const std::stop_token& stop)
    : access_(access),
      fresh_(fresh),
      session_(session),
      scope_(std::move(scope)),
      stop_(stop),
      ahead_(stop) {}

bool LinkQueue::Drain(ChunkSize& size, LinkCounts& counts) {
  std::string after = "0";
  std::size_t asked = 0;
  bool empty = false;
  while (true) {
    while (!empty && asked < kMostPieces && (pieces_.empty() || access_.HasRoom(ahead_.size(), size))) {
      QueuedLinks queued = ReadQueue(session_.connection(), scope_.from, to(), after, size.records());
      empty = queued.numbers.empty();
      if (!empty) {
        after = queued.numbers.back();
        Ask(std::move(queued));
        ++asked;
      }
    }
    if (pieces_.empty()) {
      return asked > 0;
    }
    ThrowIfStopped(stop_);
    Finish(size, counts);
  }
}

void LinkQueue::Ask(QueuedLinks queued) {
  std::size_t asked = 0;
  // Without any pair, the object may never have been synced and have no table.
  const std::vector<std::uint64_t> ids = scope_.pairs.empty()
                                             ? std::vector<std::uint64_t>{}
                                             : LiveOf(session_.connection(), scope_.from, queued.ids);
  for (const LinkPair& pair : scope_.pairs) {
    if (!ids.empty() && (scope_.only_to == nullptr || &pair.to == scope_.only_to)) {
      ahead_.Start(access_.Asking(access_.client(), {pair, ids, kMostPagesOfChanged}));
      ++asked;
    }
  }
  pieces_.push_back({std::move(queued), asked});
}

void LinkQueue::Finish(ChunkSize& size, LinkCounts& counts) {
  const Piece piece = std::move(pieces_.front());
  pieces_.pop_front();
  for (std::size_t i = 0; i < piece.asked; ++i) {
    LinkReply reply = ahead_.Next();
    if (reply.refused) {
      access_.Refuse(reply.chunk.pair, *reply.refused);
      continue;
    }
    size.Learn(reply.chunk.ids.size(), reply.answer.links.size());
    LinkAnswer answer =
        Confirm(access_.client(), session_.connection(), reply.chunk, std::move(reply.answer), stop_);
    counts +=
        WriteLinks(session_, reply.chunk, answer, scope_.only_to == nullptr, [](mariadb::Transaction&) {});
    fresh_.Note(reply.chunk.pair.to, reply.chunk.ids);
  }
  HM_FAILPOINT("links");
  session_.InTransaction([&](mariadb::Transaction& transaction) { Dequeue(transaction, piece.queued); });
}

}  // namespace hm::sync
