#include "sync/store/pass_state.h"

#include <fmt/format.h>

namespace hm::sync {

mariadb::TableDef PassTable() {
  mariadb::TableDef table{"hubspot_sync_passes", {}, {"object_type", "pass"}};
  table.columns = {
      {"object_type", "VARCHAR(50)", false},
      {"pass", "VARCHAR(20)", false},
      {"started_ms", "BIGINT", false},
      {"finished_ms", "BIGINT", false},
      {"after_cursor", "VARCHAR(255)", false},
      {"pages", "BIGINT", false},
      {"details", "TEXT", false},
      {"updated_at", "DATETIME", false},
  };
  return table;
}

template <typename Reading>
PassState LoadPass(Reading& reading, std::string_view object, std::string_view pass) {
  mariadb::Result row =
      reading.Query(fmt::format("SELECT started_ms, finished_ms, after_cursor, pages, details FROM "
                                "hubspot_sync_passes WHERE object_type = "
                                "{} AND pass = {}",
                                reading.Quote(object), reading.Quote(pass)));
  if (!row.Next()) {
    return {};
  }
  return {row.Int(0), row.Int(1), row.String(2), row.Int(3), row.String(4)};
}

template PassState LoadPass(mariadb::Connection&, std::string_view, std::string_view);
template PassState LoadPass(mariadb::Transaction&, std::string_view, std::string_view);

void SavePass(mariadb::Transaction& transaction, std::string_view object, std::string_view pass,
              const PassState& state) {
  transaction.Execute(
      fmt::format("REPLACE INTO hubspot_sync_passes (object_type, pass, started_ms, finished_ms, "
                  "after_cursor, pages, details, "
                  "updated_at) VALUES ({}, {}, {}, {}, {}, {}, {}, UTC_TIMESTAMP())",
                  transaction.Quote(object), transaction.Quote(pass), state.started_ms, state.finished_ms,
                  transaction.Quote(state.cursor), state.pages, transaction.Quote(state.details)));
}

void DropPass(mariadb::Transaction& transaction, std::string_view object, std::string_view pass) {
  transaction.Execute(fmt::format("DELETE FROM hubspot_sync_passes WHERE object_type = {} AND pass = {}",
                                  transaction.Quote(object), transaction.Quote(pass)));
}

}  // namespace hm::sync
