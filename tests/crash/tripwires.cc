#include "crash/tripwires.h"

#include <fmt/format.h>

namespace hm::crash {
namespace {

// Counts written rows and notes versions that became older.
void AddRowTriggers(const std::string& object, std::vector<std::string>& statements) {
  const std::string count =
      fmt::format("UPDATE crash_tally SET rows_written = rows_written + 1 WHERE object = '{}'", object);
  statements.push_back(fmt::format("INSERT INTO crash_tally VALUES ('{}', 0, 0)", object));
  statements.push_back(fmt::format(
      "CREATE TRIGGER crash_insert_{0} AFTER INSERT ON hubspot_{0} FOR EACH ROW {1}", object, count));
  statements.push_back(fmt::format(
      "CREATE TRIGGER crash_update_{0} AFTER UPDATE ON hubspot_{0} FOR EACH ROW BEGIN "
      "IF NEW.hs_lastmodifieddate < OLD.hs_lastmodifieddate THEN INSERT INTO crash_steps_back VALUES "
      "(CONCAT('{0} ', NEW.id), OLD.hs_lastmodifieddate, NEW.hs_lastmodifieddate); END IF; {1}; END",
      object, count));
}

std::string Seal(const std::string& event, const std::string& first) {
  return fmt::format(
      "CREATE TRIGGER crash_seal_{0} AFTER {0} ON hubspot_sync_checkpoints FOR EACH ROW BEGIN {1} "
      "UPDATE crash_tally SET sealed = rows_written WHERE object = NEW.object_type; END",
      event, first);
}

}  // namespace

std::vector<std::string> Tripwires(const std::vector<std::string>& objects) {
  std::vector<std::string> statements{
      "CREATE TABLE crash_tally (object VARCHAR(50) COLLATE utf8mb4_unicode_ci PRIMARY KEY, rows_written "
      "BIGINT NOT NULL, "
      "sealed BIGINT NOT NULL) ENGINE=InnoDB",
      "CREATE TABLE crash_steps_back (what VARCHAR(100), was BIGINT, became BIGINT) ENGINE=InnoDB",
  };
  for (const std::string& object : objects) {
    AddRowTriggers(object, statements);
  }
  statements.push_back(Seal("INSERT", ""));
  statements.push_back(
      Seal("UPDATE",
           "IF NEW.complete_until < OLD.complete_until THEN INSERT INTO crash_steps_back VALUES "
           "(CONCAT('checkpoint of ', NEW.object_type), OLD.complete_until, NEW.complete_until); END IF;"));
  return statements;
}

}  // namespace hm::crash
