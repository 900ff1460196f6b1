// Compares every record with HubSpot, side by side in id order: the proof that the table is complete, and the
// only way to find what changed without a trace (calculated values, erased records). Memory does not grow
// with the number of records, apart from what is found. Associations: verify_links.h.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "sync/deletions/disappearances.h"
#include "sync/deletions/resolver.h"
#include "sync/load/page_reader.h"

namespace hm::sync {

struct VerifyOptions {
  bool quick = false;   // ids, versions and what is archived; not the content
  bool repair = false;  // mend what differs, each by a fresh read first
  // Beside the syncs of this process, as `run` does it: on spare quota, goes on where it was stopped, and
  // leaves to the next sync what changed after the last.
  bool background = false;
};

// How far a comparison has come; from here it can go on.
struct VerifyPlace {
  bool archived = false;             // the list in hand
  std::string after;                 // its next page, "" for the first
  std::string last_id;               // the greatest id of that list so far
  std::vector<std::string> leaving;  // found gone; mended when both lists are read
  // Once the records are compared: type id of those whose associations with them are next, after that of
  // record `after`.
  std::string links_to;
};
// Is told where a comparison could go on.
using KeepPlace = std::function<void(const VerifyPlace&)>;

enum class Difference {
  kMissing,         // in HubSpot, not in the table
  kStale,           // the table has an older version, or has not noticed that it was archived or restored
  kExtra,           // in the table as HubSpot no longer has it
  kDiffering,       // the same version with other content, or a version that HubSpot does not know
  kLinksMissing,    // associations: in HubSpot, not in the table
  kLinksExtra,      // in the table, not in HubSpot
  kLinksDiffering,  // of that type, with another label or category
};
inline constexpr Difference kAllDifferences[] = {
    Difference::kMissing,      Difference::kStale,      Difference::kExtra,          Difference::kDiffering,
    Difference::kLinksMissing, Difference::kLinksExtra, Difference::kLinksDiffering,
};
// missing, …, links_missing, …
std::string_view NameOf(Difference difference);
inline bool IsOfLinks(Difference difference) { return difference >= Difference::kLinksMissing; }

// An association, as HubSpot has it, or else as the table does.
struct FoundLink {
  std::string from_type;
  std::uint64_t from;
  std::string to_type;
  std::uint64_t to;
  std::string category;
  std::string type_id;
  std::string label;
};

struct VerifyResult {
  std::string object;
  std::int64_t compared = 0;
  std::map<Difference, std::int64_t> counts;
  std::map<Difference, std::vector<std::string>> ids;  // of records, the first kMostIds of each
  std::map<Difference, std::vector<FoundLink>> links;  // the same of associations
  std::int64_t repaired = 0;
  std::optional<Error> error;
  std::int64_t links_compared = 0;
  std::int64_t set_aside = 0;  // records that differ because the table cannot hold them; no differences

  static constexpr std::size_t kMostIds = 1000;

  std::int64_t found() const;
  // Differences that are still there.
  std::int64_t left() const { return found() - repaired; }
};

// Not thread-safe.
class Verify {
 public:
  Verify(SyncContext& context, VerifyOptions options, VerifyResult& result);

  // Begins at `place`; `keep` is told after each page but the last how far it is. Throws Error, kData for a
  // mass disappearance (nothing is deleted then); what was found stands in the result.
  void Run(VerifyPlace place, const KeepPlace& keep, const std::stop_token& stop);

 private:
  void CompareList(const KeepPlace& keep, const std::stop_token& stop);
  LoadedPage ReadPage(PageReader& whole, bool archived, const std::string& after,
                      const std::stop_token& stop);
  void ComparePage(const LoadedPage& page, bool archived, const std::stop_token& stop);
  // Rows with ids above `after` (and up to `upto`, if any) that the page does not list.
  void FindExtra(const LoadedPage& page, bool archived, std::string_view after, std::string_view upto,
                 const std::stop_token& stop);
  // Which of these ids HubSpot, asked again, still gives: live, or archived (then the archived list tells
  // more).
  std::set<std::string, std::less<>> StillGiven(std::span<const std::string_view> ids,
                                                const std::stop_token& stop);
  void AddLeaving(std::string_view id);
  // Changed after the last sync began, so the next one is to bring it.
  bool IsForTheNextSync(const RowBatch::Row& row) const;
  // Which of these rows claim a version that HubSpot, asked again, does not have yet: somebody changed them
  // here. With repair their version is forgotten.
  std::vector<std::string_view> StillAhead(std::span<const std::string_view> ids, bool archived,
                                           const std::stop_token& stop);
  void Mend(std::span<const std::string_view> ids, bool archived, const std::stop_token& stop);
  void MendExtra(const std::stop_token& stop);
  void Note(Difference difference, std::string_view id);

  SyncContext& context_;
  VerifyOptions options_;
  VerifyResult& result_;
  VerifyPlace place_;
  std::int64_t synced_until_ms_ = 0;  // complete_until when the page in hand was compared
  std::int64_t settled_before_ms_;    // rows archived before are past HubSpot's own retention
  Disappearances leaving_;
  Resolver resolver_;
  hubspot::RecordPage fresh_;
  RowBatch rows_;
};

}  // namespace hm::sync
