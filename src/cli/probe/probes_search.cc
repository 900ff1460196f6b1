#include <fmt/format.h>

#include <algorithm>

#include "cli/probe/probes.h"
#include "hubspot/timestamps.h"

namespace hm::cli {
namespace {

constexpr const char* kByIds = "windows are paged by id, never by search's own offset";
constexpr const char* kCounted =
    "a window counts as read only when as many records were seen as search counts; else it is read again";
constexpr int kFullPage = 200;

std::vector<nlohmann::json> EveryRecord(const std::string& modified) {
  return {Filter(modified, "GTE", "1000")};
}

// The record of the list's page that was changed least recently, with that time: the index surely has it.
std::optional<std::pair<std::uint64_t, std::int64_t>> Oldest(Ground& ground) {
  std::optional<std::pair<std::uint64_t, std::int64_t>> oldest;
  for (const nlohmann::json& record : ground.ListPage().Array("results")) {
    const auto id = NumberOf(record.value("id", ""));
    const auto& properties = record.at("properties");
    if (!id || !properties.contains(ground.modified()) || !properties.at(ground.modified()).is_string()) {
      continue;
    }
    const auto time = hubspot::ParseTimestampMillis(properties.at(ground.modified()).get<std::string>());
    if (time && (!oldest || *time < oldest->second)) {
      oldest = {*id, *time};
    }
  }
  return oldest;
}

}  // namespace

Seen ProbeKeyset(Ground& ground) {
  const std::vector<std::uint64_t>& listed = ground.Ids();
  if (listed.size() < 3) {
    return NotSeen("too few records", kByIds);
  }
  const std::uint64_t middle = listed[listed.size() / 2];
  const Answer answer = ground.Search({Filter("hs_object_id", "GT", std::to_string(middle))}, kFullPage);
  if (!answer.good()) {
    return Differs("refused: " + answer.Told(), "syncs fail in words; nothing is lost");
  }
  const std::vector<std::uint64_t> ids = IdsOf(answer.Array("results"));
  if (!Ascends(ids)) {
    return Differs("the ids do not ascend", kCounted);
  }
  if (!ids.empty() && ids.front() <= middle) {
    return Differs("ids at or below the given one came", kCounted);
  }
  if (ids.size() < kFullPage && !answer.Cursor().empty()) {
    return Differs("a page that is not full has a cursor", kCounted);
  }
  std::size_t lacking = 0;
  for (const std::uint64_t id : listed) {
    lacking += id > middle && !std::ranges::binary_search(ids, id) ? 1 : 0;
  }
  return lacking == 0
             ? AsAssumed(fmt::format("{} ids ascend, and none of the list's is lacking", ids.size()), kByIds)
             : Differs(fmt::format("{} of the list's ids are lacking", lacking),
                       "verify finds what search lacks");
}

Seen ProbeHighestFirst(Ground& ground) {
  const nlohmann::json descending{{"propertyName", "hs_object_id"}, {"direction", "DESCENDING"}};
  const Answer answer = ground.Search(EveryRecord(ground.modified()), 1,
                                      nlohmann::json{{"sorts", nlohmann::json::array({descending})}});
  const std::vector<std::uint64_t> ids = IdsOf(ground.Good(answer).Array("results"));
  if (ids.empty() || ground.Ids().empty()) {
    return NotSeen("no record", "ranges are cut by guess");
  }
  return ids.front() >= std::ranges::max(ground.Ids())
             ? AsAssumed("it is none below the list's", "it tells where ranges of ids can be cut")
             : Differs("a lower one than the list's came",
                       "ranges of ids are cut less well; nothing is lost");
}

Seen ProbeWindowEdges(Ground& ground) {
  const auto oldest = Oldest(ground);
  if (!oldest) {
    return NotSeen("no record with a time", kByIds);
  }
  const std::string time = std::to_string(oldest->second);
  const Answer answer = ground.Search(
      {Filter(ground.modified(), "GTE", time), Filter(ground.modified(), "LTE", time)}, kFullPage);
  const Answer& good = ground.Good(answer);
  const std::vector<std::uint64_t> ids = IdsOf(good.Array("results"));
  if (std::ranges::find(ids, oldest->first) != ids.end() || ids.size() == kFullPage) {
    return AsAssumed("a window of one millisecond has the record of that millisecond",
                     "windows that touch lose nothing");
  }
  return Differs("a window of one millisecond lacks the record of that millisecond",
                 "each window reaches back over the last by SYNC_BUFFER_MINUTES, which covers it");
}

Seen ProbeContactsProperty(Ground& ground) {
  const char* path = "contacts are searched by lastmodifieddate, all else by hs_lastmodifieddate";
  if (!ground.reads_contacts()) {
    return NotSeen("contacts cannot be read", path);
  }
  const Answer answer = ground.SearchOf("contacts", EveryRecord("hs_lastmodifieddate"), 1);
  if (!answer.good()) {
    return AsAssumed("by hs_lastmodifieddate refused: " + answer.Told(), path);
  }
  return answer.Total() == 0 ? AsAssumed("by hs_lastmodifieddate nothing is found, without a word", path)
                             : Differs("by hs_lastmodifieddate contacts are found, too", path);
}

Seen ProbeBeyondTenThousand(Ground& ground) {
  const Answer answer =
      ground.Search(EveryRecord(ground.modified()), 100, nlohmann::json{{"after", "10000"}});
  if (answer.good()) {
    return Differs(fmt::format("taken; {} records came", answer.Array("results").size()), kByIds);
  }
  return AsAssumed(fmt::format("refused: {} \"{}\"", answer.Told(), answer.Message()), kByIds);
}

Seen ProbeSearchLimit(Ground& ground) {
  const char* path = "200 a page are asked for";
  const Answer answer = ground.Search(EveryRecord(ground.modified()), kFullPage + 1);
  return answer.good() ? Differs(fmt::format("taken; {} records came", answer.Array("results").size()), path)
                       : AsAssumed("refused: " + answer.Told(), path);
}

Seen ProbeEmptySearch(Ground& ground) {
  const Answer answer = ground.Search({Filter("hs_object_id", "GT", std::to_string(kBeyondIds))}, 1);
  const Answer& good = ground.Good(answer);
  const bool empty = good.Array("results").empty() && good.Total() == 0;
  if (empty && good.Cursor().empty()) {
    return AsAssumed("total 0, no cursor", "the window ends there");
  }
  return Differs(empty ? "a cursor stands in it" : "records or another total came",
                 "an empty page that has a cursor is stepped over by it");
}

}  // namespace hm::cli
