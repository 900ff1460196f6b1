#include "sync/store/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/failpoint.h"
#include "mariadb/identifiers.h"
#include "sync/associations/link_tables.h"
#include "sync/history/history.h"
#include "sync/objects/record_ids.h"
#include "sync/sensitive/withheld.h"
#include "sync/store/content_hash.h"
#include "sync/store/insert_order.h"
#include "sync/store/marks.h"
#include "sync/store/quarantine.h"

namespace hm::sync {
namespace {

using mariadb::QuoteIdentifier;

constexpr std::string_view kVersionColumn = "hs_lastmodifieddate";

// Assignments run from left to right, so the version that guards them all is assigned last; a NULL version
// (never written by us) must not block an update for good. Measured on 10.11.
std::string GuardedAssignment(std::string_view column) {
  const std::string name = QuoteIdentifier(column);
  if (HM_PLANTED("no_guard")) return fmt::format("{0} = VALUES({0})", name);
  return fmt::format("{0} = IF(VALUES({1}) >= IFNULL({1}, 0), VALUES({0}), {0})", name,
                     QuoteIdentifier(kVersionColumn));
}

mariadb::InsertStatement MakeUpsert(const ObjectType& type, const std::vector<std::string>& columns) {
  std::string names;
  std::string marks;
  std::string assignments = GuardedAssignment("synced_at") + ", " + GuardedAssignment("updated_at");
  for (const std::string& column : columns) {
    names += QuoteIdentifier(column) + ", ";
    marks += "?, ";
    if (column != "id") {
      assignments += ", " + GuardedAssignment(column);
    }
  }
  // A record that HubSpot gives under its own id is merged into none.
  const std::string unmerged =
      fmt::format("merged_into = IF(VALUES({0}) >= IFNULL({0}, 0), NULL, merged_into), ",
                  QuoteIdentifier(kVersionColumn));
  return {fmt::format("INSERT INTO {} ({}synced_at, created_at, updated_at) VALUES ",
                      QuoteIdentifier(type.table), names),
          fmt::format("({}UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP())", marks),
          " ON DUPLICATE KEY UPDATE " + unmerged + assignments};
}

struct OtherCell {
  std::size_t column;
  std::string_view text;
};

void AppendRow(const mariadb::ColumnBatch& from, std::size_t row, mariadb::ColumnBatch& to,
               const std::optional<OtherCell>& other = std::nullopt) {
  for (std::size_t column = 0; column < from.column_count(); ++column) {
    if (other && other->column == column) {
      to.Append(column, other->text);
    } else if (from.IsNull(column, row)) {
      to.AppendNull(column);
    } else {
      to.Append(column, from.Text(column, row));
    }
  }
}

}  // namespace

WriteCounts& WriteCounts::operator+=(const WriteCounts& other) {
  read += other.read;
  written += other.written;
  unchanged += other.unchanged;
  stale += other.stale;
  merged += other.merged;
  return *this;
}

Writer::Writer(WriteSession& session, const ObjectType& type, const std::vector<std::string>& columns)
    : session_(session),
      type_(type),
      look_up_(session, type),
      upsert_(MakeUpsert(type, columns)),
      json_column_(static_cast<std::size_t>(std::ranges::find(columns, "properties_json") - columns.begin())),
      archived_column_(
          static_cast<std::size_t>(std::find(columns.begin(), columns.end(), "archived") - columns.begin())),
      changed_(columns.size()) {}

std::unordered_map<std::string, Writer::Version> Writer::StoredVersions(
    std::span<const std::string_view> ids) {
  std::unordered_map<std::string, Version> versions;
  if (ids.empty()) {
    return versions;
  }
  mariadb::Result rows = session_.connection().Query(
      fmt::format("SELECT id, IFNULL(hs_lastmodifieddate, -1), archived FROM {} WHERE id IN ({})",
                  QuoteIdentifier(type_.table), QuotedIds(session_.connection(), ids)));
  while (rows.Next()) {
    versions.emplace(rows.String(0), Version{rows.Int(1), rows.Int(2) != 0});
  }
  return versions;
}

const RowBatch::Row* Writer::Whole(const RowBatch::Row* row, const HeldRows& stored) {
  const auto found = stored.find(std::string(row->id));
  if (found == stored.end() || found->second.withheld.empty()) {
    return row;
  }
  whole_.push_back(*row);
  whole_.back().json = whole_json_.Copy(WithValues(row->json, found->second.withheld));
  return &whole_.back();
}

bool Writer::IsNew(const RowBatch::Row& row, const HeldRows& stored, WriteCounts& counts) const {
  ++counts.read;
  const auto found = stored.find(std::string(row.id));
  if (found != stored.end() && found->second.version > row.version && !HM_PLANTED("no_guard")) {
    ++counts.stale;
    return false;
  }
  if (found != stored.end() && found->second.version == row.version &&
      found->second.archived_at == row.archived_at && found->second.checksum == Checksum(row.json)) {
    ++counts.unchanged;
    return false;
  }
  if (refused_.contains(row.id)) {
    return false;
  }
  ++counts.written;
  return true;
}

WriteCounts Writer::WriteOnce(mariadb::Transaction& transaction, std::span<const RowBatch* const> batches) {
  WriteCounts counts;
  const HeldRows stored =
      look_up_.Read([&](std::string_view sql) { return transaction.Query(sql); }, batches);
  if (hold_columns_) {
    hold_columns_(transaction);
  }
  changed_.Clear();
  replacing_.clear();
  whole_.clear();
  whole_json_.Clear();
  for (const RowBatch* const batch : batches) {
    const InsertOrder order(batch->rows.size(), pages_ ? batch->cells.bytes() : 0);
    for (std::size_t place = 0; place < batch->rows.size(); ++place) {
      const std::size_t i = order[place];
      const RowBatch::Row& row = *Whole(&batch->rows[i], stored);
      if (IsNew(row, stored, counts)) {
        AppendRow(batch->cells, i, changed_, OtherCell{json_column_, row.json});
        if (history_ != nullptr && stored.contains(std::string(row.id))) {
          replacing_.push_back(&row);
        }
      }
    }
  }
  if (history_ != nullptr) {
    history_->Note(transaction, replacing_);
    HM_FAILPOINT("history");
  }
  if (!changed_.empty()) {
    transaction.ExecuteBatch(upsert_, changed_);
    NoteLinks(transaction, type_, changed_, archived_column_, queue_links_);
    HM_FAILPOINT("rows");
  }
  for (const auto& [id, record] : refused_) {
    SetAside(transaction, type_.name, {&record, 1});
  }
  for (const RowBatch* const batch : batches) {
    SetAside(transaction, type_.name, batch->refused);
    for (const RowBatch::Row& row : batch->rows) {
      counts.merged += MarkMerged(transaction, type_, row.merged, row.id);
    }
  }
  return counts;
}

std::optional<WriteCounts> Writer::FindUnchanged(std::span<const RowBatch* const> batches) {
  const auto has_more = [](const RowBatch* batch) {
    return !batch->refused.empty() ||
           std::ranges::any_of(batch->rows, [](const RowBatch::Row& row) { return !row.merged.empty(); });
  };
  if (std::ranges::any_of(batches, has_more)) {
    return std::nullopt;
  }
  HeldRows stored;
  session_.Read([&](mariadb::Connection& connection) {
    stored = look_up_.Read([&](std::string_view sql) { return connection.Query(sql); }, batches);
  });
  refused_.clear();
  whole_.clear();
  whole_json_.Clear();
  WriteCounts counts;
  for (const RowBatch* const batch : batches) {
    for (const RowBatch::Row& row : batch->rows) {
      if (IsNew(*Whole(&row, stored), stored, counts)) {
        return std::nullopt;
      }
    }
  }
  return counts;
}

WriteCounts Writer::Write(std::span<const RowBatch* const> batches, const Seal& seal) {
  refused_.clear();
  while (true) {
    const std::size_t before = refused_.size();
    try {
      return WriteOrThrow(batches, seal);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kData) {
        throw;
      }
      FindRefused(0, changed_.rows());
      if (refused_.size() == before) {
        throw;
      }
    }
  }
}

// By trials that are rolled back: halves of halves, until single rows are refused.
void Writer::FindRefused(std::size_t begin, std::size_t end) {
  if (begin == end) {
    return;
  }
  mariadb::ColumnBatch part(changed_.column_count());
  for (std::size_t row = begin; row < end; ++row) {
    AppendRow(changed_, row, part);
  }
  std::string reason;
  try {
    mariadb::Transaction trial(session_.connection());
    trial.ExecuteBatch(upsert_, part);
    return;
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kData) {
      throw;
    }
    reason = e.what();
  }
  if (end - begin > 1) {
    const std::size_t middle = begin + (end - begin) / 2;
    FindRefused(begin, middle);
    FindRefused(middle, end);
    return;
  }
  const std::string id(changed_.Text(0, begin));
  refused_.insert_or_assign(id, RefusedRecord{id, std::string(kRefusedByDatabase), reason,
                                              std::string(changed_.Text(json_column_, begin))});
}

WriteCounts Writer::WriteOrThrow(std::span<const RowBatch* const> batches, const Seal& seal) {
  WriteCounts counts;
  const bool apart = HM_PLANTED("checkpoint_apart");
  const auto seal_alone = [&] { session_.InTransaction([&](auto& t) { seal(t, counts); }); };
  if (HM_PLANTED("checkpoint_first")) seal_alone();
  session_.InTransaction([&](mariadb::Transaction& transaction) {
    counts = WriteOnce(transaction, batches);
    if (!apart) seal(transaction, counts);
  });
  if (apart) seal_alone();
  return counts;
}

}  // namespace hm::sync
