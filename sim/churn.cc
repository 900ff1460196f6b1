#include "sim/churn.h"

#include <chrono>
#include <thread>

namespace hubsim {
namespace {

constexpr auto kTick = std::chrono::milliseconds(50);
constexpr double kTickSeconds = 0.05;

void ChangeOne(World& world, ObjectStore& store, std::uint64_t step) {
  if (store.Live().empty()) return;
  const Slot slot = store.Live()[Mix(step) % store.Live().size()].slot;
  if (const auto index = store.Properties().Find(store.Type().name == "contacts" ? "city" : "description")) {
    store.Override(slot, *index, "churn " + std::to_string(step));
  }
  store.Touch(slot, world.Now(), world.VisibleAt());
}

}  // namespace

void ChurnForever(World& world) {
  std::map<std::string, double> owed;
  std::uint64_t step = 0;
  while (true) {
    std::this_thread::sleep_for(kTick);
    const std::lock_guard lock(world.mutex);
    for (const auto& [name, rate] : world.churn) {
      owed[name] += rate * kTickSeconds;
      for (; owed[name] >= 1.0; owed[name] -= 1.0) ChangeOne(world, *world.Find(name), ++step);
    }
  }
}

}  // namespace hubsim
