#include <fmt/format.h>

#include <algorithm>

#include "cli/probe/probes.h"
#include "hubspot/requests.h"

namespace hm::cli {
namespace {

constexpr const char* kRanges = "a first load reads ranges of ids at the same time";
constexpr const char* kChain = "a first load reads everything as one chain of cursors";
constexpr std::size_t kEnoughRecords = 3;

// Where a list begins that was asked to begin at an id.
Seen BeginsAt(const Answer& answer, std::uint64_t bound, std::uint64_t record) {
  if (!answer.good()) {
    return Differs("refused: " + answer.Told(), kChain);
  }
  const std::vector<std::uint64_t> ids = IdsOf(answer.Array("results"));
  if (ids.empty()) {
    return Differs("the list is empty there", kChain);
  }
  if (ids.front() < bound) {
    return Differs("the list begins below it", kChain);
  }
  if (ids.front() == record) {
    return AsAssumed(
        bound == record ? "the list begins with that record" : "the list begins with the next record",
        kRanges);
  }
  return Differs("the list begins behind it",
                 std::string(kRanges) + "; each asks for one id less, so it does not matter");
}

std::string CursorForm(const std::string& cursor, std::uint64_t last) {
  const auto number = NumberOf(cursor);
  if (!number) {
    return fmt::format("no number, {} characters", cursor.size());
  }
  return *number == last + 1 ? "the last id and one"
         : *number == last   ? "the last id"
         : *number > last    ? "a number above the last id"
                             : "a number below the last id";
}

}  // namespace

Seen ProbeListOrder(Ground& ground) {
  const std::vector<std::uint64_t>& ids = ground.Ids();
  if (ids.size() < kEnoughRecords) {
    return NotSeen("too few records", kRanges);
  }
  const bool whole = ids.size() == ground.ListPage().Array("results").size();
  if (whole && Ascends(ids)) {
    return AsAssumed(fmt::format("{} ids of a page ascend", ids.size()), kRanges);
  }
  return Differs(whole ? "the ids of a page do not ascend" : "not every id is a number", kChain);
}

Seen ProbeListCursor(Ground& ground) {
  const std::string cursor = ground.ListPage().Cursor();
  if (cursor.empty() || ground.Ids().empty()) {
    return NotSeen("the list has one page alone", kRanges);
  }
  const std::string form = CursorForm(cursor, std::ranges::max(ground.Ids()));
  if (form == "the last id and one" || form == "the last id") {
    return {form == "the last id" ? Verdict::kDiffers : Verdict::kAsAssumed, form, kRanges};
  }
  return Differs(form, form.starts_with("no number") ? kChain : kRanges);
}

Seen ProbeLowerBound(Ground& ground) {
  const std::vector<std::uint64_t>& ids = ground.Ids();
  if (ids.size() < kEnoughRecords) {
    return NotSeen("too few records", kRanges);
  }
  const std::uint64_t middle = ids[ids.size() / 2];
  return BeginsAt(ground.ListFrom(std::to_string(middle), false, 1), middle, middle);
}

Seen ProbeBoundBetween(Ground& ground) {
  const std::vector<std::uint64_t>& ids = ground.Ids();
  for (std::size_t i = ids.size() / 2; i + 1 < ids.size(); ++i) {
    if (ids[i + 1] > ids[i] + 1) {
      const std::uint64_t bound = ids[i] + 1;
      return BeginsAt(ground.ListFrom(std::to_string(bound), false, 1), bound, ids[i + 1]);
    }
  }
  return NotSeen("no gap between the ids", kRanges);
}

Seen ProbeListEnd(Ground& ground) {
  const Answer answer = ground.ListFrom(std::to_string(kBeyondIds), false, 1);
  if (!answer.good()) {
    return Differs("refused: " + answer.Told(), kChain);
  }
  const bool empty = answer.Array("results").empty();
  if (empty && answer.Cursor().empty()) {
    return AsAssumed("empty, without a cursor", "a range ends there");
  }
  return Differs(empty ? "empty, with a cursor" : "records are given",
                 empty ? "the cursor is followed until none comes" : kChain);
}

Seen ProbeListLimit(Ground& ground) {
  const Answer answer = ground.ListFrom("", false, 101);
  const char* path = "100 a page are asked for";
  if (!answer.good()) {
    return AsAssumed("refused: " + answer.Told(), path);
  }
  return Differs(fmt::format("taken; {} records came", answer.Array("results").size()), path);
}

Seen ProbeLongUrl(Ground& ground) {
  constexpr std::size_t kLongestUrl = 7'000;  // sync/load/page_reader.cc
  constexpr int kUrlTooLong = 414;
  std::vector<std::string> names;
  for (const hubspot::PropertyDefinition& property : ground.Properties()) {
    names.push_back(property.name);
  }
  const hubspot::ListRequest request{ground.Object(), names, {}, false, 1};
  const std::size_t bytes = ground.client().ListUrlLength(request);
  const Answer answer = ground.Get(ground.paths().Objects(ground.Object()) + hubspot::ListQuery(request));
  const std::string path = bytes > kLongestUrl ? "ids are listed, and the records batch-read"
                                               : "the list is read with all properties at once";
  const std::string size = fmt::format("about {} kB", (bytes + 500) / 1'000);
  if (answer.good()) {
    return AsAssumed(size + " taken", path);
  }
  const std::string told = fmt::format("{} refused: {}", size, answer.Told());
  return answer.status == kUrlTooLong ? AsAssumed(told, "ids are listed, and the records batch-read")
                                      : Differs(told, path);
}

}  // namespace hm::cli
