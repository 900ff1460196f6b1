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

// How many records to ask for at once, so that an answer stays small whether they have one association or
// 500.
class ChunkSize {
 public:
  std::size_t records() const { return records_; }
  // Whether it goes by an answer: until then one is enough.
  bool known() const { return known_; }
  // In an answer, of late.
  std::size_t links() const { return links_; }
  void Learn(std::size_t records, std::size_t links);

 private:
  std::size_t records_ = 200;
  std::size_t links_ = 0;
  bool known_ = false;
};

// Live records whose associations of a pair are read together.
struct LinkChunk {
  LinkPair pair;
  std::vector<std::uint64_t> ids;
  int most_pages = LinkReader::kAllPages;  // for one record
};

// The answer as far as it is to be believed: those that lose associations in a way that need not be the truth
// are asked for again.
LinkAnswer Confirm(hubspot::Client& client, mariadb::Connection& connection, const LinkChunk& chunk,
                   LinkAnswer answer, const std::stop_token& stop);

// What the table lacks of the answer, and has beside it; both sorted, records that were not read apart.
struct LinkChanges {
  std::vector<Link> added;
  std::vector<Link> removed;
};
// `reading`: a Connection or a Transaction.
template <typename Reading>
LinkChanges FindChanges(Reading& reading, const LinkChunk& chunk, LinkAnswer& answer);

// Makes the table say so, and runs `seal`, in one transaction. `tell_partners`: brings what changed to the
// other side too.
LinkCounts WriteLinks(WriteSession& session, const LinkChunk& chunk, LinkAnswer& answer, bool tell_partners,
                      const std::function<void(mariadb::Transaction&)>& seal);

}  // namespace hm::sync
