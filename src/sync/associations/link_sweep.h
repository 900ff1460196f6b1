// Reads the associations of all live records of one object, in the order of their ids, every pair that is
// due. Several chunks are asked for at the same time; they are written in order, each with its pair's place,
// so that a kill costs those in hand.
#pragma once

#include <deque>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sync/associations/fresh_links.h"
#include "sync/associations/link_access.h"
#include "sync/store/pass_state.h"

namespace hm::sync {

// Used by one thread. All must outlive it.
class LinkSweep {
 public:
  LinkSweep(LinkAccess& access, FreshLinks& fresh, WriteSession& session, const ObjectType& from,
            const std::stop_token& stop);

  // To be swept; `state`: where its last sweep ended or was interrupted.
  void Add(const ObjectType& to, PassState state);
  LinkCounts Run();

 private:
  // Of one pair.
  struct Sweep {
    LinkPair pair;
    PassState state;          // as committed
    hubspot::Client* client;  // a first sweep is part of a first load and waits for nobody
    std::string asked_upto;
    bool done = false;  // nothing is left to ask for
    std::size_t asked = 0;
    ChunkSize size{};
    LinkCounts counts{};
  };
  // What was asked for, in the order of the replies.
  struct Asked {
    Sweep* sweep;
    std::string cursor;  // "" when it is the last
    std::int64_t since;  // FreshLinks::now() before
  };

  void Begin();
  void SaveBegin(Sweep& sweep, const std::vector<hubspot::AssociationType>& types);
  // False when nothing may be asked for just now.
  bool AskForOne();
  void Ask(Sweep& sweep);
  void Take();
  void Write(const Asked& asked, LinkReply reply);

  LinkAccess& access_;
  FreshLinks& fresh_;
  FreshLinks::Watch watch_;
  WriteSession& session_;
  const ObjectType& from_;
  std::stop_token stop_;
  std::deque<Sweep> sweeps_;
  std::deque<Asked> asked_;
  ReadAhead<LinkReply> ahead_;
};

}  // namespace hm::sync
