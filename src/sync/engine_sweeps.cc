// The part of the engine that reads associations, by themselves or beside the loads.
#include <mutex>
#include <thread>

#include "base/log.h"
#include "sync/engine.h"

namespace hm::sync {

// The associations of several objects under way at the same time, as one outcome.
class Engine::Sweeps {
 public:
  Sweeps(Engine& engine, const std::stop_token& stop)
      : engine_(engine),
        on_stop_(stop, [this] { ending_.request_stop(); }),
        on_loss_(engine.lost(), [this] { ending_.request_stop(); }),
        sent_before_(engine.RequestsFor(outcome_.object)) {}

  // Those of one object, as far as they are due. Thread-safe.
  void Sweep(const std::string& object) {
    const ObjectType* const from = engine_.catalogue_.Find(object);
    if (from == nullptr || !engine_.associations_) {
      return;
    }
    const SteadyTime start = std::chrono::steady_clock::now();
    LinkCounts counts;
    std::optional<Error> error;
    try {
      engine_.WithReconnects(
          outcome_.object, {},
          [&] {
            WriteSession session = engine_.OpenSession(outcome_.object);
            counts += engine_.associations_->Sweep(session, *from, ending_.get_token());
          },
          ending_.get_token());
    } catch (const Error& e) {
      error = engine_.CauseOf(e);
    }
    const std::lock_guard lock(mutex_);
    start_ = std::min(start_, start);
    outcome_.summary.rows += {counts.records, counts.added + counts.removed, 0, 0};
    if (error && !outcome_.error) {
      outcome_.error = error;
    }
  }

  // After the last; nullopt when nothing was read.
  std::optional<Outcome> End() {
    if (!outcome_.error && outcome_.summary.rows.read == 0) {
      return std::nullopt;
    }
    outcome_.took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - start_);
    outcome_.requests = engine_.RequestsFor(outcome_.object) - sent_before_;
    if (outcome_.error && outcome_.error->kind() != ErrorKind::kCancelled) {
      log::Error("associations could not be read; the next sweep goes on from here",
                 {{"why", outcome_.error->Coded()}});
    }
    return outcome_;
  }

 private:
  Engine& engine_;
  std::stop_source ending_;
  std::stop_callback<std::function<void()>> on_stop_;
  std::stop_callback<std::function<void()>> on_loss_;
  std::mutex mutex_;
  SteadyTime start_ = SteadyTime::max();                   // guarded by mutex_
  Outcome outcome_{"associations", {}, std::nullopt, {}};  // guarded by mutex_, its name apart
  const std::int64_t sent_before_;
};

std::optional<Outcome> Engine::SyncAssociations(const std::vector<std::string>& objects,
                                                const std::stop_token& stop) {
  Sweeps sweeps(*this, stop);
  {
    std::vector<std::jthread> workers;
    for (const std::string& object : objects) {
      workers.emplace_back([&sweeps, &object] { sweeps.Sweep(object); });
    }
  }
  return sweeps.End();
}

std::vector<Outcome> Engine::SyncAll(const std::vector<std::string>& objects, const std::stop_token& stop) {
  std::vector<Outcome> outcomes(objects.size());
  Sweeps sweeps(*this, stop);
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < objects.size(); ++i) {
      workers.emplace_back([&, i] {
        // From a first load on beside what follows on it, as `run` does.
        std::optional<std::jthread> beside;
        outcomes[i] = Sync(objects[i], stop, [&] {
          if (!beside) {
            beside.emplace([&sweeps, &objects, i] { sweeps.Sweep(objects[i]); });
          }
        });
        if (!beside && !outcomes[i].error) {
          sweeps.Sweep(objects[i]);
        }
      });
    }
  }
  if (auto links = sweeps.End()) {
    outcomes.push_back(*std::move(links));
  }
  return outcomes;
}

}  // namespace hm::sync
