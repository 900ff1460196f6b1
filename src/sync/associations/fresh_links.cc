#include "sync/associations/fresh_links.h"

namespace hm::sync {

void FreshLinks::Note(const ObjectType& to, const std::vector<std::uint64_t>& ids) {
  ++now_;
  if (!sweeping_) {
    return;
  }
  for (const std::uint64_t id : ids) {
    noted_.push_back({now_, &to, id});
  }
}

std::set<std::uint64_t> FreshLinks::Since(std::int64_t since, const ObjectType& to) {
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

void FreshLinks::Watch(bool sweeping) {
  const std::lock_guard lock(mutex_);
  sweeping_ = sweeping;
  noted_.clear();
}

}  // namespace hm::sync
