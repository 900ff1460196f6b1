// What every reading of associations shares: the client, which pairs the token may read, how many requests
// may be in flight.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "base/error.h"
#include "base/read_ahead.h"
#include "hubspot/client.h"
#include "sync/associations/link_chunk.h"

namespace hm::sync {

struct LinkReply {
  LinkChunk chunk;
  LinkAnswer answer;
  std::optional<Error> refused;  // the token may not read the pair
  std::shared_ptr<void> place;   // among those in flight
};

// Thread-safe.
class LinkAccess {
 public:
  explicit LinkAccess(hubspot::Client& client) : client_(client), sparing_(client.Sparing()) {}

  hubspot::Client& client() const { return client_; }
  hubspot::Client& sparing() { return sparing_; }

  // Pairs that the token may not read.
  bool IsRefused(const LinkPair& pair);
  void Refuse(const LinkPair& pair, const Error& why);

  // False while less than a fifth of the day's requests is left: it stays for the syncs.
  bool HasSpareQuota() const;

  // Whether one who has `mine` in flight, answers of this size, may ask for more: twice as many as the
  // allowance needs at the latency seen, all together, for a sweep mostly begins with a window's requests at
  // hand; and no more than fit memory. One is always allowed.
  bool HasRoom(std::size_t mine, const ChunkSize& size) const;

  // The call that reads a chunk, for a ReadAhead; counted as in flight until its reply is destroyed.
  ReadAhead<LinkReply>::Call Asking(hubspot::Client& client, LinkChunk chunk);

 private:
  hubspot::Client& client_;
  hubspot::Client sparing_;
  std::shared_ptr<std::atomic<std::size_t>> in_flight_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::mutex mutex_;
  std::set<std::string> refused_;  // guarded by mutex_
};

}  // namespace hm::sync
