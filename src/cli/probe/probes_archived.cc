#include <fmt/format.h>

#include <algorithm>

#include "cli/probe/probes.h"
#include "hubspot/timestamps.h"

namespace hm::cli {
namespace {

constexpr const char* kFresh = "rows that the list seems to lack are read afresh before anything is believed";
constexpr const char* kNamedOnly = "only what HubSpot names as missing, live and archived, leaves the table";
constexpr const char* kByList = "the archived list decides, whatever search shows";
constexpr const char* kNoArchived = "no archived record";
constexpr const char* kNoMerged = "search finds no record that others were merged into";

std::optional<std::uint64_t> FirstArchived(Ground& ground) {
  const std::vector<std::uint64_t> ids = IdsOf(ground.Archived().Array("results"));
  return ids.empty() ? std::nullopt : std::optional(ids.front());
}

// Whether an error of a batch read names the id as missing.
bool NamesMissing(const Answer& answer, std::uint64_t id) {
  for (const nlohmann::json& error : answer.Array("errors")) {
    const nlohmann::json::json_pointer at("/context/ids");
    if (error.value("category", "") == "OBJECT_NOT_FOUND" && error.contains(at) && error.at(at).is_array() &&
        std::ranges::find(error.at(at), nlohmann::json(std::to_string(id))) != error.at(at).end()) {
      return true;
    }
  }
  return false;
}

// What a list of archived records lacks or has that it should not; "" for nothing.
std::string Oddities(const nlohmann::json& records) {
  bool live = false;
  bool timeless = false;
  for (const nlohmann::json& record : records) {
    live = live || !record.value("archived", false);
    timeless = timeless || !record.contains("archivedAt") || !record.at("archivedAt").is_string() ||
               !hubspot::ParseTimestampMillis(record.at("archivedAt").get<std::string>());
  }
  return live ? "some are not marked as archived" : timeless ? "some have no archivedAt" : "";
}

bool HasMilliseconds(const nlohmann::json& records) {
  return std::ranges::any_of(records, [](const nlohmann::json& record) {
    return record.value("archivedAt", "").find('.') != std::string::npos;
  });
}

}  // namespace

Seen ProbeArchivedList(Ground& ground) {
  const nlohmann::json& records = ground.Archived().Array("results");
  if (records.empty()) {
    return NotSeen(kNoArchived, "each sync reads up to five pages of the archived list");
  }
  const std::string odd = Oddities(records);
  if (!odd.empty()) {
    return Differs(odd, kFresh);
  }
  if (!Ascends(IdsOf(records))) {
    return Differs("the ids do not ascend", kFresh);
  }
  return AsAssumed(fmt::format("{} ids ascend, archivedAt {} milliseconds", records.size(),
                               HasMilliseconds(records) ? "with" : "without"),
                   "each sync reads up to five pages of the archived list");
}

Seen ProbeArchivedRead(Ground& ground) {
  const auto id = FirstArchived(ground);
  if (!id) {
    return NotSeen(kNoArchived, kNamedOnly);
  }
  const Answer with = ground.BatchRead({*id}, {"hs_object_id"}, true);
  const Answer without = ground.BatchRead({*id}, {"hs_object_id"});
  const std::vector<std::uint64_t> found = IdsOf(with.Array("results"));
  if (found != std::vector{*id}) {
    return Differs("with archived=true it does not come: " + with.Told(), kNamedOnly);
  }
  if (!without.Array("results").empty()) {
    return Differs("it also comes without archived=true", kFresh);
  }
  return NamesMissing(without, *id)
             ? AsAssumed(fmt::format("it comes with archived=true; without, it is named as missing ({})",
                                     without.Told()),
                         kNamedOnly)
             : Differs("without archived=true it is left out without a word: " + without.Told(), kNamedOnly);
}

Seen ProbeArchivedSearch(Ground& ground) {
  const auto id = FirstArchived(ground);
  if (!id) {
    return NotSeen(kNoArchived, kByList);
  }
  const Answer answer = ground.Search({Filter("hs_object_id", "EQ", std::to_string(*id))}, 1);
  return ground.Good(answer).Array("results").empty() ? AsAssumed("it is not found", kByList)
                                                      : Differs("search gives an archived record", kByList);
}

Seen ProbeMergedRead(Ground& ground) {
  const char* by_mark = "the list of merged ids of the record that is left marks its row";
  const auto& merged = ground.Merged();
  if (!merged) {
    return NotSeen(kNoMerged, by_mark);
  }
  const Answer answer = ground.BatchRead({merged->gone}, {"hs_object_id"});
  const std::vector<std::uint64_t> ids = IdsOf(answer.Array("results"));
  if (ids == std::vector{merged->left}) {
    return AsAssumed("the record that is left comes", "merged_into is taken from that answer");
  }
  if (!ids.empty()) {
    return Differs(ids.front() == merged->gone ? "a record of the old id comes" : "a third record comes",
                   by_mark);
  }
  return Differs(NamesMissing(answer, merged->gone) ? "it is named as missing"
                 : answer.good()                    ? "it is left out without a word"
                                                    : "refused: " + answer.Told(),
                 by_mark);
}

Seen ProbeMergedListed(Ground& ground) {
  const char* path = "rows of merged records carry merged_into, listed or not";
  const auto& merged = ground.Merged();
  if (!merged) {
    return NotSeen(kNoMerged, path);
  }
  const Answer answer = ground.ListFrom(std::to_string(merged->gone - 1), true, 2);
  if (!answer.good()) {
    return NotSeen("the archived list takes no bound: " + answer.Told(), path);
  }
  const std::vector<std::uint64_t> ids = IdsOf(answer.Array("results"));
  if (std::ranges::find(ids, merged->gone) != ids.end()) {
    return Differs("a merged record stands in the archived list", path);
  }
  return !ids.empty() && ids.front() < merged->gone - 1
             ? NotSeen("the archived list begins below the bound, so it cannot be told", path)
             : AsAssumed("it does not stand there", path);
}

Seen ProbeMissingRecord(Ground& ground) {
  constexpr const char* kNoProperty = "hm_probe_no_such_property";
  if (ground.Ids().empty()) {
    return NotSeen("no record", kNamedOnly);
  }
  const Answer answer = ground.BatchRead({ground.Ids().front(), kBeyondIds}, {"hs_object_id", kNoProperty});
  if (!answer.good()) {
    return Differs("the whole read is refused: " + answer.Told(),
                   "what cannot be read stands in hubspot_quarantine and is asked for again");
  }
  const nlohmann::json& records = answer.Array("results");
  const bool left_out = std::ranges::none_of(
      records, [&](const nlohmann::json& record) { return record.at("properties").contains(kNoProperty); });
  const std::string also = left_out ? "; an unknown property is left out" : "; an unknown property is null";
  return NamesMissing(answer, kBeyondIds)
             ? AsAssumed(fmt::format("named as missing ({}){}", answer.Told(), also), kNamedOnly)
             : Differs(fmt::format("left out without a word ({}){}", answer.Told(), also), kNamedOnly);
}

}  // namespace hm::cli
