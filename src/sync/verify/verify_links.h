// Compares the associations of an object's records with HubSpot's, pair by pair, the records in the order of
// their ids: one batch read for some hundred of them, so memory does not grow with their number.
#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "sync/associations/associations.h"
#include "sync/verify/verify.h"

namespace hm::sync {

// Not thread-safe. Runs beside sweeps and syncs of this process and others.
class VerifyLinks {
 public:
  // `from` as `associations` has it; with the client's requests the records are read, what differs is read
  // again with it. All must outlive it.
  VerifyLinks(Associations& associations, hubspot::Client& client, WriteSession& session,
              const ObjectType& from, VerifyOptions options, VerifyResult& result);

  // Begins at `place`; `keep` is told at the beginning of each pair, and after each part but its last. Throws
  // Error; what was found stands in the result.
  void Run(const VerifyPlace& place, const KeepPlace& keep, const std::stop_token& stop);

 private:
  // Whether the pair can have associations, and nobody else is about to read them for the first time.
  bool IsToCompare(const LinkPair& pair, const std::stop_token& stop);
  void ComparePair(const LinkPair& pair, std::string after, const KeepPlace& keep,
                   const std::stop_token& stop);
  // Live records, and others that the table has associations of.
  std::vector<std::string> NextIds(const LinkPair& pair, const std::string& after, std::size_t most);
  // Of some records: looks, looks again at those that differ, and mends them.
  void CompareChunk(const LinkChunk& chunk, ChunkSize& size, const std::stop_token& stop);
  std::int64_t Note(const LinkPair& pair, const LinkChanges& changes, const LinkKinds& kinds);

  Associations& associations_;
  hubspot::Client& client_;
  WriteSession& session_;
  const ObjectType& from_;
  VerifyOptions options_;
  VerifyResult& result_;
  FreshLinks& fresh_;
};

}  // namespace hm::sync
