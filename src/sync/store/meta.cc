#include "sync/store/meta.h"

#include <fmt/format.h>

namespace hm::sync {

std::optional<std::string> ReadMeta(mariadb::Connection& connection, std::string_view name) {
  mariadb::Result row =
      connection.Query("SELECT value FROM hubspot_meta WHERE name = " + connection.Quote(name));
  return row.Next() ? std::optional(row.String(0)) : std::nullopt;
}

void WriteMeta(mariadb::Transaction& transaction, std::string_view name, std::string_view value) {
  transaction.Execute(fmt::format(
      "INSERT INTO hubspot_meta (name, value) VALUES ({}, {}) ON DUPLICATE KEY UPDATE value = VALUES(value)",
      transaction.Quote(name), transaction.Quote(value)));
}

}  // namespace hm::sync
