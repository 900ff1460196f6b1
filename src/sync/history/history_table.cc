#include "sync/history/history_table.h"

#include <fmt/format.h>

#include "mariadb/identifiers.h"
#include "sync/objects/record_ids.h"

namespace hm::sync {

mariadb::TableDef HistoryTable() {
  mariadb::TableDef table{"hubspot_property_history", {}, {"number"}};
  table.columns = {
      {"number", "BIGINT", false, std::nullopt, true},
      {"object_type_id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"record_id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"property", "VARCHAR(255) COLLATE utf8mb4_bin", false},
      {"old_value", "LONGTEXT COLLATE utf8mb4_bin", true},
      {"new_value", "LONGTEXT COLLATE utf8mb4_bin", true},
      {"valid_from", "DATETIME(3)", false},
  };
  table.indexes = {{"record_idx", {"object_type_id", "record_id", "property"}},
                   {"property_idx", {"object_type_id", "property", "record_id"}},
                   {"valid_from_idx", {"valid_from"}}};
  return table;
}

void EraseHistory(mariadb::Transaction& transaction, const ObjectType& type,
                  std::span<const std::string_view> ids) {
  if (ids.empty() ||
      !transaction
           .Query("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = "
                  "'hubspot_property_history'")
           .Next()) {
    return;
  }
  const std::string list = QuotedIds(transaction, ids);
  transaction.Execute(
      fmt::format("DELETE FROM hubspot_property_history WHERE object_type_id = {} AND record_id IN ({}) AND "
                  "record_id NOT IN (SELECT id FROM {} WHERE id IN ({}))",
                  transaction.Quote(type.type_id), list, mariadb::QuoteIdentifier(type.table), list));
}

}  // namespace hm::sync
