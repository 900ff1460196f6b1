#include <algorithm>
#include <functional>
#include <thread>

#include "base/log.h"
#include "cli/commands.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "sync/background_verify.h"
#include "sync/object_choice.h"
#include "sync/schedule.h"

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
                {{"why", std::string(e.what())}, {"wait_ms", wait.count()}});
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

// One configuration's life. `wait` returns when it ends. Throws Error(kFenced) when another connector took
// over.
void Serve(const config::Settings& settings, Signals& signals, const std::function<void()>& wait) {
  HubSpot hubspot(settings);
  sync::Engine engine(hubspot.client,
                      {DatabaseOptions(settings), OptionsFor(settings), kForever, sync::WhenHeld::kWait});
  std::stop_source ending;
  const std::stop_callback end_with_program(signals.stop(), [&] { ending.request_stop(); });
  PrepareWhenReachable(engine, ObjectsWanted(settings), ending.get_token());
  const std::vector<std::string>& objects = engine.objects();
  const std::stop_callback end_with_lease(engine.lost(), [&] { signals.RequestStop(); });
  log::Info("running", {{"interval_ms", settings.sync_interval.count()},
                        {"objects", static_cast<std::int64_t>(objects.size())}});
  std::vector<std::jthread> workers;
  for (const std::string& object : objects) {
    const Millis offset = sync::SlotOffset(object, objects, settings.sync_interval);
    workers.emplace_back([&engine, &settings, &ending, object, offset] {
      Follow(engine, object, offset, settings.sync_interval, ending.get_token());
    });
  }
  const auto verify_every = std::chrono::duration_cast<Millis>(
      std::chrono::duration<double, std::ratio<3600>>(settings.verify_interval_hours));
  workers.emplace_back([&] { sync::VerifyInBackground(engine, objects, verify_every, ending.get_token()); });
  wait();
  ending.request_stop();
  workers.clear();
  engine.ThrowIfLost();
}

config::Settings LoadForRun(const config::Sources& sources) {
  config::Settings settings = LoadSettings(sources);
  config::RequireHubSpot(settings);
  config::RequireDatabase(settings);
  if (!settings.status_listen.empty()) {
    log::Warn("STATUS_LISTEN is set, but this version has no status page yet");
  }
  return settings;
}

// An unknown object ends a start in words, but must not end what runs already.
void RefuseUnknownObjects(const config::Settings& settings) {
  constexpr int kTries = 2;
  HubSpot hubspot(settings, kTries);
  sync::ObjectCatalogue catalogue;
  mariadb::Connection connection(DatabaseOptions(settings));
  catalogue.Load(connection);
  sync::ChooseObjects(catalogue, ObjectsWanted(settings), hubspot.client, {});
}

}  // namespace

ExitCode Run(const config::Sources& sources) {
  config::Settings settings = LoadForRun(sources);
  Signals signals;
  try {
    while (!signals.stop().stop_requested()) {
      config::Settings next = settings;
      Serve(settings, signals, [&] {
        while (signals.WaitForReload()) {
          try {
            next = LoadForRun(sources);
            RefuseUnknownObjects(next);
            log::Info("configuration read again");
            return;
          } catch (const Error& e) {
            log::Error("the new configuration is refused, the old one stays",
                       {{"why", std::string(e.what())}});
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
