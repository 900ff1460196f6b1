// The probes, a function each; probe.cc has the table. They throw Error when HubSpot gives nothing to tell
// by.
#pragma once

#include "cli/probe/ground.h"

namespace hm::cli {

inline Seen AsAssumed(std::string saw, std::string path) {
  return {Verdict::kAsAssumed, std::move(saw), std::move(path)};
}
inline Seen Differs(std::string saw, std::string path) {
  return {Verdict::kDiffers, std::move(saw), std::move(path)};
}
inline Seen NotSeen(std::string saw, std::string path) {
  return {Verdict::kNotSeen, std::move(saw), std::move(path)};
}

// No record has so high an id.
inline constexpr std::uint64_t kBeyondIds = 9'007'199'254'740'991;

// probes_account.cc
Seen ProbeAccount(Ground& ground);
Seen ProbeTokenInfo(Ground& ground);
Seen ProbeDailyUsage(Ground& ground);
Seen ProbeListHeaders(Ground& ground);
Seen ProbeSearchHeaders(Ground& ground);
// probes_list.cc
Seen ProbeListOrder(Ground& ground);
Seen ProbeListCursor(Ground& ground);
Seen ProbeLowerBound(Ground& ground);
Seen ProbeBoundBetween(Ground& ground);
Seen ProbeListEnd(Ground& ground);
Seen ProbeListLimit(Ground& ground);
Seen ProbeLongUrl(Ground& ground);
// probes_archived.cc
Seen ProbeArchivedList(Ground& ground);
Seen ProbeArchivedRead(Ground& ground);
Seen ProbeArchivedSearch(Ground& ground);
Seen ProbeMergedRead(Ground& ground);
Seen ProbeMergedListed(Ground& ground);
// probes_search.cc
Seen ProbeKeyset(Ground& ground);
Seen ProbeHighestFirst(Ground& ground);
Seen ProbeWindowEdges(Ground& ground);
Seen ProbeContactsProperty(Ground& ground);
Seen ProbeBeyondTenThousand(Ground& ground);
Seen ProbeSearchLimit(Ground& ground);
Seen ProbeEmptySearch(Ground& ground);
// probes_values.cc
Seen ProbeMissingRecord(Ground& ground);
Seen ProbeAbsentValues(Ground& ground);
Seen ProbeTimes(Ground& ground);
Seen ProbeNumbers(Ground& ground);
Seen ProbeVersion(Ground& ground);
Seen ProbeTypes(Ground& ground);
// probes_links.cc
Seen ProbeLinkTypes(Ground& ground);
Seen ProbeLinkBatch(Ground& ground);
Seen ProbeLinksOfOne(Ground& ground);

}  // namespace hm::cli
