#include "sync/engine.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failpoint.h"
#include "base/log.h"
#include "sync/objects/owners.h"
#include "sync/objects/pipelines.h"
#include "sync/report/event_log.h"
#include "sync/store/meta.h"
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
  options_.sync.open_session = [this](const std::string& scope) { return OpenSession(scope); };
}

const ObjectType& Engine::TypeOf(const std::string& object) const {
  const ObjectType* const type = catalogue_.Find(object);
  if (type == nullptr) {
    throw Error(ErrorKind::kConfig, ErrorCode::kUnknownObject, fmt::format("no object is called {}", object));
  }
  return *type;
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

Error Engine::CauseOf(const Error& error) const { return lost().stop_requested() ? TakenOver() : error; }

void Engine::ThrowIfLost() const {
  if (lost().stop_requested()) {
    throw TakenOver();
  }
}

Outcome Engine::Sync(const std::string& object, const std::stop_token& stop,
                     const std::function<void()>& on_loaded) {
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
    SyncWithReconnects(object, on_loaded, run, outcome.summary, ending.get_token());
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

void Engine::SyncWithReconnects(const std::string& object, const std::function<void()>& on_loaded,
                                RunRecord& run, Summary& summary, const std::stop_token& stop) {
  SyncOptions how = options_.sync;
  how.on_loaded = on_loaded;
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
