// The HubSpot side of the harness: a simulated account whose every change is noted with the moment from which
// search could find it. Time passes by moving the account's clock, so a day between two syncs costs nothing.
// Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/simulator.h"

namespace hm::crash {

inline constexpr std::int64_t kOverlapMs = 300'000;  // SYNC_BUFFER_MINUTES of every run

struct Noted {
  std::uint64_t id = 0;
  std::int64_t modified = 0;  // of the newest version
  std::int64_t appeared = 0;  // when that version was surely in the index
};

class Account {
 public:
  Account(std::uint64_t seed, std::size_t contacts, std::size_t deals);

  test::Simulator& simulator() { return simulator_; }

  // HubSpot's time.
  std::int64_t Now() const;
  void Advance(std::int64_t ms);

  // Changes `count` records in id order from index `from` on (from 0 again after the last), all in one
  // millisecond, which lies `lag_ms` back: so long the index took to show them.
  void Touch(const std::string& object, std::size_t from, std::size_t count, std::int64_t lag_ms);
  void TouchAt(const std::string& object, std::size_t index, std::int64_t modified);
  void Create(const std::string& object, std::size_t count, std::int64_t lag_ms);

  // In id order.
  std::vector<Noted> Records(const std::string& object) const;
  std::size_t Size(const std::string& object) const;

  // Where the notes and the simulator differ: a mistake of the harness.
  std::vector<std::string> Mistakes() const;

 private:
  using Notes = std::vector<Noted>;
  void Load(const std::string& object);
  void TouchLocked(const std::string& object, std::size_t from, std::size_t count, std::int64_t modified);

  test::Simulator simulator_;
  mutable std::mutex mutex_;
  std::int64_t offset_ = 0;
  std::map<std::string, Notes> notes_;
};

}  // namespace hm::crash
