#include "sync/associations/fresh_links.h"

namespace hm::sync {

void FreshLinks::Note(const ObjectType& to, const std::vector<std::uint64_t>& ids) {
  ++now_;
  for (Watch* const watch : watches_) {
    for (const std::uint64_t id : ids) {
      watch->noted_.push_back({now_, &to, id});
    }
  }
}

FreshLinks::Watch::Watch(FreshLinks& fresh) : fresh_(fresh) {
  const std::lock_guard lock(fresh_.mutex_);
  fresh_.watches_.insert(this);
}

FreshLinks::Watch::~Watch() {
  const std::lock_guard lock(fresh_.mutex_);
  fresh_.watches_.erase(this);
}

std::set<std::uint64_t> FreshLinks::Watch::Since(std::int64_t since, const ObjectType& to) {
  while (!noted_.empty() && noted_.front().at <= since) {
    noted_.pop_front();
  }
  std::set<std::uint64_t> ids;
  for (const Noted& noted : noted_) {
    if (noted.to == &to) {
      ids.insert(noted.id);
    }
  }
  return ids;
}

}  // namespace hm::sync
