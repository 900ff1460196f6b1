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

constexpr double kWantedLinks = 10'000;
constexpr double kFewestRecords = 10;
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

// HubSpot shows an association from both sides, under types of their own. What is gone here is gone there; it
// is read there too, for an older answer about that side may be on its way into the table. What is new here
// is read there.
void TellPartners(mariadb::Transaction& transaction, const LinkPair& pair, const std::vector<Link>& added,
                  const std::vector<Link>& removed, const std::vector<Link>& wanted) {
  std::vector<Link> parted;
  std::set<std::uint64_t> changed;
  for (const Link& link : removed) {
    const auto left = std::lower_bound(wanted.begin(), wanted.end(), Link{link.from, link.to, 0});
    changed.insert(link.to);
    const bool is_parted = left == wanted.end() || !SamePair(*left, link);
    if (is_parted && (parted.empty() || !SamePair(parted.back(), link))) {
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
  DeleteBetween(transaction, pair.reversed(), reversed);
  std::vector<std::string> texts;
  for (const std::uint64_t id : changed) {
    texts.push_back(std::to_string(id));
  }
  const std::vector<std::string_view> ids(texts.begin(), texts.end());
  QueueLinks(transaction, pair.to, ids, pair.from.type_id);
}

}  // namespace

LinkCounts& LinkCounts::operator+=(const LinkCounts& other) {
  records += other.records;
  added += other.added;
  removed += other.removed;
  return *this;
}

void ChunkSize::Learn(std::size_t records, std::size_t links) {
  known_ = true;
  links_ = links;
  const double each = static_cast<double>(links) / static_cast<double>(std::max(records, std::size_t{1}));
  constexpr double kMost = LinkReader::kMostRecords;
  records_ =
      static_cast<std::size_t>(std::clamp(each > 0 ? kWantedLinks / each : kMost, kFewestRecords, kMost));
}

LinkAnswer Confirm(hubspot::Client& client, mariadb::Connection& connection, const LinkChunk& chunk,
                   LinkAnswer answer, const std::stop_token& stop) {
  const std::set<std::uint64_t> doubtful =
      Doubtful(StoredLinks(connection, chunk.pair, chunk.ids, answer.kinds), answer);
  if (doubtful.empty()) {
    return answer;
  }
  LinkAnswer again =
      LinkReader(client, chunk.pair).Read({doubtful.begin(), doubtful.end()}, chunk.most_pages, stop);
  // What either of them has is there; the next reading settles it.
  for (const Link& link : again.links) {
    const LinkKind& kind = again.kinds.At(link.kind);
    answer.links.push_back(
        {link.from, link.to, answer.kinds.IndexOf(kind.category, kind.type_id, kind.label)});
  }
  std::sort(answer.links.begin(), answer.links.end());
  answer.links.erase(std::unique(answer.links.begin(), answer.links.end()), answer.links.end());
  answer.LeaveOut(again.unread);
  answer.silent.clear();
  return answer;
}

template <typename Reading>
LinkChanges FindChanges(Reading& reading, const LinkChunk& chunk, LinkAnswer& answer) {
  const std::vector<Link> stored =
      WithoutUnread(StoredLinks(reading, chunk.pair, chunk.ids, answer.kinds), answer.unread);
  return {Without(answer.links, stored), Without(stored, answer.links)};
}

template LinkChanges FindChanges(mariadb::Connection&, const LinkChunk&, LinkAnswer&);
template LinkChanges FindChanges(mariadb::Transaction&, const LinkChunk&, LinkAnswer&);

LinkCounts WriteLinks(WriteSession& session, const LinkChunk& chunk, LinkAnswer& answer, bool tell_partners,
                      const std::function<void(mariadb::Transaction&)>& seal) {
  LinkCounts counts{static_cast<std::int64_t>(chunk.ids.size()), 0, 0};
  session.InTransaction([&](mariadb::Transaction& transaction) {
    const auto [added, removed] = FindChanges(transaction, chunk, answer);
    DeleteLinks(transaction, chunk.pair, removed, answer.kinds);
    InsertLinks(transaction, chunk.pair, added, answer.kinds);
    if (tell_partners) {
      TellPartners(transaction, chunk.pair, added, removed, answer.links);
    }
    seal(transaction);
    counts.added = static_cast<std::int64_t>(added.size());
    counts.removed = static_cast<std::int64_t>(removed.size());
  });
  return counts;
}

}  // namespace hm::sync
