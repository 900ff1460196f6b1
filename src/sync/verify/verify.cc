#include "sync/verify/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/failpoint.h"
#include "mariadb/identifiers.h"
#include "sync/load/circle_watch.h"
#include "sync/objects/record_ids.h"
#include "sync/store/checkpoint.h"
#include "sync/store/content_hash.h"
#include "sync/store/marks.h"
#include "sync/store/pass_state.h"
#include "sync/store/quarantine.h"

namespace hm::sync {
namespace {

using mariadb::QuoteIdentifier;

constexpr std::size_t kBatch = 100;

struct ComparedRow {
  std::int64_t version;
  bool archived;
  std::string hash;
  Withheld::Values withheld{};
};

bool IsContentOf(const ComparedRow& row, std::string_view json) {
  return row.withheld.empty() ? IsHashOf(row.hash, json) : IsHashOf(row.hash, WithValues(json, row.withheld));
}

std::vector<std::string_view> IdsOf(const LoadedPage& page) {
  std::vector<std::string_view> ids;
  for (const hubspot::RecordView& record : page.page.records()) {
    ids.push_back(record.id);
  }
  return ids;
}

std::unordered_map<std::string, ComparedRow> ReadCompared(SyncContext& context,
                                                          const std::vector<std::string_view>& ids,
                                                          bool with_content) {
  std::unordered_map<std::string, ComparedRow> stored;
  if (ids.empty()) {
    return stored;
  }
  mariadb::Result rows = context.session.connection().Query(fmt::format(
      "SELECT id, IFNULL(hs_lastmodifieddate, 0), archived, {} FROM {} "
      "WHERE id IN ({})",
      with_content ? "MD5(properties_json)" + context.withheld.Columns(context.session.connection()) : "''",
      QuoteIdentifier(context.type.table), QuotedIds(context.session.connection(), ids)));
  while (rows.Next()) {
    stored.emplace(rows.String(0),
                   ComparedRow{rows.Int(1), rows.Int(2) != 0, rows.String(3),
                               with_content ? context.withheld.Read(rows, 4) : Withheld::Values{}});
  }
  return stored;
}

// Since the last comparison, if that is not too long ago, every live row is known to have been in HubSpot.
std::int64_t LastKnownSince(SyncContext& context, std::int64_t settled_before_ms) {
  const PassState last = LoadPass(context.session.connection(), context.type.name, kVerifyPass);
  return last.finished_ms > settled_before_ms ? 0 : settled_before_ms;
}

}  // namespace

std::string_view NameOf(Difference difference) {
  constexpr std::array<std::string_view, 7> kNames{
      "missing", "stale", "extra", "differing", "links_missing", "links_extra", "links_differing"};
  return kNames.at(static_cast<std::size_t>(difference));
}

std::int64_t VerifyResult::found() const {
  std::int64_t sum = 0;
  for (const auto& [difference, count] : counts) {
    sum += count;
  }
  return sum;
}

Verify::Verify(SyncContext& context, VerifyOptions options, VerifyResult& result)
    : context_(context),
      options_(options),
      result_(result),
      settled_before_ms_(context.client.ServerNowMillis() - kSettledAfterMs),
      leaving_(context),
      resolver_(context, LastKnownSince(context, settled_before_ms_)),
      rows_(context.builder.columns().size()) {}

void Verify::Run(VerifyPlace place, const KeepPlace& keep, const std::stop_token& stop) {
  place_ = std::move(place);
  for (const std::string& id : place_.leaving) {
    leaving_.Add(id);
  }
  if (!place_.archived) {
    CompareList(keep, stop);
    place_ = {true, "", "", std::move(place_.leaving), ""};
  }
  if (!context_.options.hard_delete) {
    CompareList(keep, stop);
  }
  if (options_.repair) {
    MendExtra(stop);
  }
}

void Verify::CompareList(const KeepPlace& keep, const std::stop_token& stop) {
  const bool archived = place_.archived;
  PageReader whole(context_, archived);
  CircleWatch circle;
  while (true) {
    const LoadedPage page = ReadPage(whole, archived, place_.after, stop);
    circle.Follow(page.next_after);
    ComparePage(page, archived, stop);
    std::string upto = place_.last_id;
    for (const std::string_view id : IdsOf(page)) {
      upto = IdLess(upto, id) ? std::string(id) : upto;
    }
    FindExtra(page, archived, place_.last_id, page.next_after.empty() ? "" : upto, stop);
    place_.last_id = std::move(upto);
    place_.after = page.next_after;
    if (place_.after.empty()) {
      return;
    }
    HM_FAILPOINT("verified");
    keep(place_);
    ThrowIfStopped(stop);
  }
}

LoadedPage Verify::ReadPage(PageReader& whole, bool archived, const std::string& after,
                            const std::stop_token& stop) {
  if (!options_.quick) {
    return whole.Read(after, stop);
  }
  LoadedPage page(context_.builder.columns().size());
  const std::array only_version{context_.type.last_modified_property};
  context_.client.ListRecords({context_.type.path, only_version, after, archived}, page.page, stop);
  page.next_after = page.page.next_after();
  context_.builder.Build(page.page.records(), page.rows);
  return page;
}

void Verify::ComparePage(const LoadedPage& page, bool archived, const std::stop_token& stop) {
  if (options_.background) {
    // Before the rows are read: what was complete by then is in them.
    synced_until_ms_ = ReadCompleteUntil(context_.session.connection(), context_.type.name);
  }
  const auto stored = ReadCompared(context_, IdsOf(page), !options_.quick);
  std::vector<std::string_view> wrong;
  std::vector<std::string_view> ahead;
  const RecordIds set_aside =
      WhichAreSetAside(context_.session.connection(), context_.type.name, IdsOf(page));
  for (const RowBatch::Row& row : page.rows.rows) {
    ++result_.compared;
    const auto found = stored.find(std::string(row.id));
    std::optional<Difference> difference;
    if (found == stored.end()) {
      difference = Difference::kMissing;
    } else if (found->second.version < row.version || found->second.archived != archived) {
      difference = Difference::kStale;
    } else if (found->second.version > row.version) {
      ahead.push_back(row.id);
    } else if (!options_.quick && found->second.version == row.version &&
               !IsContentOf(found->second, row.json)) {
      difference = Difference::kDiffering;
    }
    if (difference && set_aside.contains(row.id)) {
      ++result_.set_aside;
    } else if (difference && !IsForTheNextSync(row)) {
      Note(*difference, row.id);
      if (archived && found != stored.end() && !found->second.archived) {
        AddLeaving(row.id);
      } else {
        wrong.push_back(row.id);
      }
    }
  }
  for (const std::string_view id : StillAhead(ahead, archived, stop)) {
    Note(Difference::kDiffering, id);
    wrong.push_back(id);
  }
  if (options_.repair && !wrong.empty()) {
    Mend(wrong, archived, stop);
  }
}

bool Verify::IsForTheNextSync(const RowBatch::Row& row) const {
  // HubSpot's moment of archiving is compared in whole seconds: the same second counts as later.
  return options_.background &&
         (row.version > synced_until_ms_ || row.archived_at >= FormatDateTime(synced_until_ms_));
}

std::vector<std::string_view> Verify::StillAhead(std::span<const std::string_view> ids, bool archived,
                                                 const std::stop_token& stop) {
  std::vector<std::string_view> still;
  if (ids.empty()) {
    return still;
  }
  const std::array only_version{context_.type.last_modified_property};
  context_.client.BatchRead(context_.type.path, only_version, ids, fresh_, stop, archived);
  context_.builder.Build(fresh_.records(), rows_);
  const auto stored = ReadCompared(context_, {ids.begin(), ids.end()}, false);
  for (const RowBatch::Row& row : rows_.rows) {
    const auto asked = std::ranges::find(ids, row.id);
    const auto found = stored.find(std::string(row.id));
    if (asked != ids.end() && found != stored.end() && found->second.version > row.version) {
      still.push_back(*asked);
    }
  }
  if (options_.repair && !still.empty()) {
    // Else the guard would keep every true version out for ever.
    context_.session.InTransaction([&](mariadb::Transaction& transaction) {
      transaction.Execute(fmt::format("UPDATE {} SET hs_lastmodifieddate = NULL WHERE id IN ({})",
                                      QuoteIdentifier(context_.type.table), QuotedIds(transaction, still)));
    });
  }
  return still;
}

void Verify::FindExtra(const LoadedPage& page, bool archived, std::string_view after, std::string_view upto,
                       const std::stop_token& stop) {
  mariadb::Connection& connection = context_.session.connection();
  const std::string unsettled =
      archived ? fmt::format("archived = 1 AND merged_into IS NULL AND archived_at > '{}'",
                             FormatDateTime(settled_before_ms_))
               : "archived = 0";
  mariadb::Result rows =
      connection.Query(fmt::format("SELECT id FROM {} WHERE {} AND {}", QuoteIdentifier(context_.type.table),
                                   unsettled, IdsWithin(connection, after, upto)));
  const std::vector<std::string_view> ids = IdsOf(page);
  const std::set<std::string_view> listed(ids.begin(), ids.end());
  std::vector<std::string> unlisted;
  const auto note = [&] {
    const std::vector<std::string_view> asked(unlisted.begin(), unlisted.end());
    const std::set<std::string, std::less<>> given = StillGiven(asked, stop);
    for (const std::string_view id : asked) {
      if (!given.contains(id)) {
        Note(Difference::kExtra, id);
        AddLeaving(id);
      }
    }
    unlisted.clear();
  };
  while (rows.Next()) {
    if (!listed.contains(*rows.Text(0))) {
      unlisted.push_back(rows.String(0));
    }
    if (unlisted.size() == kBatch) {
      note();
    }
  }
  if (!unlisted.empty()) {
    note();
  }
}

std::set<std::string, std::less<>> Verify::StillGiven(std::span<const std::string_view> ids,
                                                      const std::stop_token& stop) {
  const std::array only_version{context_.type.last_modified_property};
  std::set<std::string, std::less<>> given;
  for (const bool archived : {false, true}) {
    if (archived && context_.options.hard_delete) {
      continue;
    }
    context_.client.BatchRead(context_.type.path, only_version, ids, fresh_, stop, archived);
    for (const hubspot::RecordView& record : fresh_.records()) {
      given.emplace(record.id);
    }
  }
  return given;
}

void Verify::AddLeaving(std::string_view id) {
  if (options_.repair) {
    leaving_.Add(id);
    place_.leaving.emplace_back(id);
  }
}

void Verify::Mend(std::span<const std::string_view> ids, bool archived, const std::stop_token& stop) {
  context_.ReadWhole(ids, fresh_, rows_, stop, archived);
  context_.Write(rows_, [](mariadb::Transaction&, const WriteCounts&) {});
  result_.repaired += std::ranges::count_if(
      rows_.rows, [&](const RowBatch::Row& row) { return !context_.writer.Refuses(row.id); });
}

void Verify::MendExtra(const std::stop_token& stop) {
  for (const auto part : leaving_.Parts()) {
    result_.repaired += resolver_.Resolve(part, stop);
  }
}

void Verify::Note(Difference difference, std::string_view id) {
  ++result_.counts[difference];
  std::vector<std::string>& ids = result_.ids[difference];
  if (ids.size() < VerifyResult::kMostIds) {
    ids.emplace_back(id);
  }
}

}  // namespace hm::sync
