#include "sync/load/load_size.h"

#include <algorithm>
#include <string>

#include "base/log.h"
#include "sync/load/range_plan.h"

namespace hm::sync {
namespace {

constexpr std::int64_t kClockSlackMs = 86'400'000;

}  // namespace

std::optional<LoadSize> AskLoadSize(hubspot::Client& client, const ObjectType& type,
                                    const std::stop_token& stop) {
  hubspot::RecordPage found;
  try {
    client.SearchRecords({.object = type.path,
                          .modified_property = type.last_modified_property,
                          .to_ms = client.ServerNowMillis() + kClockSlackMs,
                          .limit = 1,
                          .highest_first = true},
                         found, stop);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::kCancelled) {
      throw;
    }
    log::Debug("search does not tell how many records there are, so they are read in one range",
               {{"object", type.name}, {"why", e.Coded()}});
    return std::nullopt;
  }
  if (found.records().empty()) {
    return std::nullopt;
  }
  return LoadSize{ParseRecordId(found.records().front().id).value_or(0), found.total().value_or(0)};
}

double LoadShares::Share(const void* who, double left) {
  const std::lock_guard lock(mutex_);
  left_[who] = left;
  double all = 0;
  for (const auto& [load, its] : left_) {
    all += its;
  }
  const double least = 0.5 / static_cast<double>(left_.size());
  return all > 0 ? std::max(left / all, least) : 1;
}

void LoadShares::Leave(const void* who) {
  const std::lock_guard lock(mutex_);
  left_.erase(who);
}

}  // namespace hm::sync
