#include "sync/associations/link_chunk.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "base/failpoint.h"
#include "sync/associations/link_tables.h"

namespace hm::sync {
namespace {

constexpr std::size_t kManyLinks = 20'000;
constexpr std::size_t kFewestRecords = 10;
// As with records: more than 100 and more than a tenth is asked for twice.
constexpr std::size_t kLinksAlwaysBelieved = 100;
constexpr std::size_t kLinksBelievedShare = 10;

std::vector<Link> WithoutUnread(std::vector<Link> links, const std::set<std::uint64_t>& unread) {
  std::erase_if(links, [&](const Link& link) { return unread.contains(link.from); });
  return links;
}

std::set<std::uint64_t> Doubtful(const std::vector<Link>& stored, const LinkAnswer& answer) {
  const std::vector<Link> lost = Without(WithoutUnread(stored, answer.unread), answer.links);
  const bool many = lost.size() > kLinksAlwaysBelieved && lost.size() > stored.size() / kLinksBelievedShare;
  std::set<std::uint64_t> ids;
  for (const Link& link : lost) {
    if (many || answer.silent.contains(link.from)) {
      ids.insert(link.from);
    }
  }
  return ids;
}

bool SamePair(const Link& a, const Link& b) { return a.from == b.from && a.to == b.to; }

}  // namespace

LinkCounts& LinkCounts::operator+=(const LinkCounts& other) {
  records += other.records;
  added += other.added;
  removed += other.removed;
  return *this;
}

void ChunkSize::Learn(std::size_t links) {
  if (links > kManyLinks) {
    records_ = std::max(records_ / 2, kFewestRecords);
  } else if (links < kManyLinks / 4) {
    records_ = std::min(records_ * 2, LinkReader::kMostRecords);
  }
}

LinkCounts LinkChunk::Write(const std::vector<std::uint64_t>& ids, const LinkAnswer& answer,
                            bool tell_partners, const std::function<void(mariadb::Transaction&)>& seal) {
  LinkCounts counts{static_cast<std::int64_t>(ids.size()), 0, 0};
  session_.InTransaction([&](mariadb::Transaction& transaction) {
    const std::vector<Link> stored =
        WithoutUnread(StoredLinks(transaction, pair_, ids, kinds_), answer.unread);
    const std::vector<Link> added = Without(answer.links, stored);
    const std::vector<Link> removed = Without(stored, answer.links);
    DeleteLinks(transaction, pair_, removed, kinds_);
    InsertLinks(transaction, pair_, added, kinds_);
    if (tell_partners) {
      TellPartners(transaction, added, removed, answer.links);
    }
    seal(transaction);
    counts.added = static_cast<std::int64_t>(added.size());
    counts.removed = static_cast<std::int64_t>(removed.size());
  });
  return counts;
}

LinkAnswer LinkChunk::Read(const std::vector<std::uint64_t>& ids, int most_pages,
                           const std::stop_token& stop) {
  LinkAnswer answer = reader_.Read(ids, most_pages, stop);
  const std::set<std::uint64_t> doubtful =
      Doubtful(StoredLinks(session_.connection(), pair_, ids, kinds_), answer);
  if (doubtful.empty()) {
    return answer;
  }
  LinkAnswer again = reader_.Read({doubtful.begin(), doubtful.end()}, most_pages, stop);
  // What either of them has is there; the next reading settles it.
  std::vector<Link> both;
  std::set_union(answer.links.begin(), answer.links.end(), again.links.begin(), again.links.end(),
                 std::back_inserter(both));
  answer.links = std::move(both);
  answer.unread.merge(again.unread);
  return {WithoutUnread(std::move(answer.links), answer.unread), std::move(answer.unread), {}};
}

// HubSpot shows an association from both sides, under types of their own. What is gone here is gone there;
// what is new here is read there.
void LinkChunk::TellPartners(mariadb::Transaction& transaction, const std::vector<Link>& added,
                             const std::vector<Link>& removed, const std::vector<Link>& wanted) const {
  std::vector<Link> parted;
  std::set<std::uint64_t> changed;
  for (const Link& link : removed) {
    const auto left = std::lower_bound(wanted.begin(), wanted.end(), Link{link.from, link.to, 0});
    if (left != wanted.end() && SamePair(*left, link)) {
      changed.insert(link.to);
    } else if (parted.empty() || !SamePair(parted.back(), link)) {
      parted.push_back(link);
    }
  }
  for (const Link& link : added) {
    changed.insert(link.to);
  }
  std::vector<Link> reversed;
  for (const Link& link : parted) {
    reversed.push_back({link.to, link.from, link.kind});
  }
  DeleteBetween(transaction, pair_.reversed(), reversed);
  std::vector<std::string> texts;
  for (const std::uint64_t id : changed) {
    texts.push_back(std::to_string(id));
  }
  const std::vector<std::string_view> ids(texts.begin(), texts.end());
  QueueLinks(transaction, pair_.to, ids, pair_.from.type_id);
}

}  // namespace hm::sync
