// Keeps what the status address tells: asks the database at most every kFresh while somebody asks us, every
// kIdle otherwise, on a thread and a connection of its own, so that neither many readers nor a database that
// hangs get in each other's way.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "hubspot/client.h"
#include "mariadb/connection.h"
#include "status/snapshot.h"

namespace hm::status {

// One configuration's life, as seen from here.
struct Subject {
  mariadb::ConnectionOptions database;
  sync::WantedObjects wanted;
  Millis interval{};
  const hubspot::Client* client = nullptr;  // must stay until Leave()
};

// Thread-safe.
class Monitor {
 public:
  static constexpr Millis kFresh{2'000};
  static constexpr Millis kIdle{60'000};
  static constexpr Millis kLongestWait{1'500};
  static constexpr int kCountShare = 20;

  // The telemetry must outlive it.
  Monitor(std::string version, const sync::Telemetry& telemetry);
  ~Monitor();
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  void Follow(Subject subject);
  // Once the objects are known, in the order of the schedule.
  void Schedule(std::vector<std::string> objects);
  // The client goes away; what it counted stays.
  void Leave();

  // Waits for the database at most kLongestWait; what it told before counts then.
  Snapshot Read();

 private:
  // The rows of an object, counted anew after something was written here, else every kIdle, but never so
  // often that counting takes more than one part in kCountShare of the time.
  struct Counted {
    std::int64_t rows = 0;
    std::int64_t archived = 0;
    std::int64_t written = -1;  // the object's telemetry at the time
    SteadyTime next{};
  };

  void Run(const std::stop_token& stop);
  void AskDatabase(const std::stop_token& stop);
  DatabaseView ReadDatabase(const Subject& subject, const std::stop_token& stop);
  void Count(mariadb::Connection& connection, sync::Status& status);
  void Sampled();
  hubspot::Stats Requests() const;

  const std::string version_;
  const sync::Telemetry& telemetry_;
  const std::int64_t started_ms_;

  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  // All guarded by mutex_.
  std::optional<Subject> subject_;
  std::vector<std::string> objects_;
  hubspot::Stats requests_before_;  // of clients that went away
  DatabaseView view_;
  SteadyTime viewed_{};
  bool wanted_ = false;
  History history_;
  // The thread's own.
  std::map<std::string, Counted> counted_;
  bool past_read_ = false;
  std::jthread thread_;
};

}  // namespace hm::status
