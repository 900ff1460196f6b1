// Whether a worker hangs, and what the service manager is told.
#include <gtest/gtest.h>

#include <thread>

#include "base/error.h"
#include "cli/pulse.h"
#include "sync/sync_context.h"

namespace hm::cli {
namespace {

TEST(Pulse, AWorkerThatFellSilentIsNotAlive) {
  const ServiceManager manager;
  const sync::Telemetry telemetry;
  Pulse pulse(manager, telemetry);
  const SteadyTime start = std::chrono::steady_clock::now();
  EXPECT_TRUE(pulse.AllAlive(start));  // nobody works yet
  pulse.NewHeartbeat();
  Heartbeat& second = pulse.NewHeartbeat();
  EXPECT_TRUE(pulse.AllAlive(start));
  second.Beat();
  EXPECT_FALSE(pulse.AllAlive(start + 2 * Pulse::kLongestSilence));
  pulse.Forget();
  EXPECT_TRUE(pulse.AllAlive(start + 2 * Pulse::kLongestSilence));
}

TEST(Heartbeat, BeatsForTheThreadThatHasItAndForItsHelpers) {
  Heartbeat heartbeat;
  Beat();  // nobody's
  const SteadyTime before = heartbeat.last();
  {
    const BeatsFor beats(&heartbeat);
    EXPECT_EQ(CurrentHeartbeat(), &heartbeat);
    std::jthread([given = CurrentHeartbeat()] {
      EXPECT_EQ(CurrentHeartbeat(), nullptr);
      const BeatsFor helper(given);
      Beat();
    }).join();
    EXPECT_GT(heartbeat.last(), before);
  }
  EXPECT_EQ(CurrentHeartbeat(), nullptr);
}

TEST(Heartbeat, AWaitIsASignOfLife) {
  Heartbeat heartbeat;
  const BeatsFor beats(&heartbeat);
  const SteadyTime before = heartbeat.last();
  SleepFor(Millis{2}, {});
  EXPECT_GT(heartbeat.last(), before);
}

TEST(InWords, SaysWhatEachObjectDoes) {
  sync::Telemetry telemetry;
  EXPECT_EQ(InWords(telemetry.Read()), "waiting for the database");
  telemetry.Started("contacts");
  telemetry.LoadStarted("contacts", 100, 400);
  telemetry.LoadProgress("contacts", 200);
  telemetry.Started("deals");
  EXPECT_EQ(InWords(telemetry.Read()), "contacts: first load, 200 of 400; deals: syncing");
  telemetry.Ended("contacts", {}, std::nullopt);
  telemetry.Ended("deals", {}, Error(ErrorKind::kScope, "no"));
  EXPECT_EQ(InWords(telemetry.Read()), "contacts: up to date; deals: failed");
}

}  // namespace
}  // namespace hm::cli
