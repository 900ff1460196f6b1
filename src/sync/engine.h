// Runs the syncs of objects: what `sync` does once and `run` on its schedule. The top of a worker: every
// error of an object's sync ends here, in sync_state, in the log and in the outcome.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "hubspot/client.h"
#include "mariadb/connection.h"
#include "sync/associations/associations.h"
#include "sync/load/load_size.h"
#include "sync/object_sync.h"
#include "sync/objects/object_catalogue.h"
#include "sync/report/run_log.h"
#include "sync/sensitive/sensitive_scopes.h"
#include "sync/store/lease.h"
#include "sync/verify/verify.h"

namespace hm::sync {

struct EngineOptions {
  mariadb::ConnectionOptions database;
  SyncOptions sync;
  Millis database_patience{};  // how long a lost database is waited for, without any progress
  WhenHeld when_held = WhenHeld::kRefuse;
  Millis interval{};  // of the schedule, for v_sync_status; zero where there is none
};

// Whether objects that were never synced get their tables.
enum class NewTables { kMade, kNone };

struct Outcome {
  std::string object;
  Summary summary;
  std::optional<Error> error;
  Millis took{};
  std::int64_t requests = 0;
};

// Thread-safe: different objects may be synced at the same time, each on a connection of its own.
class Engine {
 public:
  // The client must outlive it.
  Engine(hubspot::Client& client, EngineOptions options);

  // Takes the lease, makes sure that the token belongs to the account the tables mirror, learns which objects
  // are wanted, migrates the tables and looks at what PROMOTE asks for. Throws Error, as ChooseObjects() and
  // CheckPromotions() too.
  void Prepare(const WantedObjects& wanted, const std::stop_token& stop,
               NewTables new_tables = NewTables::kMade);
  // Only learns which objects are wanted, for what writes nothing.
  void Choose(const WantedObjects& wanted, const std::stop_token& stop);

  // After either: what is wanted, by name, in the order of the schedule.
  const std::vector<std::string>& objects() const { return objects_; }
  // False for what is mirrored whole by each sync, such as pipelines: nothing of it is left to verify.
  bool HasRecords(const std::string& object) const { return catalogue_.Find(object) != nullptr; }

  // After Prepare(): asked to stop when another connector took over; nothing can be written any more.
  std::stop_token lost() const { return lease_->lost(); }
  // Throws Error(kFenced) then.
  void ThrowIfLost() const;

  // Never throws an Error: it is in the outcome.
  // `on_loaded`: told when a first load has all records, while the sync goes on.
  Outcome Sync(const std::string& object, const std::stop_token& stop,
               const std::function<void()>& on_loaded = {});

  // Reads the associations of all records of these objects, as far as that is due; nullopt when nothing was.
  // Never throws an Error: it is in the outcome.
  std::optional<Outcome> SyncAssociations(const std::vector<std::string>& objects,
                                          const std::stop_token& stop);

  // Compares one object with HubSpot and keeps the result in hubspot_sync_passes. Never throws an Error: it
  // is in the result. Without repair it needs no Prepare(), and runs beside a connector that writes.
  VerifyResult Verify(const std::string& object, const VerifyOptions& how, const std::stop_token& stop);
  // How long until the object is to be compared again, if that is done `every` so often; 0 when it is due,
  // nullopt while that cannot be told: before its first load is done, or without a database.
  std::optional<Millis> UntilVerify(const std::string& object, Millis every) const;

  // All at the same time, each with its associations, as far as they are due, once its records are there.
  // Outcomes in the order of `objects`, and one of the associations if any were read.
  std::vector<Outcome> SyncAll(const std::vector<std::string>& objects, const std::stop_token& stop);

 private:
  // Throws Error(kConfig) when there is none of that name.
  const ObjectType& TypeOf(const std::string& object) const;
  void LoadCatalogue();
  void MigrateTables(const std::vector<std::string>& objects, std::set<std::string>& current);
  void MakeHistory(const WantedObjects& wanted, const std::stop_token& stop);
  Promotions CheckedPromotions(const WantedObjects& wanted, const std::stop_token& stop);
  void MakeAssociations(const WantedObjects& wanted, const std::stop_token& stop);
  void CheckPortal(const std::stop_token& stop);
  // Those whose pipelines are mirrored: deals always, others when they are synced.
  std::vector<const ObjectType*> TypesWithPipelines() const;
  void NoteBeginning();
  class Sweeps;
  // What made work fail: that another connector took over, if one did.
  Error CauseOf(const Error& error) const;
  std::int64_t RequestsFor(const std::string& object) const;
  // Repeats on lost database connections; every repetition goes on from the checkpoint in the database.
  void SyncWithReconnects(const std::string& object, const std::function<void()>& on_loaded, RunRecord& run,
                          Summary& summary, const std::stop_token& stop);
  void WithReconnects(const std::string& object, const Summary& summary, const std::function<void()>& work,
                      const std::stop_token& stop) const;
  void SyncOnce(const std::string& object, const SyncOptions& how, RunRecord& run, Summary& summary,
                const std::stop_token& stop);
  void Report(const Outcome& outcome, const RunRecord& run) const;
  void SaveQuota(mariadb::Transaction& transaction);
  WriteSession OpenSession(const std::string& scope) const;

  hubspot::Client& client_;
  EngineOptions options_;
  ObjectCatalogue catalogue_;  // does not change once objects are synced
  SensitiveScopes sensitive_;
  LoadShares load_shares_;
  std::vector<std::string> objects_;
  std::map<std::string, Error> refused_;  // of them, what the token may not even look up
  std::unique_ptr<Associations> associations_;
  std::unique_ptr<Lease> lease_;
  std::size_t schema_changes_ = 0;  // statements, until they are noted
};

}  // namespace hm::sync
