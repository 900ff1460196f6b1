#include "sync/report/event_log.h"

#include <fmt/format.h>

#include "base/error_name.h"

namespace hm::sync {
namespace {

// NameOf the error that the object's last run ended with; "" after a success or without one. Runs that were
// stopped or cut off say nothing.
std::string LastFailure(mariadb::Transaction& transaction, std::string_view object) {
  mariadb::Result last = transaction.Query(fmt::format(
      "SELECT error_kind FROM sync_runs WHERE object_type = {} AND result IN ('success', 'failed') "
      "ORDER BY id DESC LIMIT 1",
      transaction.Quote(object)));
  return last.Next() ? last.String(0) : "";
}

bool IsRefusal(const Error& error) {
  return error.kind() == ErrorKind::kAuth || error.kind() == ErrorKind::kScope ||
         error.kind() == ErrorKind::kData;
}

}  // namespace

mariadb::TableDef EventsTable() {
  mariadb::TableDef table{"sync_events", {}, {"id"}};
  table.columns = {
      {"id", "BIGINT", false, std::nullopt, true},
      {"happened_at", "DATETIME", false},
      {"kind", "VARCHAR(30)", false},
      {"object_type", "VARCHAR(50)", true},
      {"message", "TEXT", false},
  };
  return table;
}

void NoteEvent(mariadb::Transaction& transaction, std::string_view kind, std::string_view object,
               std::string_view message) {
  transaction.Execute(
      fmt::format("INSERT INTO sync_events (happened_at, kind, object_type, message) VALUES "
                  "(UTC_TIMESTAMP(), {}, {}, {})",
                  transaction.Quote(kind), object.empty() ? "NULL" : transaction.Quote(object),
                  transaction.Quote(message)));
  mariadb::Result made = transaction.Query("SELECT LAST_INSERT_ID()");
  made.Next();
  transaction.Execute(fmt::format("DELETE FROM sync_events WHERE id <= {}", made.Int(0) - kMostEvents));
}

void NoteOutcome(mariadb::Transaction& transaction, std::string_view object, const Summary& summary,
                 const std::optional<Error>& error) {
  if (error && error->kind() == ErrorKind::kCancelled) {
    return;
  }
  const std::string before = LastFailure(transaction, object);
  if (error && before != NameOf(error->kind())) {
    NoteEvent(transaction, IsRefusal(*error) ? event::kRefused : event::kFailed, object, error->what());
  }
  if (!error && !before.empty()) {
    NoteEvent(transaction, event::kRecovered, object, "works again");
  }
  if (!error && summary.kind == "first_load") {
    NoteEvent(transaction, event::kFirstLoad, object,
              fmt::format("first load complete, {} records", summary.rows.read));
  }
}

std::vector<Event> ReadEvents(mariadb::Connection& connection, std::size_t most) {
  mariadb::Result rows = connection.Query(fmt::format(
      "SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', happened_at) * 1000, kind, object_type, message "
      "FROM sync_events ORDER BY id DESC LIMIT {}",
      most));
  std::vector<Event> events;
  while (rows.Next()) {
    events.push_back({rows.Int(0), rows.String(1), rows.String(2), rows.String(3)});
  }
  return events;
}

}  // namespace hm::sync
