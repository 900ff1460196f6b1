#include "crash/account.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "support/connector.h"

namespace hm::crash {
namespace {

using nlohmann::json;

std::int64_t RealNow() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::int64_t ParseIso(const std::string& text) {
  std::tm at{};
  int millis = 0;
  if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d.%dZ", &at.tm_year, &at.tm_mon, &at.tm_mday, &at.tm_hour,
                  &at.tm_min, &at.tm_sec, &millis) < 6) {
    throw std::runtime_error("not a time: " + text);
  }
  at.tm_year -= 1900;
  at.tm_mon -= 1;
  return timegm(&at) * 1000 + millis;
}

std::uint64_t Number(const json& text) { return std::stoull(text.get<std::string>()); }

}  // namespace

Account::Account(std::uint64_t seed, std::size_t contacts, std::size_t deals)
    : simulator_(test::BinaryDir(),
                 {"--profile", "small", "--no-limits", "--rate-limit", "9000", "--seed", std::to_string(seed),
                  "--contacts", std::to_string(contacts), "--deals", std::to_string(deals)}) {
  for (const char* object : {"contacts", "deals"}) {
    Load(object);
  }
}

void Account::Load(const std::string& object) {
  Notes& notes = notes_[object];
  for (const json& record : simulator_.Truth(object)) {
    const std::int64_t modified = ParseIso(record.at("updatedAt"));
    notes.push_back({Number(record.at("id")), modified, modified});
  }
}

std::int64_t Account::Now() const {
  const std::lock_guard lock(mutex_);
  return RealNow() + offset_;
}

void Account::Advance(std::int64_t ms) {
  const std::lock_guard lock(mutex_);
  offset_ += ms;
  simulator_.Post("/_sim/settings", {{"clockOffsetMs", offset_}});
}

void Account::Touch(const std::string& object, std::size_t from, std::size_t count, std::int64_t lag_ms) {
  const std::lock_guard lock(mutex_);
  TouchLocked(object, from, count, RealNow() + offset_ - lag_ms);
}

void Account::TouchAt(const std::string& object, std::size_t index, std::int64_t modified) {
  const std::lock_guard lock(mutex_);
  TouchLocked(object, index, 1, modified);
}

void Account::TouchLocked(const std::string& object, std::size_t from, std::size_t count,
                          std::int64_t modified) {
  Notes& notes = notes_.at(object);
  count = std::min(count, notes.size());
  // A record's versions follow each other.
  for (std::size_t i = 0; i < count; ++i) {
    modified = std::max(modified, notes[(from + i) % notes.size()].modified + 1);
  }
  simulator_.Post("/_sim/bulk",
                  {{"object", object}, {"touch", count}, {"from", from}, {"lastModified", modified}});
  const std::int64_t appeared = RealNow() + offset_;
  for (std::size_t i = 0; i < count; ++i) {
    Noted& noted = notes[(from + i) % notes.size()];
    noted.modified = modified;
    noted.appeared = appeared;
  }
}

void Account::Create(const std::string& object, std::size_t count, std::int64_t lag_ms) {
  const std::lock_guard lock(mutex_);
  const std::int64_t modified = RealNow() + offset_ - lag_ms;
  const json answer =
      simulator_.Post("/_sim/bulk", {{"object", object}, {"count", count}, {"lastModified", modified}});
  const std::int64_t appeared = RealNow() + offset_;
  Notes& notes = notes_.at(object);
  for (const json& id : answer.at("created")) {
    const Noted noted{Number(id), modified, appeared};
    notes.insert(std::ranges::lower_bound(notes, noted.id, {}, &Noted::id), noted);
  }
}

std::vector<Noted> Account::Records(const std::string& object) const {
  const std::lock_guard lock(mutex_);
  return notes_.at(object);
}

std::size_t Account::Size(const std::string& object) const {
  const std::lock_guard lock(mutex_);
  return notes_.at(object).size();
}

std::vector<std::string> Account::Mistakes() const {
  std::vector<std::string> mistakes;
  for (const auto& [object, notes] : notes_) {
    std::map<std::uint64_t, std::int64_t> truth;
    for (const bool archived : {false, true}) {
      for (const auto& record : simulator_.Truth(object, archived)) {
        truth[Number(record.at("id"))] = ParseIso(record.at("updatedAt"));
      }
    }
    if (truth.size() != notes.size()) {
      mistakes.push_back(fmt::format("{}: {} records noted, {} there", object, notes.size(), truth.size()));
    }
    for (const auto& note : notes) {
      if (const auto found = truth.find(note.id); found == truth.end() || found->second != note.modified) {
        mistakes.push_back(fmt::format("{} {}: noted wrongly", object, note.id));
      }
    }
  }
  return mistakes;
}

}  // namespace hm::crash
