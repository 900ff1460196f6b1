// Keeps an older answer from being written after a later one: what changed is read and written under a mutex,
// the sweep reads without it, takes it to write, and leaves out what was read and written since it asked.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <vector>

#include "sync/associations/links.h"

namespace hm::sync {

// Of the records of one object. Thread-safe; one sweep at a time.
class FreshLinks {
 public:
  // Held to write, and by who reads what changed also to read.
  std::mutex& mutex() { return mutex_; }

  // For the sweep, when it asks.
  std::int64_t now() const { return now_; }

  // With the mutex held. These were read and written just now.
  void Note(const ObjectType& to, const std::vector<std::uint64_t>& ids);
  // With the mutex held. Those that were, after `since`; what came before will not be asked for again.
  std::set<std::uint64_t> Since(std::int64_t since, const ObjectType& to);

  // While it lives, a sweep is under way.
  class Sweeping {
   public:
    explicit Sweeping(FreshLinks& fresh) : fresh_(fresh) { fresh_.Watch(true); }
    ~Sweeping() { fresh_.Watch(false); }
    Sweeping(const Sweeping&) = delete;
    Sweeping& operator=(const Sweeping&) = delete;

   private:
    FreshLinks& fresh_;
  };

 private:
  struct Noted {
    std::int64_t at;
    const ObjectType* to;
    std::uint64_t id;
  };
  void Watch(bool sweeping);

  std::mutex mutex_;
  std::atomic<std::int64_t> now_{0};
  bool sweeping_ = false;    // guarded by mutex_
  std::deque<Noted> noted_;  // guarded by mutex_; ascending
};

}  // namespace hm::sync
