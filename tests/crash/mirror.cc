#include "crash/mirror.h"

#include <fmt/format.h>

#include <iterator>
#include <unordered_map>
#include <utility>

#include "crash/tripwires.h"

namespace hm::crash {
namespace {

constexpr std::int64_t kPageRows = 100;
constexpr std::size_t kMostShown = 5;

std::uint64_t CursorId(const std::string& cursor) {
  return cursor.empty() || cursor.find_first_not_of("0123456789") != std::string::npos ? 0
                                                                                       : std::stoull(cursor);
}

// Whether the checkpoint says that the record's newest version is in the table.
bool IsClaimed(const Progress& checkpoint, const Noted& record) {
  if (record.appeared <= checkpoint.complete_until) {
    return true;
  }
  if (record.appeared > checkpoint.window_to) {
    return false;
  }
  if (checkpoint.phase == "first_load") {
    const auto range = checkpoint.ranges.upper_bound(record.id);
    const bool read = range != checkpoint.ranges.begin() && record.id < std::prev(range)->second;
    return read || record.id < CursorId(checkpoint.cursor);
  }
  return checkpoint.phase == "incremental" && record.modified >= checkpoint.window_from &&
         record.id <= CursorId(checkpoint.cursor);
}

void Keep(Findings& findings, const std::string& oracle, const std::vector<std::string>& found) {
  for (std::size_t i = 0; i < found.size() && i < kMostShown; ++i) {
    findings.push_back({oracle, found[i]});
  }
  if (found.size() > kMostShown) {
    findings.push_back({oracle, fmt::format("and {} more", found.size() - kMostShown)});
  }
}

}  // namespace

const std::vector<std::string>& Mirror::Objects() {
  static const std::vector<std::string> objects{"contacts", "deals"};
  return objects;
}

Mirror::Mirror(Account& account, test::MariadbServer& server, std::string bug)
    : account_(account),
      connector_(account.simulator(), server, "hubspot-mariadb-crash"),
      bug_(std::move(bug)) {}

std::unique_ptr<test::Process> Mirror::Start(std::vector<std::string> args, const std::string& failpoint,
                                             const std::string& socket) const {
  test::Environment env{{"SYNC_BUFFER_MINUTES", std::to_string(kOverlapMs / 60'000)},
                        {"HISTORY", "contacts"},
                        {"HM_FAILPOINT", failpoint},
                        {"HM_PLANTED_BUG", "fast_search," + bug_}};
  if (!socket.empty()) {
    env["DB_SOCKET"] = socket;
  }
  return connector_.Start(args, env);
}

void Mirror::SetUp() {
  const auto migrate = Start({"migrate"});
  if (migrate->Wait(kLongestSync) != 0) {
    throw std::runtime_error("migrate failed: " + migrate->Err());
  }
  for (const std::string& statement : Tripwires(Objects())) {
    connector_.Execute(statement);
  }
}

Progress Mirror::ReadProgress(const std::string& object) const {
  mariadb::Connection connection(connector_.options());
  mariadb::Result row = connection.Query(
      "SELECT phase, complete_until, window_from, window_to, after_cursor, rows_written, rows_written - "
      "sealed "
      "FROM crash_tally LEFT JOIN hubspot_sync_checkpoints ON object_type = object WHERE object = '" +
      object + "'");
  if (!row.Next()) {
    throw std::runtime_error("no tally of " + object);
  }
  std::map<std::uint64_t, std::uint64_t> read;
  mariadb::Connection another(connector_.options());
  mariadb::Result ranges =
      another.Query("SELECT start_id, next_id FROM hubspot_sync_ranges WHERE object_type = '" + object + "'");
  while (ranges.Next()) {
    read[std::stoull(ranges.String(0))] = std::stoull(ranges.String(1));
  }
  return {row.String(0),
          row.OptionalInt(1).value_or(0),
          row.OptionalInt(2).value_or(0),
          row.OptionalInt(3).value_or(0),
          row.String(4),
          std::move(read),
          row.Int(5),
          row.Int(6)};
}

std::vector<Progress> Mirror::ReadProgress() const {
  std::vector<Progress> all;
  for (const std::string& object : Objects()) {
    all.push_back(ReadProgress(object));
  }
  return all;
}

std::int64_t Mirror::RowsWritten() const {
  return std::stoll(connector_.Value("SELECT SUM(rows_written) FROM crash_tally"));
}

std::int64_t Mirror::ChangesKept() const { return connector_.Count("hubspot_property_history"); }

std::int64_t Mirror::CompleteUntil(const std::string& object) const {
  return ReadProgress(object).complete_until;
}

void Mirror::AgeLease() const {
  connector_.Execute("UPDATE hubspot_lease SET renewed_at = renewed_at - INTERVAL 1 HOUR");
}

Findings Mirror::AfterKill() const {
  Findings findings;
  for (const std::string& object : Objects()) {
    FindMissing(object, findings);
    FindUnsealed(object, findings);
  }
  FindStepsBack(findings);
  FindTornHistory(findings);
  return findings;
}

void Mirror::FindMissing(const std::string& object, Findings& findings) const {
  const Progress checkpoint = ReadProgress(object);
  std::unordered_map<std::uint64_t, std::int64_t> stored;
  mariadb::Connection connection(connector_.options());
  mariadb::Result rows = connection.Query("SELECT id, hs_lastmodifieddate FROM hubspot_" + object);
  while (rows.Next()) {
    stored[std::stoull(rows.String(0))] = rows.Int(1);
  }
  std::vector<std::string> missing;
  for (const Noted& record : account_.Records(object)) {
    const auto found = stored.find(record.id);
    const std::int64_t version = found == stored.end() ? 0 : found->second;
    if (version < record.modified && IsClaimed(checkpoint, record)) {
      missing.push_back(fmt::format(
          "{} {}: version {} is not there (but {}), appeared {}; checkpoint {} "
          "until {} window {} to {} cursor {}",
          object, record.id, record.modified, version, record.appeared, checkpoint.phase,
          checkpoint.complete_until, checkpoint.window_from, checkpoint.window_to, checkpoint.cursor));
    }
  }
  Keep(findings, "below the checkpoint", missing);
}

// A first load's page and its checkpoint are one transaction. A page of search is written in two; the first
// may stand alone: that is the one page which a kill lets be asked for again.
void Mirror::FindUnsealed(const std::string& object, Findings& findings) const {
  const Progress now = ReadProgress(object);
  const std::int64_t allowed = now.phase == "first_load" ? 0 : kPageRows;
  if (now.unsealed > allowed) {
    findings.push_back({"one transaction", fmt::format("{}: {} rows were committed without their checkpoint",
                                                       object, now.unsealed)});
  }
}

void Mirror::FindStepsBack(Findings& findings) const {
  mariadb::Connection connection(connector_.options());
  mariadb::Result rows = connection.Query("SELECT what, was, became FROM crash_steps_back");
  std::vector<std::string> steps;
  while (rows.Next()) {
    steps.push_back(
        fmt::format("{} went from {} back to {}", rows.String(0), rows.String(1), rows.String(2)));
  }
  Keep(findings, "step back", steps);
}

// Each change begins at the value that the one before it ended at, and the last one ends at the row's.
void Mirror::FindTornHistory(Findings& findings) const {
  mariadb::Connection connection(connector_.options());
  mariadb::Result rows = connection.Query(
      "SELECT record_id, property, number FROM (SELECT record_id, property, number, old_value, new_value, "
      "LAG(number) OVER w AS earlier, LAG(new_value) OVER w AS was, LEAD(number) OVER w AS later FROM "
      "hubspot_property_history WINDOW w AS (PARTITION BY record_id, property ORDER BY number)) AS chain "
      "LEFT "
      "JOIN hubspot_contacts ON id = record_id WHERE (earlier IS NOT NULL AND NOT old_value <=> was) OR "
      "(later "
      "IS NULL AND NOT new_value <=> JSON_VALUE(properties_json, CONCAT('$.\"', property, '\"')))");
  std::vector<std::string> torn;
  while (rows.Next()) {
    torn.push_back(fmt::format("contact {}: {}, change {}", rows.String(0), rows.String(1), rows.String(2)));
  }
  Keep(findings, "torn history", torn);
}

bool Mirror::SyncWell(Findings& findings) const {
  const auto sync = Start({"sync"});
  const auto code = sync->Wait(kLongestSync);
  if (code != 0) {
    findings.push_back({"outcome", fmt::format("a sync that nobody disturbed ended with {}: {}",
                                               code.value_or(-1), sync->Err())});
  }
  return code == 0;
}

Findings Mirror::AtRest() const {
  Findings findings;
  account_.Advance(2'000);  // the newest second is known to the second only
  // The first ends a window that a kill left open; only the next reads up to now.
  if (!SyncWell(findings) || !SyncWell(findings)) {
    return findings;
  }
  for (Finding& finding : AfterKill()) {
    findings.push_back(std::move(finding));
  }
  for (const std::string& object : Objects()) {
    for (Finding& finding : Compare(object)) {
      findings.push_back(std::move(finding));
    }
  }
  Keep(findings, "final comparison", connector_.LinkDifferences("contacts", "deals"));
  Keep(findings, "final comparison", connector_.LinkDifferences("deals", "contacts"));
  Keep(findings, "the harness itself", account_.Mistakes());
  const std::int64_t before = RowsWritten();
  if (SyncWell(findings) && RowsWritten() != before) {
    findings.push_back({"idle sync", fmt::format("{} rows were written although nothing had changed",
                                                 RowsWritten() - before)});
  }
  return findings;
}

Findings Mirror::Compare(const std::string& object) const {
  Findings findings;
  Keep(findings, "final comparison", connector_.Differences(object));
  return findings;
}

}  // namespace hm::crash
