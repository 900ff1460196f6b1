#include "sync/store/marks.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.h"
#include "mariadb/identifiers.h"
#include "sync/associations/link_tables.h"
#include "sync/history/history_table.h"
#include "sync/objects/record_ids.h"
#include "sync/store/quarantine.h"

namespace hm::sync {
namespace {

using mariadb::QuoteIdentifier;

// Adds the ids of a list such as "1;2" or "1:1700000000000;2:1700000000000".
void AppendIds(std::string_view list, std::vector<std::string_view>& ids) {
  while (!list.empty()) {
    const std::string_view entry = list.substr(0, list.find(';'));
    list.remove_prefix(std::min(entry.size() + 1, list.size()));
    const std::string_view id = entry.substr(0, entry.find(':'));
    const bool is_number = !id.empty() && id.find_first_not_of("0123456789") == std::string_view::npos;
    if (is_number && std::find(ids.begin(), ids.end(), id) == ids.end()) {
      ids.push_back(id);
    }
  }
}

std::int64_t AsCount(std::uint64_t affected) { return static_cast<std::int64_t>(affected); }

// Everything that is kept of these beside their rows. Their history stays with a row that stays.
void ForgetRest(mariadb::Transaction& transaction, const ObjectType& type,
                std::span<const std::string_view> ids) {
  EraseHistory(transaction, type, ids);
  DeleteLinksOf(transaction, type, ids);
  Unqueue(transaction, type, ids);
  Release(transaction, type.name, {ids.begin(), ids.end()});
}

// What was merged into a record that was erased is of the same person.
void EraseLosersOf(mariadb::Transaction& transaction, const ObjectType& type, const std::string& winners) {
  const std::string table = QuoteIdentifier(type.table);
  const std::vector<std::string> losers =
      transaction
          .Query(fmt::format(
              "SELECT id FROM {0} WHERE merged_into IN ({1}) AND merged_into NOT IN (SELECT id FROM {0} "
              "WHERE id IN ({1}))",
              table, winners))
          .Texts();
  if (losers.empty()) {
    return;
  }
  const std::vector<std::string_view> ids(losers.begin(), losers.end());
  transaction.Execute(fmt::format("DELETE FROM {} WHERE id IN ({})", table, QuotedIds(transaction, ids)));
  ForgetRest(transaction, type, ids);
}

}  // namespace

std::vector<std::string_view> MergedInto(const hubspot::RecordView& record) {
  std::vector<std::string_view> ids;
  for (const hubspot::PropertyValue& property : record.properties) {
    if (!property.value.empty() &&
        (property.name == "hs_merged_object_ids" || property.name == "hs_calculated_merged_vids")) {
      AppendIds(property.value, ids);
    }
  }
  // Where HubSpot keeps the primary record's id, the list may name the record itself.
  std::erase(ids, record.id);
  return ids;
}

std::int64_t MarkMerged(mariadb::Transaction& transaction, const ObjectType& type,
                        std::span<const std::string_view> losers, std::string_view winner) {
  if (losers.empty()) {
    return 0;
  }
  const std::string ids = QuotedIds(transaction, losers);
  const std::int64_t marked = AsCount(transaction.Execute(fmt::format(
      "UPDATE {0} SET merged_into = {1}, archived = 1, archived_at = IFNULL(archived_at, UTC_TIMESTAMP()), "
      "synced_at = UTC_TIMESTAMP(), updated_at = UTC_TIMESTAMP() WHERE (id IN ({2}) OR merged_into IN ({2})) "
      "AND "
      "(merged_into IS NULL OR merged_into <> {1})",
      QuoteIdentifier(type.table), transaction.Quote(winner), ids)));
  if (marked > 0) {
    DeleteLinksOf(transaction, type, losers);
  }
  return marked;
}

void MarkGone(mariadb::Transaction& transaction, const ObjectType& type,
              std::span<const std::string_view> ids, std::int64_t certain_since) {
  if (ids.empty()) {
    return;
  }
  const std::string list = QuotedIds(transaction, ids);
  const std::string table = QuoteIdentifier(type.table);
  transaction.Execute(fmt::format("DELETE FROM {} WHERE id IN ({}) AND synced_at >= '{}'", table, list,
                                  FormatDateTime(certain_since)));
  transaction.Execute(fmt::format(
      "UPDATE {} SET archived = 1, synced_at = UTC_TIMESTAMP(), updated_at = UTC_TIMESTAMP() WHERE id IN "
      "({}) AND archived = 0",
      table, list));
  ForgetRest(transaction, type, ids);
  EraseLosersOf(transaction, type, list);
}

std::int64_t DeleteArchived(mariadb::Transaction& transaction, const ObjectType& type, std::int64_t limit) {
  const std::string table = QuoteIdentifier(type.table);
  std::vector<std::string> archived;
  mariadb::Result rows =
      transaction.Query(fmt::format("SELECT id FROM {} WHERE archived = 1 LIMIT {}", table, limit));
  while (rows.Next()) {
    archived.push_back(rows.String(0));
  }
  if (archived.empty()) {
    return 0;
  }
  const std::vector<std::string_view> ids(archived.begin(), archived.end());
  const std::int64_t deleted = AsCount(transaction.Execute(
      fmt::format("DELETE FROM {} WHERE archived = 1 AND id IN ({})", table, QuotedIds(transaction, ids))));
  ForgetRest(transaction, type, ids);
  return deleted;
}

}  // namespace hm::sync
