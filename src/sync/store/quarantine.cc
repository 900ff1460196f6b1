#include "sync/store/quarantine.h"

#include <fmt/format.h>

#include "base/log.h"
#include "sync/objects/record_ids.h"
#include "sync/store/cells.h"

namespace hm::sync {
namespace {

constexpr std::size_t kHead = 1'000;  // bytes kept of what is larger than a packet

// What fits a statement; quoting may double it.
std::string_view Keepable(mariadb::Transaction& transaction, std::string_view raw) {
  const std::size_t packet = transaction.connection().server().max_allowed_packet;
  return raw.size() * 2 + 10'000 < packet ? raw : CutBytes(raw, kHead);
}

}  // namespace

mariadb::TableDef QuarantineTable() {
  mariadb::TableDef table{"hubspot_quarantine", {}, {"object_type", "id"}};
  table.columns = {
      {"object_type", "VARCHAR(50)", false},
      {"id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"code", "VARCHAR(20)", false},
      {"reason", "TEXT", false},
      {"raw_json", "LONGTEXT", true},
      {"raw_bytes", "BIGINT", false},
      {"first_tried", "DATETIME", false},
      {"last_tried", "DATETIME", false},
      {"tries", "BIGINT", false},
  };
  return table;
}

void SetAside(mariadb::Transaction& transaction, std::string_view object,
              std::span<const RefusedRecord> records) {
  for (const RefusedRecord& record : records) {
    const std::string raw =
        record.json.empty() ? "NULL" : transaction.Quote(Keepable(transaction, record.json));
    transaction.Execute(fmt::format(
        "INSERT INTO hubspot_quarantine (object_type, id, code, reason, raw_json, raw_bytes, first_tried, "
        "last_tried, tries) VALUES ({}, {}, {}, {}, {}, {}, UTC_TIMESTAMP(), UTC_TIMESTAMP(), 1) "
        "ON DUPLICATE KEY UPDATE code = VALUES(code), reason = VALUES(reason), raw_json = VALUES(raw_json), "
        "raw_bytes = VALUES(raw_bytes), last_tried = VALUES(last_tried), tries = tries + 1",
        transaction.Quote(object), transaction.Quote(record.id), transaction.Quote(record.code),
        transaction.Quote(record.reason), raw, record.json.size()));
    log::Warn("a record is set aside",
              {{"object", std::string(object)}, {"id", record.id}, {"why", record.reason}});
  }
}

void Release(mariadb::Transaction& transaction, std::string_view object, const RecordIds& ids) {
  if (!ids.empty()) {
    transaction.Execute(fmt::format("DELETE FROM hubspot_quarantine WHERE object_type = {} AND id IN ({})",
                                    transaction.Quote(object), QuotedIds(transaction, ids)));
  }
}

std::vector<std::string> ReadSetAside(mariadb::Connection& connection, std::string_view object,
                                      std::size_t most) {
  std::vector<std::string> ids;
  mariadb::Result rows =
      connection.Query(fmt::format("SELECT id FROM hubspot_quarantine WHERE object_type = {} AND code <> "
                                   "'{}' ORDER BY last_tried, id LIMIT {}",
                                   connection.Quote(object), kNoId, most));
  while (rows.Next()) {
    ids.push_back(rows.String(0));
  }
  return ids;
}

std::int64_t CountSetAside(mariadb::Connection& connection, std::string_view object) {
  mariadb::Result row = connection.Query("SELECT COUNT(*) FROM hubspot_quarantine WHERE object_type = " +
                                         connection.Quote(object));
  row.Next();
  return row.Int(0);
}

RecordIds WhichAreSetAside(mariadb::Connection& connection, std::string_view object,
                           std::span<const std::string_view> ids) {
  RecordIds found;
  if (ids.empty()) {
    return found;
  }
  mariadb::Result rows =
      connection.Query(fmt::format("SELECT id FROM hubspot_quarantine WHERE object_type = {} AND id IN ({})",
                                   connection.Quote(object), QuotedIds(connection, ids)));
  while (rows.Next()) {
    found.insert(rows.String(0));
  }
  return found;
}

}  // namespace hm::sync
