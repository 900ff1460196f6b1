#include "sync/history/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "mariadb/identifiers.h"
#include "sync/objects/record_ids.h"
#include "sync/report/event_log.h"
#include "sync/store/cells.h"
#include "sync/store/pass_state.h"

namespace hm::sync {
namespace {

constexpr std::size_t kHistoryPart = 100;      // rows at a time
constexpr std::size_t kLongestProperty = 255;  // of the column; HubSpot's names have at most 100 characters

// They change with everything else, and say what valid_from says.
bool IsLastModified(std::string_view property) {
  return property == "hs_lastmodifieddate" || property == "lastmodifieddate";
}

}  // namespace

History::History(const ObjectType& type, std::function<std::int64_t()> now_ms)
    : type_(type), now_ms_(std::move(now_ms)), changes_(6) {}

void History::Begin(mariadb::Transaction& transaction, std::int64_t complete_until) {
  PassState state = LoadPass(transaction, type_.name, kHistoryPass);
  begun_ = state.started_ms > 0 || complete_until > 0;
  if (complete_until == 0 || state.finished_ms == complete_until) {
    return;
  }
  std::string news = "the history of properties begins";
  if (state.started_ms == 0) {
    state.started_ms = complete_until;
  } else {
    news = fmt::format("the history of properties goes on; changes from {} to {} UTC are not in it",
                       FormatDateTime(state.finished_ms), FormatDateTime(complete_until));
    log::Warn(
        "the history of properties has a gap",
        {{"object", type_.name}, {"from", FormatUtc(state.finished_ms)}, {"to", FormatUtc(complete_until)}});
  }
  NoteEvent(transaction, event::kHistory, type_.name, news);
  state.finished_ms = complete_until;
  SavePass(transaction, type_.name, kHistoryPass, state);
}

void History::Reach(mariadb::Transaction& transaction, std::int64_t complete_until) const {
  transaction.Execute(fmt::format(
      "INSERT INTO hubspot_sync_passes (object_type, pass, started_ms, finished_ms, after_cursor, pages, "
      "details, updated_at) VALUES ({0}, {1}, {2}, {2}, '', 0, '{{}}', UTC_TIMESTAMP()) ON DUPLICATE KEY "
      "UPDATE finished_ms = VALUES(finished_ms), updated_at = VALUES(updated_at)",
      transaction.Quote(type_.name), transaction.Quote(kHistoryPass), complete_until));
}

void History::Resume(mariadb::Connection& connection) {
  begun_ = LoadPass(connection, type_.name, kHistoryPass).started_ms > 0;
}

void History::Note(mariadb::Transaction& transaction, Rows rows) {
  static const mariadb::InsertStatement kInsert{
      "INSERT INTO hubspot_property_history (object_type_id, record_id, property, old_value, new_value, "
      "valid_from) VALUES ",
      "(?, ?, ?, ?, ?, ?)"};
  states_.clear();
  stored_.Clear();
  while (begun_ && !rows.empty()) {
    const Rows part = rows.first(std::min(rows.size(), kHistoryPart));
    rows = rows.subspan(part.size());
    cells_.Clear();
    changes_.Clear();
    ReadStates(transaction, part);
    for (const RowBatch::Row* const row : part) {
      NoteRow(*row);
    }
    if (!changes_.empty()) {
      transaction.ExecuteBatch(kInsert, changes_);
    }
  }
}

void History::ReadStates(mariadb::Transaction& transaction, Rows rows) {
  std::vector<std::string_view> ids;
  for (const RowBatch::Row* const row : rows) {
    if (!states_.contains(row->id)) {
      ids.push_back(row->id);
    }
  }
  if (ids.empty()) {
    return;
  }
  mariadb::Result stored = transaction.Query(
      fmt::format("SELECT id, IFNULL(hs_lastmodifieddate, 0), properties_json FROM {} WHERE id IN ({}) AND "
                  "properties_json IS NOT NULL FOR UPDATE",
                  mariadb::QuoteIdentifier(type_.table), QuotedIds(transaction, ids)));
  while (stored.Next()) {
    states_.emplace(stored_.Copy(*stored.Text(0)), State{stored.Int(1), stored_.Copy(*stored.Text(2))});
  }
}

void History::NoteRow(const RowBatch::Row& row) {
  const auto state = states_.find(row.id);
  if (state == states_.end() || state->second.version > row.version) {
    return;
  }
  const std::string_view valid_from = ValidFrom(row, state->second);
  const auto keep = [&](const std::optional<std::string_view>& value) {
    return value ? std::optional(cells_.Copy(*value)) : std::nullopt;
  };
  for (const json::PropertyChange& change : diff_.Compare(state->second.json, row.json)) {
    if (!IsLastModified(change.name)) {
      changes_.Append(0, type_.type_id);
      changes_.Append(1, row.id);
      changes_.Append(2, cells_.Copy(CutText(change.name, kLongestProperty)));
      changes_.Append(3, keep(change.before));
      changes_.Append(4, keep(change.after));
      changes_.Append(5, valid_from);
    }
  }
  state->second = {row.version, row.json};
}

// A change that moved no last-modified is dated by when it was found.
std::string_view History::ValidFrom(const RowBatch::Row& row, const State& before) {
  std::optional<std::string> seconds;
  std::int64_t at_ms = row.version;
  if (row.version > before.version) {
    seconds = ToDateTimeCell(at_ms);
  }
  if (!seconds) {
    at_ms = std::max(now_ms_(), row.version);
    seconds = ToDateTimeCell(at_ms);
  }
  return cells_.Copy(fmt::format("{}.{:03}", seconds.value_or("9999-12-31 23:59:59"), at_ms % 1000));
}

}  // namespace hm::sync
