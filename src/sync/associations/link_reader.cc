#include "sync/associations/link_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "sync/load/circle_watch.h"

namespace hm::sync {
namespace {

void Add(LinkAnswer& answer, std::uint64_t from, const hubspot::LinkView& link) {
  answer.links.push_back(
      {from, ToNumber(link.to_id), answer.kinds.IndexOf(link.category, link.type_id, link.label)});
}

}  // namespace

void LinkAnswer::LeaveOut(const std::set<std::uint64_t>& ids) {
  std::erase_if(links, [&](const Link& link) { return ids.contains(link.from); });
  unread.insert(ids.begin(), ids.end());
}

LinkAnswer LinkReader::Read(const std::vector<std::uint64_t>& ids, int most_pages,
                            const std::stop_token& stop) {
  LinkAnswer answer;
  for (Ids left(ids); !left.empty();) {
    const Ids part = left.first(std::min(left.size(), client_.association_batch()));
    if (ReadBatch(part, stop)) {
      Take(part, most_pages, answer, stop);
      left = left.subspan(part.size());
    }
  }
  std::sort(answer.links.begin(), answer.links.end());
  answer.links.erase(std::unique(answer.links.begin(), answer.links.end()), answer.links.end());
  return answer;
}

bool LinkReader::ReadBatch(Ids ids, const std::stop_token& stop) {
  std::vector<std::string> texts;
  texts.reserve(ids.size());
  for (const std::uint64_t id : ids) {
    texts.push_back(std::to_string(id));
  }
  const std::vector<std::string_view> asked(texts.begin(), texts.end());
  try {
    client_.BatchReadAssociations(pair_.from.path, pair_.to.path, asked, page_, stop);
    return true;
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kBug || !client_.ShrinkAssociationBatch(ids.size())) {
      throw;
    }
    log::Info("HubSpot refuses the associations of so many records at once, asking for fewer",
              {{"records", static_cast<std::int64_t>(ids.size())}, {"why", e.Coded()}});
    return false;
  }
}

void LinkReader::Take(Ids ids, int most_pages, LinkAnswer& answer, const std::stop_token& stop) {
  for (const std::uint64_t id : ids) {
    const std::string text = std::to_string(id);
    if (page_.unread().contains(text)) {
      answer.unread.insert(id);
    } else if (!page_.Mentions(text)) {
      answer.silent.insert(id);
    }
  }
  std::set<std::uint64_t> unfinished;
  for (const std::string_view id : page_.unfinished()) {
    unfinished.insert(ToNumber(id));
  }
  const std::set<std::uint64_t> wanted(ids.begin(), ids.end());
  for (const hubspot::LinkView& link : page_.links()) {
    const std::uint64_t from = ToNumber(link.from_id);
    if (wanted.contains(from) && !unfinished.contains(from)) {
      Add(answer, from, link);
    }
  }
  for (const std::uint64_t id : unfinished) {
    if (wanted.contains(id)) {
      ReadAlone(id, most_pages, answer, stop);
    }
  }
}

void LinkReader::ReadAlone(std::uint64_t id, int most_pages, LinkAnswer& answer,
                           const std::stop_token& stop) {
  const std::size_t before = answer.links.size();
  const auto give_up = [&] {
    answer.links.resize(before);
    answer.unread.insert(id);
  };
  CircleWatch circle;
  std::string after;
  int pages = 0;
  try {
    do {
      if (++pages > most_pages) {
        return give_up();
      }
      client_.ListAssociations(pair_.from.path, std::to_string(id), pair_.to.path, after, page_, stop);
      for (const hubspot::LinkView& link : page_.links()) {
        Add(answer, id, link);
      }
      after = page_.next_after();
      circle.Follow(after);
    } while (!after.empty());
  } catch (const Error& e) {
    // A 404: the record left while its list was read.
    if (e.kind() != ErrorKind::kBug) {
      throw;
    }
    log::Warn("associations of a record cannot be read; its rows stay as they are",
              {{"object", std::string(pair_.from.name)}, {"why", e.Coded()}});
    give_up();
  }
}

}  // namespace hm::sync
