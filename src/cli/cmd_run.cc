#include <algorithm>
#include <functional>
#include <thread>

#include "base/heartbeat.h"
#include "base/log.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/pulse.h"
#include "cli/service_manager.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "cli/status_service.h"
#include "sync/objects/object_choice.h"
#include "sync/promote/promote_check.h"
#include "sync/report/telemetry.h"
#include "sync/schedule.h"
#include "sync/verify/background_verify.h"

namespace hm::cli {
namespace {

constexpr Millis kForever{std::chrono::hours{24 * 365}};
constexpr Millis kLongestWait{60'000};

// The wall clock may be set while we sleep, so a long sleep looks at it again every minute.
void SleepUntilWallClock(std::int64_t due_ms, const std::stop_token& stop) {
  for (std::int64_t now = NowUnixMillis(); now < due_ms; now = NowUnixMillis()) {
    SleepFor(std::min(Millis{due_ms - now}, kLongestWait), stop);
  }
}

// The database may come up after us; a refusal, unlike an absence, is final.
void PrepareWhenReachable(sync::Engine& engine, const sync::WantedObjects& wanted,
                          const std::stop_token& stop) {
  Millis wait{1000};
  while (true) {
    try {
      engine.Prepare(wanted, stop);
      return;
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kConnection && e.kind() != ErrorKind::kInDoubt &&
          e.kind() != ErrorKind::kRetry) {
        throw;
      }
      log::Warn("cannot start yet, trying again",
                {{"why", e.Coded()}, {"hint", e.hint()}, {"wait_ms", wait.count()}});
    }
    SleepFor(wait, stop);
    wait = std::min(wait * 2, kLongestWait);
  }
}

// One object's schedule, until a stop: at once, then at every slot; slots missed by a long sync count once.
void Follow(sync::Engine& engine, const std::string& object, Millis offset, Millis interval,
            const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const std::int64_t started = NowUnixMillis();
    engine.Sync(object, stop);
    try {
      SleepUntilWallClock(sync::NextStart(started, NowUnixMillis(), offset, interval), stop);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kCancelled) {
        throw;
      }
    }
  }
}

// What outlives a reload.
struct Shared {
  sync::Telemetry telemetry;
  StatusService status{telemetry};
  ServiceManager manager;
  Pulse pulse{manager, telemetry};
  Progress progress{telemetry};
};

// The reload is over, whether it was refused or not.
struct ReadyAgain {
  const ServiceManager& manager;
  ~ReadyAgain() { manager.Ready(); }
};

// While it lives, the status page and the live lines show this configuration.
class Showing {
 public:
  Showing(Shared& shared, const config::Settings& settings, const HubSpot& hubspot) : shared_(shared) {
    shared_.status.Follow(settings, hubspot.client);
    shared_.progress.AskQuota([&hubspot] { return hubspot.DayLeft(); });
  }
  ~Showing() {
    shared_.progress.AskQuota({});
    shared_.status.Leave();
  }
  Showing(const Showing&) = delete;
  Showing& operator=(const Showing&) = delete;

 private:
  Shared& shared_;
};

// Looks every minute whether the associations of all records are to be read again.
void FollowAssociations(sync::Engine& engine, const std::vector<std::string>& objects, Millis interval,
                        const std::stop_token& stop) {
  try {
    while (!stop.stop_requested()) {
      engine.SyncAssociations(objects, stop);
      SleepFor(std::min(interval, kLongestWait), stop);
    }
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kCancelled) {
      throw;
    }
  }
}

// One configuration's life. `wait` returns when it ends. Throws Error(kFenced) when another connector took
// over.
void Serve(const config::Settings& settings, Signals& signals, Shared& shared,
           const std::function<void()>& wait) {
  HubSpot hubspot(settings);
  const Showing showing(shared, settings, hubspot);
  sync::SyncOptions how = OptionsFor(settings);
  how.telemetry = &shared.telemetry;
  // Asked only where somebody sees them.
  shared.telemetry.WantTotals(!settings.status_listen.empty() || shared.manager.listens() ||
                              IsLiveTerminal());
  sync::Engine engine(hubspot.client, {DatabaseOptions(settings), how, kForever, sync::WhenHeld::kWait,
                                       settings.sync_interval});
  std::stop_source ending;
  const std::stop_callback end_with_program(signals.stop(), [&] { ending.request_stop(); });
  PrepareWhenReachable(engine, ObjectsWanted(settings), ending.get_token());
  const std::vector<std::string>& objects = engine.objects();
  shared.status.Schedule(objects);
  const std::stop_callback end_with_lease(engine.lost(), [&] { signals.RequestStop(); });
  log::Info("running", {{"interval_ms", settings.sync_interval.count()},
                        {"objects", static_cast<std::int64_t>(objects.size())}});
  std::vector<std::jthread> workers;
  for (const std::string& object : objects) {
    const Millis offset = sync::SlotOffset(object, objects, settings.sync_interval);
    Heartbeat& heartbeat = shared.pulse.NewHeartbeat();
    workers.emplace_back([&engine, &settings, &ending, &heartbeat, object, offset] {
      const BeatsFor beats(&heartbeat);
      Follow(engine, object, offset, settings.sync_interval, ending.get_token());
    });
  }
  const auto verify_every = std::chrono::duration_cast<Millis>(
      std::chrono::duration<double, std::ratio<3600>>(settings.verify_interval_hours));
  workers.emplace_back([&] { sync::VerifyInBackground(engine, objects, verify_every, ending.get_token()); });
  workers.emplace_back([&engine, &settings, &ending, &objects] {
    FollowAssociations(engine, objects, settings.sync_interval, ending.get_token());
  });
  wait();
  ending.request_stop();
  workers.clear();
  shared.pulse.Forget();
  engine.ThrowIfLost();
}

config::Settings LoadForRun(const config::Sources& sources) {
  config::Settings settings = LoadSettings(sources);
  config::RequireHubSpot(settings);
  config::RequireDatabase(settings);
  return settings;
}

// An unknown object or property ends a start in words, but must not end what runs already.
void RefuseUnknownNames(const config::Settings& settings) {
  constexpr int kQuickTries = 2;
  HubSpot hubspot(settings, kQuickTries);
  sync::ObjectCatalogue catalogue;
  mariadb::Connection connection(DatabaseOptions(settings));
  catalogue.Load(connection);
  sync::ChooseHistory(catalogue, OptionsFor(settings).history, hubspot.client, {});
  const sync::Choice choice = sync::ChooseObjects(catalogue, ObjectsWanted(settings), hubspot.client, {});
  sync::CheckPromotions(OptionsFor(settings).promote.wanted, catalogue, {choice.objects, true}, connection,
                        hubspot.client, {});
}

}  // namespace

ExitCode Run(const config::Sources& sources) {
  config::Settings settings = LoadForRun(sources);
  Signals signals;
  Shared shared;
  shared.status.Listen(settings);
  // The database and HubSpot may be away yet: that is waited for, and no reason to start the service again.
  shared.manager.Ready();
  const std::stop_callback ending(signals.stop(), [&] { shared.manager.Stopping(); });
  try {
    while (!signals.stop().stop_requested()) {
      config::Settings next = settings;
      Serve(settings, signals, shared, [&] {
        while (signals.WaitForReload()) {
          shared.manager.Reloading();
          const ReadyAgain ready{shared.manager};
          try {
            next = LoadForRun(sources);
            RefuseUnknownNames(next);
            shared.status.Listen(next);
            log::Info("configuration read again");
            return;
          } catch (const Error& e) {
            log::Error("the new configuration is refused, the old one stays",
                       {{"why", e.Coded()}, {"hint", e.hint()}});
          }
        }
      });
      settings = std::move(next);
    }
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kCancelled) {
      throw;
    }
  }
  log::Info("stopped");
  return kDone;
}

}  // namespace hm::cli
