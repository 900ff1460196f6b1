#include "sync/deletions/archived_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "base/failpoint.h"
#include "mariadb/identifiers.h"
#include "sync/load/circle_watch.h"
#include "sync/objects/record_ids.h"
#include "sync/store/cells.h"
#include "sync/store/marks.h"

namespace hm::sync {
namespace {

using mariadb::QuoteIdentifier;

constexpr std::int64_t kPagesEachSync = 5;
constexpr std::int64_t kMillisPerPage = 6'000;
constexpr std::int64_t kDeleteChunk = 1'000;

bool IsDue(const PassState& state, std::int64_t now_ms) {
  return state.pages <= kPagesEachSync || now_ms >= state.finished_ms + state.pages * kMillisPerPage;
}

struct StoredRow {
  bool archived;
  std::string archived_at;
  bool merged;
};

std::unordered_map<std::string, StoredRow> ReadStored(SyncContext& context,
                                                      const hubspot::RecordPage& listed) {
  std::vector<std::string_view> ids;
  for (const hubspot::RecordView& record : listed.records()) {
    ids.push_back(record.id);
  }
  std::unordered_map<std::string, StoredRow> stored;
  mariadb::Result rows = context.session.connection().Query(fmt::format(
      "SELECT id, archived, IFNULL(archived_at, ''), merged_into IS NOT NULL FROM {} WHERE id IN ({})",
      QuoteIdentifier(context.type.table), QuotedIds(context.session.connection(), ids)));
  while (rows.Next()) {
    stored.emplace(rows.String(0), StoredRow{rows.Int(1) != 0, rows.String(2), rows.Int(3) != 0});
  }
  return stored;
}

std::string ArchivedAt(const hubspot::RecordView& record) {
  return record.archived_at_ms ? ToDateTimeCell(*record.archived_at_ms).value_or("") : "";
}

}  // namespace

ArchivedPass::ArchivedPass(SyncContext& context)
    : context_(context),
      state_(LoadPass(context.session.connection(), context.type.name, kArchivedPass)),
      now_ms_(context.client.ServerNowMillis()),
      resolver_(context, 0),
      leaving_(context),
      rows_(context.builder.columns().size()) {}

void ArchivedPass::Run(const std::stop_token& stop) {
  if (!IsDue(state_, now_ms_)) {
    return;
  }
  const std::int64_t before = context_.summary.rows.written + context_.summary.rows.merged;
  const std::array only_version{context_.type.last_modified_property};
  CircleWatch circle;
  std::string after;
  std::string last_id;
  std::int64_t pages = 0;
  do {
    context_.client.ListRecords({context_.type.path, only_version, after, true}, listed_, stop);
    std::string next(listed_.next_after());
    circle.Follow(next);
    after = std::move(next);
    ReadPage(last_id, stop);
    for (const hubspot::RecordView& record : listed_.records()) {
      last_id = IdLess(last_id, record.id) ? std::string(record.id) : last_id;
    }
    ++pages;
    ThrowIfStopped(stop);
  } while (!after.empty());
  HM_FAILPOINT("listed");
  for (const auto part : leaving_.Parts()) {
    WriteArchived(part, stop);
  }
  context_.summary.archived += context_.summary.rows.written + context_.summary.rows.merged - before;
  if (context_.options.hard_delete) {
    DeleteArchivedRows(stop);
  }
  if (pages > kPagesEachSync || state_.pages > kPagesEachSync) {
    state_ = {now_ms_, context_.client.ServerNowMillis(), "", pages, "{}"};
    context_.session.InTransaction([&](mariadb::Transaction& transaction) {
      SavePass(transaction, context_.type.name, kArchivedPass, state_);
    });
  }
}

void ArchivedPass::ReadPage(std::string_view after_id, const std::stop_token& stop) {
  std::string upto(after_id);
  if (!listed_.records().empty()) {
    const auto stored = ReadStored(context_, listed_);
    std::vector<std::string_view> fresh;
    for (const hubspot::RecordView& record : listed_.records()) {
      upto = IdLess(upto, record.id) ? std::string(record.id) : upto;
      const auto found = stored.find(std::string(record.id));
      if (found == stored.end()) {
        if (!context_.options.hard_delete) {
          fresh.push_back(record.id);
        }
      } else if (!found->second.archived) {
        leaving_.Add(record.id);
      } else if (!found->second.merged && found->second.archived_at != ArchivedAt(record)) {
        fresh.push_back(record.id);
      }
    }
    WriteArchived(fresh, stop);
  }
  LookUpUnlisted(after_id, listed_.next_after().empty() ? "" : upto, stop);
}

void ArchivedPass::LookUpUnlisted(std::string_view after, std::string_view upto,
                                  const std::stop_token& stop) {
  std::set<std::string_view> listed;
  for (const hubspot::RecordView& record : listed_.records()) {
    listed.insert(record.id);
  }
  mariadb::Connection& connection = context_.session.connection();
  mariadb::Result rows = connection.Query(fmt::format(
      "SELECT id FROM {} WHERE archived = 1 AND merged_into IS NULL AND archived_at > '{}' AND {}",
      QuoteIdentifier(context_.type.table), FormatDateTime(now_ms_ - kSettledAfterMs),
      IdsWithin(connection, after, upto)));
  std::vector<std::string> unlisted;
  const auto resolve = [&] {
    const std::vector<std::string_view> ids(unlisted.begin(), unlisted.end());
    if (HM_PLANTED("empty_list_believed")) {
      context_.session.InTransaction(
          [&](auto& transaction) { MarkGone(transaction, context_.type, ids, 0); });
    } else {
      resolver_.Resolve(ids, stop);
    }
    unlisted.clear();
  };
  while (rows.Next()) {
    if (!listed.contains(rows.String(0))) {
      unlisted.push_back(rows.String(0));
    }
    if (unlisted.size() == 100) {
      resolve();
    }
  }
  if (!unlisted.empty()) {
    resolve();
  }
}

void ArchivedPass::WriteArchived(std::span<const std::string_view> ids, const std::stop_token& stop) {
  if (ids.empty()) {
    return;
  }
  context_.ReadWhole(ids, whole_, rows_, stop, true);
  context_.Write(rows_, [](mariadb::Transaction&, const WriteCounts&) {});
}

void ArchivedPass::DeleteArchivedRows(const std::stop_token& stop) {
  std::int64_t deleted = kDeleteChunk;
  while (deleted == kDeleteChunk) {
    ThrowIfStopped(stop);
    context_.session.InTransaction([&](mariadb::Transaction& transaction) {
      deleted = DeleteArchived(transaction, context_.type, kDeleteChunk);
    });
  }
}

}  // namespace hm::sync
