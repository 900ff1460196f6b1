#include "sync/load/id_ranges.h"

#include <fmt/format.h>

namespace hm::sync {

mariadb::TableDef RangeTable() {
  mariadb::TableDef table{"hubspot_sync_ranges", {}, {"object_type", "start_id"}};
  table.columns = {
      {"object_type", "VARCHAR(50)", false},
      {"start_id", "BIGINT UNSIGNED", false},
      {"next_id", "BIGINT UNSIGNED", false},
      {"updated_at", "DATETIME", false},
  };
  return table;
}

std::vector<IdRange> LoadRanges(mariadb::Connection& connection, std::string_view object) {
  std::vector<IdRange> ranges;
  mariadb::Result rows = connection.Query(fmt::format(
      "SELECT start_id, next_id FROM hubspot_sync_ranges WHERE object_type = {} ORDER BY start_id",
      connection.Quote(object)));
  while (rows.Next()) {
    ranges.push_back({ParseRecordId(rows.String(0)).value_or(0), ParseRecordId(rows.String(1)).value_or(0)});
  }
  // Nothing is known of what lies before a first range that is gone.
  if (!ranges.empty() && ranges.front().start != 0) {
    ranges.insert(ranges.begin(), IdRange{});
  }
  return ranges;
}

void SaveRanges(mariadb::Transaction& transaction, std::string_view object, std::span<const IdRange> ranges) {
  if (ranges.empty()) {
    return;
  }
  std::string values;
  for (const IdRange& range : ranges) {
    values += fmt::format("{}({}, {}, {}, UTC_TIMESTAMP())", values.empty() ? "" : ", ",
                          transaction.Quote(object), range.start, range.next);
  }
  transaction.Execute(
      fmt::format("INSERT INTO hubspot_sync_ranges (object_type, start_id, next_id, updated_at) VALUES {} "
                  "ON DUPLICATE KEY UPDATE next_id = VALUES(next_id), updated_at = VALUES(updated_at)",
                  values));
}

void ClearRanges(mariadb::Transaction& transaction, std::string_view object) {
  transaction.Execute(
      fmt::format("DELETE FROM hubspot_sync_ranges WHERE object_type = {}", transaction.Quote(object)));
}

}  // namespace hm::sync
