#include "sync/engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failpoint.h"
#include "base/log.h"
#include "sync/objects/object_choice.h"
#include "sync/objects/owners.h"
#include "sync/objects/pipelines.h"
#include "sync/report/event_log.h"
#include "sync/store/checkpoint.h"
#include "sync/store/meta.h"
#include "sync/store/migrate.h"
#include "sync/store/state.h"
#include "sync/verify/verify_object.h"

namespace hm::sync {
namespace {

constexpr Millis kFirstReconnectWait{250};
constexpr Millis kLongestReconnectWait{30'000};
constexpr std::string_view kAssociations = "associations";

bool IsLostConnection(const Error& e) {
  return e.kind() == ErrorKind::kConnection ||
         (e.kind() == ErrorKind::kInDoubt && !HM_PLANTED("commit_error_is_failure"));
}

Error TakenOver() {
  return {ErrorKind::kFenced,
          "another connector has taken over this database; this one wrote nothing after that",
          "only one may write; hubspot-mariadb status names the one that does"};
}

Millis Since(SteadyTime start) {
  return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - start);
}

}  // namespace

Engine::Engine(hubspot::Client& client, EngineOptions options)
    : client_(client),
      options_(std::move(options)),
      sensitive_(client, options_.sync.full || options_.interval.count() > 0) {
  options_.sync.sensitive = &sensitive_;
  options_.sync.load_shares = &load_shares_;
}

void Engine::MakeAssociations(const WantedObjects& wanted, const std::stop_token& stop) {
  options_.sync.associations = nullptr;
  associations_.reset();
  const AssociationOptions& how = options_.sync.associated;
  if (how.interval.count() == 0) {
    return;
  }
  const bool same = wanted.setting == how.objects.setting;
  std::vector<const ObjectType*> types;
  for (const std::string& object :
       same ? objects_ : ChooseObjects(catalogue_, how.objects, client_, stop).objects) {
    if (const ObjectType* const type = catalogue_.Find(object)) {
      types.push_back(type);
    }
  }
  if (!types.empty()) {
    associations_ = std::make_unique<Associations>(client_, std::move(types), how.interval);
    options_.sync.associations = associations_.get();
  }
}

void Engine::LoadCatalogue() {
  catalogue_ = ObjectCatalogue();
  objects_.clear();
  mariadb::Connection connection(options_.database);
  catalogue_.Load(connection);
}

void Engine::Choose(const WantedObjects& wanted, const std::stop_token& stop) {
  LoadCatalogue();
  Choice choice = ChooseObjects(catalogue_, wanted, client_, stop);
  for (const auto& [object, error] : choice.passed_over) {
    log::Info("the token may not read an object, it is passed over",
              {{"object", object}, {"why", error.Coded()}});
  }
  objects_ = std::move(choice.objects);
  refused_ = std::move(choice.refused);
  MakeHistory(wanted, stop);
  MakeAssociations(wanted, stop);
}

void Engine::MakeHistory(const WantedObjects& wanted, const std::stop_token& stop) {
  const WantedObjects& of = options_.sync.history;
  options_.sync.with_history = ChooseHistory(catalogue_, of, client_, stop);
  const bool of_all = std::find(of.names.begin(), of.names.end(), "all") != of.names.end();
  const bool tells_all = wanted.setting == options_.sync.associated.objects.setting;
  for (const std::string& object : options_.sync.with_history) {
    if (tells_all && !of_all && std::find(objects_.begin(), objects_.end(), object) == objects_.end()) {
      log::Warn("HISTORY names an object that is not synced", {{"object", object}});
    }
  }
}

const ObjectType& Engine::TypeOf(const std::string& object) const {
  const ObjectType* const type = catalogue_.Find(object);
  if (type == nullptr) {
    throw Error(ErrorKind::kConfig, ErrorCode::kUnknownObject, fmt::format("no object is called {}", object));
  }
  return *type;
}

void Engine::Prepare(const WantedObjects& wanted, const std::stop_token& stop, NewTables new_tables) {
  if (!lease_) {
    lease_ = std::make_unique<Lease>(options_.database, options_.when_held, stop);
  }
  // Before any table is made for what the account has: it may be another account than the tables mirror.
  LoadCatalogue();
  MigrateTables({});
  CheckPortal(stop);
  Choose(wanted, stop);
  const bool made = new_tables == NewTables::kMade;
  if (made && catalogue_.has_new()) {
    OpenSession("account").InTransaction([&](mariadb::Transaction& t) { catalogue_.Save(t); });
  }
  MigrateTables(made ? objects_ : std::vector<std::string>{});
  options_.sync.promote.database = options_.database;
  options_.sync.promote.checked = CheckedPromotions(wanted, stop);
  NoteBeginning();
}

Promotions Engine::CheckedPromotions(const WantedObjects& wanted, const std::stop_token& stop) {
  mariadb::Connection connection(options_.database);
  const bool all = wanted.setting == options_.sync.associated.objects.setting;
  return CheckPromotions(options_.sync.promote.wanted, catalogue_, {objects_, all}, connection, client_,
                         stop);
}

void Engine::MigrateTables(const std::vector<std::string>& objects) {
  const auto applied = Migrate(options_.database, catalogue_, objects, !options_.sync.with_history.empty());
  if (!applied.empty()) {
    log::Info("tables created or upgraded", {{"statements", static_cast<std::int64_t>(applied.size())}});
  }
  schema_changes_ += applied.size();
}

std::vector<const ObjectType*> Engine::TypesWithPipelines() const {
  std::vector<const ObjectType*> types;
  for (const ObjectType& type : catalogue_.types()) {
    const bool synced = std::find(objects_.begin(), objects_.end(), type.name) != objects_.end();
    if (!type.pipeline_tables.empty() && (synced || type.name == "deals")) {
      types.push_back(&type);
    }
  }
  return types;
}

void Engine::NoteBeginning() {
  OpenSession("account").InTransaction([&](mariadb::Transaction& t) {
    if (!lease_->replaced().empty()) {
      NoteEvent(t, event::kTakeover, "", "took over from " + lease_->replaced() + ", which was gone");
    }
    if (schema_changes_ > 0) {
      NoteEvent(t, event::kSchema, "",
                fmt::format("tables created or upgraded, {} statements", schema_changes_));
    }
    if (options_.interval.count() > 0) {
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(options_.interval).count();
      WriteMeta(t, kSyncInterval, std::to_string(seconds));
    }
  });
}

std::int64_t Engine::RequestsFor(const std::string& object) const {
  const ObjectType* const type = catalogue_.Find(object);
  const std::string& path = type != nullptr ? type->path : object;
  std::int64_t sent = 0;
  for (const auto& [kind, counts] : client_.stats().by_kind) {
    if (object == kAssociations) {
      sent += kind.endpoint == kAssociations ? counts.sent : 0;
      continue;
    }
    const bool whole = kind.endpoint == kPipelines || kind.endpoint == kOwners;
    if (whole ? kind.endpoint == object : kind.object == path) {
      sent += counts.sent;
    }
  }
  return sent;
}

void Engine::CheckPortal(const std::stop_token& stop) {
  hubspot::AccountDetails account;
  try {
    account = client_.GetAccountDetails(stop);
  } catch (const Error& e) {
    // The account's details are no part of the mirror; a token that may not read them still may read records.
    if (e.kind() != ErrorKind::kScope && e.kind() != ErrorKind::kBug) {
      throw;
    }
    log::Debug("the account cannot be told, so it is not compared with the tables", {{"why", e.Coded()}});
    return;
  }
  if (account.portal_id == 0) {
    return;
  }
  WriteSession session = OpenSession("account");
  const std::string portal = std::to_string(account.portal_id);
  const std::string known = ReadMeta(session.connection(), kPortalId).value_or(portal);
  if (known != portal) {
    throw Error(ErrorKind::kConfig, ErrorCode::kOtherAccount,
                fmt::format("the token belongs to HubSpot account {}, but the tables in {} mirror account {}",
                            portal, session.connection().database(), known),
                "use the other account's token, or another DB_NAME for this account");
  }
  session.InTransaction([&](mariadb::Transaction& t) { WriteMeta(t, kPortalId, portal); });
}

Error Engine::CauseOf(const Error& error) const { return lost().stop_requested() ? TakenOver() : error; }

void Engine::ThrowIfLost() const {
  if (lost().stop_requested()) {
    throw TakenOver();
  }
}

Outcome Engine::Sync(const std::string& object, const std::stop_token& stop) {
  RunRecord run(object, [this, object] { return RequestsFor(object); });
  Outcome outcome{object, {}, std::nullopt, {}};
  if (options_.sync.telemetry != nullptr) {
    options_.sync.telemetry->Started(object);
  }
  log::Info("sync started", {{"object", object}});
  std::stop_source ending;
  const std::stop_callback on_stop(stop, [&] { ending.request_stop(); });
  const std::stop_callback on_loss(lost(), [&] { ending.request_stop(); });
  try {
    SyncWithReconnects(object, run, outcome.summary, ending.get_token());
  } catch (const Error& e) {
    outcome.error = CauseOf(e);
  } catch (const std::exception& e) {
    outcome.error = Error(ErrorKind::kBug, fmt::format("{}: {}", object, e.what()), "please report this");
  }
  outcome.took = run.took();
  outcome.requests = run.requests();
  if (options_.sync.telemetry != nullptr) {
    options_.sync.telemetry->Ended(object, outcome.summary, outcome.error);
  }
  Report(outcome, run);
  return outcome;
}

VerifyResult Engine::Verify(const std::string& object, const VerifyOptions& how,
                            const std::stop_token& stop) {
  VerifyResult result;
  result.object = object;
  try {
    WriteSession session = OpenSession(object);
    ThrowIfNeverSynced(session.connection(), object);
    // Its figures are its own; the telemetry is of the syncs.
    SyncOptions untold = options_.sync;
    untold.telemetry = nullptr;
    VerifyObject(client_, session, TypeOf(object), untold, how, result, stop);
  } catch (const Error& e) {
    result.error = e;
  }
  return result;
}

std::optional<Millis> Engine::UntilVerify(const std::string& object, Millis every) const try {
  mariadb::Connection connection(options_.database);
  const auto due = NextVerify(connection, object, every);
  return due ? std::optional(std::max(Millis{*due - client_.ServerNowMillis()}, Millis{0})) : std::nullopt;
} catch (const Error& e) {
  log::Debug("cannot look whether a verify is due", {{"object", object}, {"why", e.Coded()}});
  return std::nullopt;
}

void Engine::SyncWithReconnects(const std::string& object, RunRecord& run, Summary& summary,
                                const std::stop_token& stop) {
  SyncOptions how = options_.sync;
  WithReconnects(
      object, summary,
      [&] {
        // A full sync that was begun goes on from its checkpoint like any first load.
        how.full = how.full && summary.rows.read == 0;
        SyncOnce(object, how, run, summary, stop);
      },
      stop);
}

void Engine::WithReconnects(const std::string& object, const Summary& summary,
                            const std::function<void()>& work, const std::stop_token& stop) const {
  SteadyTime last_progress = std::chrono::steady_clock::now();
  std::int64_t progress = -1;
  Millis wait = kFirstReconnectWait;
  while (true) {
    try {
      work();
      return;
    } catch (const Error& e) {
      if (summary.rows.read > progress) {
        progress = summary.rows.read;
        last_progress = std::chrono::steady_clock::now();
        wait = kFirstReconnectWait;
      }
      if (!IsLostConnection(e) || Since(last_progress) > options_.database_patience) {
        throw;
      }
      if (options_.sync.telemetry != nullptr) {
        options_.sync.telemetry->Reconnected(object, e);
      }
      log::Warn("the database connection is gone, trying again",
                {{"object", object}, {"why", e.Coded()}, {"wait_ms", wait.count()}});
    }
    SleepFor(wait, stop);
    wait = std::min(wait * 2, kLongestReconnectWait);
  }
}

void Engine::SyncOnce(const std::string& object, const SyncOptions& how, RunRecord& run, Summary& summary,
                      const std::stop_token& stop) {
  WriteSession session = OpenSession(object);
  std::int64_t id = 0;
  session.InTransaction([&](mariadb::Transaction& t) {
    MarkRunning(t, object);
    id = run.Begin(t);
  });
  run.Began(id);
  if (const auto refused = refused_.find(object); refused != refused_.end()) {
    throw Error(refused->second);
  }
  if (object == kPipelines) {
    summary.kind = kPipelines;
    SyncPipelines(client_, session, TypesWithPipelines(), summary, stop);
  } else if (object == kOwners) {
    summary.kind = kOwners;
    SyncOwners(client_, session, summary, stop);
  } else {
    SyncObject(client_, session, TypeOf(object), how, summary, stop);
  }
  session.InTransaction([&](mariadb::Transaction& t) {
    SaveQuota(t);
    NoteOutcome(t, object, summary, std::nullopt);
    run.End(t, summary, std::nullopt);
  });
}

WriteSession Engine::OpenSession(const std::string& scope) const {
  mariadb::Connection connection(options_.database);
  // Without the lease no epoch fits, and every write is refused.
  Fence fence = lease_ ? lease_->FenceFor(connection, scope) : Fence{scope, -1};
  return {std::move(connection), std::move(fence)};
}

void Engine::SaveQuota(mariadb::Transaction& transaction) {
  const hubspot::Stats stats = client_.stats();
  if (stats.daily_limit && stats.daily_remaining) {
    WriteMeta(transaction, kDailyLimit, std::to_string(*stats.daily_limit));
    WriteMeta(transaction, kDailyRemaining, std::to_string(*stats.daily_remaining));
  }
}

void Engine::Report(const Outcome& outcome, const RunRecord& run) const {
  const WriteCounts& rows = outcome.summary.rows;
  for (const auto& [column, count] : outcome.summary.misfits) {
    log::Warn("values do not fit their column; they are whole in properties_json",
              {{"object", outcome.object}, {"column", column}, {"values", count}});
  }
  if (!outcome.error) {
    log::Info("sync done", {{"object", outcome.object},
                            {"read", rows.read},
                            {"written", rows.written},
                            {"unchanged", rows.unchanged},
                            {"archived", outcome.summary.archived},
                            {"requests", outcome.requests},
                            {"ms", outcome.took.count()},
                            {"complete_until", FormatUtc(outcome.summary.complete_until)}});
    return;
  }
  const bool stopped = outcome.error->kind() == ErrorKind::kCancelled;
  const std::string message = stopped ? "stopped on request; the next sync goes on from here"
                                      : fmt::format("{} ({})", outcome.error->Coded(), outcome.error->hint());
  log::Write(stopped ? log::Level::kInfo : log::Level::kError, stopped ? "sync stopped" : "sync failed",
             {{"object", outcome.object},
              {"read", rows.read},
              {"written", rows.written},
              {"code", CodeName(outcome.error->code())},
              {"why", message}});
  try {
    OpenSession(outcome.object).InTransaction([&](mariadb::Transaction& t) {
      MarkFailed(t, outcome.object, message, rows.written);
      NoteOutcome(t, outcome.object, outcome.summary, outcome.error);
      run.End(t, outcome.summary, outcome.error);
    });
  } catch (const Error& e) {
    log::Warn("the failure cannot be noted in sync_state", {{"object", outcome.object}, {"why", e.Coded()}});
  }
}

}  // namespace hm::sync
