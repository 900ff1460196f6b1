#include "cli/probe/probe.h"

#include <fmt/format.h>

#include "base/error.h"
#include "cli/probe/probes.h"

namespace hm::cli {
namespace {

struct ProbeRow {
  std::string_view name;
  std::string_view question;
  Seen (*run)(Ground&);
};

// In the order in which they are asked: what most hangs on comes first.
constexpr ProbeRow kProbes[] = {
    {"list-order", "a page of the list ascends by id", ProbeListOrder},
    {"list-cursor", "the list's cursor is the next record's lowest possible id", ProbeListCursor},
    {"list-lower-bound", "the list takes the id of a record as a cursor and begins there", ProbeLowerBound},
    {"list-bound-between", "the list takes an id that no record has as a cursor", ProbeBoundBetween},
    {"list-end", "beyond the highest id the list is empty and has no cursor", ProbeListEnd},
    {"search-keyset", "search gives all ids above a given one, ascending, as the list does", ProbeKeyset},
    {"search-highest", "search gives the highest id first when asked to", ProbeHighestFirst},
    {"search-window", "both ends of a window of time belong to it, to the millisecond", ProbeWindowEdges},
    {"search-contacts", "search finds contacts by lastmodifieddate alone", ProbeContactsProperty},
    {"search-10000", "search refuses to go beyond 10,000 results", ProbeBeyondTenThousand},
    {"search-limit", "search refuses more than 200 a page", ProbeSearchLimit},
    {"search-empty", "a search without results has a total of 0 and no cursor", ProbeEmptySearch},
    {"archived-list", "the archived list ascends by id and says when each was archived", ProbeArchivedList},
    {"archived-read", "an archived record is read with archived=true, and missing without",
     ProbeArchivedRead},
    {"archived-search", "search does not give archived records", ProbeArchivedSearch},
    {"merged-read", "reading the id of a merged record gives the one that is left", ProbeMergedRead},
    {"merged-listed", "merged records do not stand in the archived list", ProbeMergedListed},
    {"read-missing", "a batch read names the ids that do not exist", ProbeMissingRecord},
    {"values-absent", "a value that was never set is null or left out", ProbeAbsentValues},
    {"values-times", "times and dates come in forms that are known", ProbeTimes},
    {"values-numbers", "numbers come as decimal text", ProbeNumbers},
    {"version", "updatedAt is the last-modified property of the object", ProbeVersion},
    {"types", "the types of properties are known ones", ProbeTypes},
    {"headers-list", "every answer but search's tells the limits in its headers", ProbeListHeaders},
    {"headers-search", "search's answers tell the day's limit alone", ProbeSearchHeaders},
    {"list-limit", "the list refuses more than 100 a page", ProbeListLimit},
    {"list-url", "a URL with the names of all properties is taken, or refused with 414", ProbeLongUrl},
    {"links-types", "types of associations can be listed", ProbeLinkTypes},
    {"links-batch", "a batch read of associations speaks of every record asked for", ProbeLinkBatch},
    {"links-one", "the associations of one record can be read alone", ProbeLinksOfOne},
    {"account", "the account's details can be read", ProbeAccount},
    {"token-info", "HubSpot tells what this token may do", ProbeTokenInfo},
    {"daily-usage", "the day's requests are told for this token", ProbeDailyUsage},
};

Seen RunOne(const ProbeRow& probe, Ground& ground) {
  try {
    return probe.run(ground);
  } catch (const Error& e) {
    // Not the error's own words: they may name a path with an id.
    std::string why = e.kind() == ErrorKind::kRateLimited && ground.last_status() == 0
                          ? "not asked: the requests are used up"
                      : ground.last_status() == 0
                          ? fmt::format("no answer [{}]", CodeName(e.code()))
                          : fmt::format("no usable answer: HTTP {}", ground.last_status());
    return {Verdict::kNoAnswer, std::move(why), "nothing is concluded"};
  } catch (const std::exception&) {
    return {Verdict::kNoAnswer, "the answer has a form that is not understood", "nothing is concluded"};
  }
}

}  // namespace

std::string_view ToString(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAsAssumed:
      return "as assumed";
    case Verdict::kDiffers:
      return "differs";
    case Verdict::kNotSeen:
      return "not seen";
    case Verdict::kNoAnswer:
      return "no answer";
  }
  return "";
}

std::vector<Finding> RunProbes(hubspot::Client& client) {
  Ground ground(client);
  ground.Begin();
  std::vector<Finding> findings;
  for (const ProbeRow& probe : kProbes) {
    findings.push_back({probe.name, probe.question, RunOne(probe, ground)});
  }
  return findings;
}

}  // namespace hm::cli
