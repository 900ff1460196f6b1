// Reads again the associations of the records in the queue: of a pair with each type that has any, several
// chunks at the same time. A record leaves the queue once its associations are written.
#pragma once

#include <deque>
#include <stop_token>
#include <string>
#include <vector>

#include "sync/associations/fresh_links.h"
#include "sync/associations/link_access.h"
#include "sync/associations/link_tables.h"

namespace hm::sync {

// Used by one thread, which holds the mutex of `fresh`. All must outlive it.
class LinkQueue {
 public:
  // Records of `from`, queued for all types, or for `only_to` alone.
  struct Scope {
    const ObjectType& from;
    const ObjectType* only_to;
    std::vector<LinkPair> pairs;  // of `from`, all that can have associations
  };
  LinkQueue(LinkAccess& access, FreshLinks& fresh, WriteSession& session, Scope scope,
            const std::stop_token& stop);

  // Some thousand records; false when the queue is empty. Adds to `counts`.
  bool Drain(ChunkSize& size, LinkCounts& counts);

 private:
  struct Piece {
    QueuedLinks queued;
    std::size_t asked;  // chunks
  };

  void Ask(QueuedLinks queued);
  void Finish(ChunkSize& size, LinkCounts& counts);
  // "" for all.
  std::string_view to() const {
    return scope_.only_to == nullptr ? std::string_view{} : std::string_view(scope_.only_to->type_id);
  }

  LinkAccess& access_;
  FreshLinks& fresh_;
  WriteSession& session_;
  Scope scope_;
  std::stop_token stop_;
  std::deque<Piece> pieces_;
  ReadAhead<LinkReply> ahead_;
};

}  // namespace hm::sync
