// One step of mirroring associations: reads those of some records, compares them with the table, writes what
// differs.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

#include "sync/associations/link_reader.h"
#include "sync/store/write_session.h"

namespace hm::sync {

struct LinkCounts {
  std::int64_t records = 0;  // whose associations were read
  std::int64_t added = 0;
  std::int64_t removed = 0;

  LinkCounts& operator+=(const LinkCounts& other);
};

// How many records to read at once, so that an answer stays small whether they have one association or 500.
class ChunkSize {
 public:
  std::size_t records() const { return records_; }
  void Learn(std::size_t links);

 private:
  std::size_t records_ = 200;
};

// Not thread-safe. All must outlive it.
class LinkChunk {
 public:
  LinkChunk(hubspot::Client& client, WriteSession& session, const LinkPair& pair)
      : session_(session), pair_(pair), reader_(client, pair, kinds_) {}

  // What HubSpot has of these live records; those that lose associations in a way that need not be the truth
  // are asked for twice.
  LinkAnswer Read(const std::vector<std::uint64_t>& ids, int most_pages, const std::stop_token& stop);
  // Makes the table say so, and runs `seal`, in one transaction. `tell_partners`: brings what changed to the
  // other side too.
  LinkCounts Write(const std::vector<std::uint64_t>& ids, const LinkAnswer& answer, bool tell_partners,
                   const std::function<void(mariadb::Transaction&)>& seal);

 private:
  void TellPartners(mariadb::Transaction& transaction, const std::vector<Link>& added,
                    const std::vector<Link>& removed, const std::vector<Link>& wanted) const;

  WriteSession& session_;
  LinkPair pair_;
  LinkKinds kinds_;
  LinkReader reader_;
};

}  // namespace hm::sync
