// Keeps an older answer from being written after a later one: what changed is read and written under a mutex;
// others (the sweep, the comparison) read without it, take it to write, and leave out what was written since
// they asked.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <set>
#include <vector>

#include "sync/associations/links.h"

namespace hm::sync {

// Of the records of one object. Thread-safe.
class FreshLinks {
 public:
  // Held to write, and by who reads what changed also to read.
  std::mutex& mutex() { return mutex_; }

  // Before one asks.
  std::int64_t now() const { return now_; }

  // With the mutex held. These were read and written just now.
  void Note(const ObjectType& to, const std::vector<std::uint64_t>& ids);

  // Who reads without the mutex has one, from before the first request on.
  class Watch {
   public:
    explicit Watch(FreshLinks& fresh);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    // With the mutex held. Those that were written after `since`; what came before will not be asked for
    // again.
    std::set<std::uint64_t> Since(std::int64_t since, const ObjectType& to);

   private:
    friend class FreshLinks;
    struct Noted {
      std::int64_t at;
      const ObjectType* to;
      std::uint64_t id;
    };
    FreshLinks& fresh_;
    std::deque<Noted> noted_;  // guarded by the mutex; ascending
  };

 private:
  std::mutex mutex_;
  std::atomic<std::int64_t> now_{0};
  std::set<Watch*> watches_;  // guarded by mutex_
};

}  // namespace hm::sync
