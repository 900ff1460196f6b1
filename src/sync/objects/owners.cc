#include "sync/objects/owners.h"

#include "base/error.h"
#include "sync/store/cells.h"
#include "sync/store/small_table.h"
#include "sync/whole_mirror.h"

namespace hm::sync {
namespace {

const SmallTable& Definition() {
  static const SmallTable table{
      "hubspot_owners",
      {"id"},
      {"email", "first_name", "last_name", "user_id", "type", "teams_json", "createdate", "lastmodifieddate",
       "hs_lastmodifieddate", "properties_json", "archived"},
      "1"};
  return table;
}

SmallTable::Cells CellsOf(const hubspot::Owner& owner) {
  const auto text = [](const std::string& value, std::size_t width) {
    return std::optional<std::string>(CutText(value, width));
  };
  const auto time = [](const std::optional<std::int64_t>& millis) {
    return millis ? ToDateTimeCell(*millis) : std::nullopt;
  };
  return {text(owner.email, 255),
          text(owner.first_name, 255),
          text(owner.last_name, 255),
          owner.user_id.empty() ? std::nullopt : text(owner.user_id, 50),
          text(owner.type, 50),
          owner.teams_json,
          time(owner.created_at_ms),
          time(owner.updated_at_ms),
          owner.updated_at_ms ? std::optional(std::to_string(*owner.updated_at_ms)) : std::nullopt,
          owner.fields_json,
          owner.archived ? "1" : "0"};
}

bool HasLiveOwners(mariadb::Transaction& transaction) {
  return transaction.Query("SELECT 1 FROM hubspot_owners WHERE archived = 0 LIMIT 1").Next();
}

}  // namespace

mariadb::TableDef OwnersTable() {
  mariadb::TableDef table{"hubspot_owners", {}, {"id"}};
  table.columns = {
      {"id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"email", "VARCHAR(255)"},
      {"first_name", "VARCHAR(255)"},
      {"last_name", "VARCHAR(255)"},
      {"user_id", "VARCHAR(50)"},
      {"type", "VARCHAR(50)"},
      {"teams_json", "JSON"},
      {"createdate", "DATETIME"},
      {"lastmodifieddate", "DATETIME"},
      {"hs_lastmodifieddate", "BIGINT"},
      {"properties_json", "JSON"},
      {"synced_at", "DATETIME", false},
      {"created_at", "DATETIME", false},
      {"updated_at", "DATETIME", false},
      {"archived", "TINYINT(1)", false, "0"},
      {"archived_at", "DATETIME"},
      {"merged_into", "VARCHAR(50) COLLATE utf8mb4_bin"},
  };
  table.indexes = {{"email_idx", {"email"}}, {"archived_idx", {"archived"}}};
  return table;
}

void SyncOwners(hubspot::Client& client, WriteSession& session, Summary& summary,
                const std::stop_token& stop) {
  const std::vector<hubspot::Owner> active = client.ListOwners(false, stop);
  const std::int64_t now_ms = client.ServerNowMillis();
  SmallTable::Rows rows;
  for (const auto& owners : {active, client.ListOwners(true, stop)}) {
    // Whoever was deactivated between the two answers is in both, and the later one counts.
    for (const hubspot::Owner& owner : owners) {
      rows[{owner.id}] = CellsOf(owner);
    }
  }
  WriteCounts counts;
  session.InTransaction([&](mariadb::Transaction& transaction) {
    if (active.empty() && HasLiveOwners(transaction)) {
      throw Error(ErrorKind::kBug,
                  "owners: HubSpot lists none at all, which no account has; nothing was changed",
                  "look at Settings > Users & Teams in HubSpot; the next sync asks again");
    }
    counts = Definition().Mirror(transaction, "", rows);
    SaveMirrored(transaction, kOwners, now_ms, counts.written, summary);
  });
  summary.rows += counts;
}

}  // namespace hm::sync
