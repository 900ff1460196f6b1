#include "sync/report/run_log.h"

#include <fmt/format.h>

#include "base/error_name.h"

namespace hm::sync {
namespace {

// TEXT holds 65,535 bytes; no message of ours comes near.
std::string TextOrNull(mariadb::Transaction& transaction, const std::string& text) {
  return text.empty() ? "NULL" : transaction.Quote(text);
}

std::string_view ResultWord(const std::optional<Error>& error) {
  if (!error) {
    return "success";
  }
  return error->kind() == ErrorKind::kCancelled ? "stopped" : "failed";
}

// Whole seconds of UTC, whatever the session's time zone.
constexpr std::string_view kMillis = "TIMESTAMPDIFF(SECOND, '1970-01-01', {}) * 1000";

Run ReadRow(mariadb::Result& row) {
  Run run;
  run.object = row.String(0);
  run.kind = row.String(1);
  run.started_ms = row.Int(2);
  run.ended_ms = row.OptionalInt(3);
  run.result = row.String(4);
  std::int64_t* const counts[] = {&run.read,     &run.written,   &run.unchanged,
                                  &run.archived, &run.set_aside, &run.requests};
  std::size_t column = 5;
  for (std::int64_t* const count : counts) {
    *count = row.Int(column++);
  }
  run.seconds = std::stod(row.String(11));
  run.error_kind = row.String(12);
  run.error = row.String(13);
  run.hint = row.String(14);
  return run;
}

}  // namespace

mariadb::TableDef RunsTable() {
  mariadb::TableDef table{"sync_runs", {}, {"id"}};
  table.columns = {
      {"id", "BIGINT", false, std::nullopt, true},
      {"object_type", "VARCHAR(50)", false},
      {"kind", "VARCHAR(20)", false},
      {"started_at", "DATETIME", false},
      {"ended_at", "DATETIME", true},
      {"result", "VARCHAR(20)", false},
      {"records_read", "BIGINT", false, "0"},
      {"records_written", "BIGINT", false, "0"},
      {"records_unchanged", "BIGINT", false, "0"},
      {"records_archived", "BIGINT", false, "0"},
      {"records_set_aside", "BIGINT", false, "0"},
      {"requests", "BIGINT", false, "0"},
      {"seconds", "DECIMAL(12,3)", false, "0"},
      {"error_kind", "VARCHAR(30)", true},
      {"error_message", "TEXT", true},
      {"error_hint", "TEXT", true},
  };
  table.indexes = {{"object_type_idx", {"object_type", "id"}},
                   {"last_success_idx", {"result", "object_type", "ended_at"}}};
  return table;
}

std::vector<Run> ReadRuns(mariadb::Connection& connection, std::size_t most) {
  mariadb::Result rows = connection.Query(fmt::format(
      "SELECT object_type, kind, {}, {}, result, records_read, records_written, records_unchanged, "
      "records_archived, records_set_aside, requests, seconds, error_kind, error_message, error_hint "
      "FROM sync_runs ORDER BY id DESC LIMIT {}",
      fmt::format(kMillis, "started_at"), fmt::format(kMillis, "ended_at"), most));
  std::vector<Run> runs;
  while (rows.Next()) {
    runs.push_back(ReadRow(rows));
  }
  return runs;
}

std::map<std::string, std::int64_t> ReadLastSuccesses(mariadb::Connection& connection) {
  mariadb::Result rows = connection.Query(fmt::format(
      "SELECT object_type, {} FROM sync_runs WHERE result = 'success' AND ended_at IS NOT NULL GROUP BY "
      "object_type",
      fmt::format(kMillis, "MAX(ended_at)")));
  std::map<std::string, std::int64_t> times;
  while (rows.Next()) {
    times[rows.String(0)] = rows.Int(1);
  }
  return times;
}

RunRecord::RunRecord(std::string object, std::function<std::int64_t()> requests)
    : object_(std::move(object)),
      requests_(std::move(requests)),
      requests_before_(requests_()),
      start_(std::chrono::steady_clock::now()) {}

Millis RunRecord::took() const {
  return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - start_);
}

std::int64_t RunRecord::Begin(mariadb::Transaction& transaction) const {
  if (id_ != 0) {
    return id_;
  }
  transaction.Execute(
      fmt::format("UPDATE sync_runs SET result = 'interrupted' WHERE object_type = {} AND result = 'running'",
                  transaction.Quote(object_)));
  transaction.Execute(fmt::format(
      "INSERT INTO sync_runs (object_type, kind, started_at, result) VALUES ({}, '', "
      "UTC_TIMESTAMP() - INTERVAL {} SECOND, 'running')",
      transaction.Quote(object_), std::chrono::duration_cast<std::chrono::seconds>(took()).count()));
  mariadb::Result made = transaction.Query("SELECT LAST_INSERT_ID()");
  made.Next();
  const std::int64_t id = made.Int(0);
  transaction.Execute(fmt::format("DELETE FROM sync_runs WHERE id <= {}", id - kMostRuns));
  return id;
}

void RunRecord::End(mariadb::Transaction& transaction, const Summary& summary,
                    const std::optional<Error>& error) const {
  const std::int64_t id = Begin(transaction);
  const WriteCounts& rows = summary.rows;
  transaction.Execute(fmt::format(
      "UPDATE sync_runs SET kind = '{}', ended_at = UTC_TIMESTAMP(), result = '{}', records_read = {}, "
      "records_written = {}, records_unchanged = {}, records_archived = {}, records_set_aside = {}, requests "
      "= "
      "{}, seconds = {:.3f}, error_kind = {}, error_message = {}, error_hint = {} WHERE id = {}",
      summary.kind, ResultWord(error), rows.read, rows.written, rows.unchanged, summary.archived,
      summary.set_aside, requests(), static_cast<double>(took().count()) / 1000.0,
      error ? fmt::format("'{}'", NameOf(error->kind())) : "NULL",
      error ? TextOrNull(transaction, error->what()) : "NULL",
      error ? TextOrNull(transaction, error->hint()) : "NULL", id));
}

}  // namespace hm::sync
