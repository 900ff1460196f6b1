#include "sync/verify/verify_links.h"

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>
#include <tuple>

#include "base/failpoint.h"
#include "sync/associations/link_tables.h"
#include "sync/store/pass_state.h"

namespace hm::sync {
namespace {

// The same but for label and category.
struct LinkOfType {
  std::uint64_t from;
  std::uint64_t to;
  std::string type_id;
  auto operator<=>(const LinkOfType&) const = default;
};

LinkOfType OfType(const Link& link, const LinkKinds& kinds) {
  return {link.from, link.to, kinds.At(link.kind).type_id};
}

}  // namespace

VerifyLinks::VerifyLinks(Associations& associations, hubspot::Client& client, WriteSession& session,
                         const ObjectType& from, VerifyOptions options, VerifyResult& result)
    : associations_(associations),
      client_(client),
      session_(session),
      from_(from),
      options_(options),
      result_(result),
      fresh_(associations.FreshOf(from)) {}

void VerifyLinks::Run(const VerifyPlace& place, const KeepPlace& keep, const std::stop_token& stop) {
  const std::vector<LinkPair> pairs = associations_.PairsOf(from_);
  const auto kept = std::find_if(pairs.begin(), pairs.end(),
                                 [&](const LinkPair& pair) { return pair.to.type_id == place.links_to; });
  // That object may be mirrored no more.
  for (auto pair = kept == pairs.end() ? pairs.begin() : kept; pair != pairs.end(); ++pair) {
    if (IsToCompare(*pair, stop)) {
      ComparePair(*pair, pair == kept ? place.after : "", keep, stop);
    }
  }
}

bool VerifyLinks::IsToCompare(const LinkPair& pair, const std::stop_token& stop) {
  if (options_.background && LoadPass(session_.connection(), from_.name, LinkPassOf(pair)).finished_ms == 0) {
    return false;
  }
  try {
    return !associations_.access().IsRefused(pair) &&
           !client_.ListAssociationTypes(pair.from.path, pair.to.path, stop).empty();
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kScope) {
      throw;
    }
    associations_.access().Refuse(pair, e);
    return false;
  }
}

void VerifyLinks::ComparePair(const LinkPair& pair, std::string after, const KeepPlace& keep,
                              const std::stop_token& stop) {
  ChunkSize size;
  while (true) {
    keep({.archived = true,
          .after = after,
          .last_id = {},
          .leaving = {},
          .links_to = std::string(pair.to.type_id)});
    ThrowIfStopped(stop);
    const std::size_t most = size.records();
    const std::vector<std::string> ids = NextIds(pair, after, most);
    CompareChunk({pair, ToNumbers(ids)}, size, stop);
    HM_FAILPOINT("verified");
    if (ids.size() < most) {
      return;
    }
    after = ids.back();
  }
}

std::vector<std::string> VerifyLinks::NextIds(const LinkPair& pair, const std::string& after,
                                              std::size_t most) {
  mariadb::Connection& connection = session_.connection();
  const std::vector<std::string> live = LiveIds(connection, from_, after, most);
  const std::vector<std::string> linked = LinkedIds(connection, pair, after, most);
  std::vector<std::string> ids;
  std::set_union(live.begin(), live.end(), linked.begin(), linked.end(), std::back_inserter(ids));
  ids.resize(std::min(ids.size(), most));
  return ids;
}

void VerifyLinks::CompareChunk(const LinkChunk& chunk, ChunkSize& size, const std::stop_token& stop) {
  LinkReader reader(client_, chunk.pair);
  LinkAnswer answer = reader.Read(chunk.ids, chunk.most_pages, stop);
  size.Learn(chunk.ids.size(), answer.links.size());
  result_.links_compared += static_cast<std::int64_t>(answer.links.size());
  std::set<std::uint64_t> differ;
  const LinkChanges first = FindChanges(session_.connection(), chunk, answer);
  for (const std::vector<Link>* const links : {&first.added, &first.removed}) {
    for (const Link& link : *links) {
      differ.insert(link.from);
    }
  }
  if (differ.empty()) {
    return;
  }
  FreshLinks::Watch watch(fresh_);
  const std::int64_t since = fresh_.now();
  const LinkChunk again{chunk.pair, {differ.begin(), differ.end()}};
  LinkAnswer fresh =
      Confirm(client_, session_.connection(), again, reader.Read(again.ids, again.most_pages, stop), stop);
  const std::lock_guard lock(fresh_.mutex());
  fresh.LeaveOut(watch.Since(since, again.pair.to));
  const std::int64_t found = Note(again.pair, FindChanges(session_.connection(), again, fresh), fresh.kinds);
  if (options_.repair && found > 0) {
    WriteLinks(session_, again, fresh, false, [](mariadb::Transaction&) {});
    fresh_.Note(again.pair.to, again.ids);
    result_.repaired += found;
  }
}

std::int64_t VerifyLinks::Note(const LinkPair& pair, const LinkChanges& changes, const LinkKinds& kinds) {
  std::int64_t found = 0;
  const auto note = [&](Difference difference, const Link& link) {
    ++found;
    ++result_.counts[difference];
    std::vector<FoundLink>& links = result_.links[difference];
    if (links.size() < VerifyResult::kMostIds) {
      const LinkKind& kind = kinds.At(link.kind);
      links.push_back({std::string(pair.from.type_id), link.from, std::string(pair.to.type_id), link.to,
                       kind.category, kind.type_id, kind.label});
    }
  };
  std::set<LinkOfType> removed;
  for (const Link& link : changes.removed) {
    removed.insert(OfType(link, kinds));
  }
  std::set<LinkOfType> relabelled;
  for (const Link& link : changes.added) {
    const bool has_other = removed.contains(OfType(link, kinds));
    note(has_other ? Difference::kLinksDiffering : Difference::kLinksMissing, link);
    if (has_other) {
      relabelled.insert(OfType(link, kinds));
    }
  }
  for (const Link& link : changes.removed) {
    if (!relabelled.contains(OfType(link, kinds))) {
      note(Difference::kLinksExtra, link);
    }
  }
  return found;
}

}  // namespace hm::sync
