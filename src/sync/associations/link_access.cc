#include "sync/associations/link_access.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"

namespace hm::sync {
namespace {

constexpr std::int64_t kSpareShare = 5;  // one in so many of the day's requests stays for the syncs
// In answers that are awaited or not written yet: 25 MB with the texts they come as.
constexpr std::size_t kMostLinksHeld = 100'000;

std::string NameOf(const LinkPair& pair) { return fmt::format("{} {}", pair.from.type_id, pair.to.type_id); }

}  // namespace

bool LinkAccess::IsRefused(const LinkPair& pair) {
  const std::lock_guard lock(mutex_);
  return refused_.contains(NameOf(pair));
}

void LinkAccess::Refuse(const LinkPair& pair, const Error& why) {
  {
    const std::lock_guard lock(mutex_);
    if (!refused_.insert(NameOf(pair)).second) {
      return;
    }
  }
  log::Warn("associations are not read, for want of a scope",
            {{"from", std::string(pair.from.name)}, {"to", std::string(pair.to.name)}, {"why", why.Coded()}});
}

bool LinkAccess::HasSpareQuota() const {
  const hubspot::Stats stats = client_.stats();
  return !stats.daily_limit || !stats.daily_remaining ||
         *stats.daily_remaining >= *stats.daily_limit / kSpareShare;
}

bool LinkAccess::HasRoom(std::size_t mine, const ChunkSize& size) const {
  if (mine == 0) {
    return true;
  }
  const std::size_t most = std::min({2 * client_.pace().InFlight(), hubspot::Pace::kMostInFlight,
                                     kMostLinksHeld / std::max(size.links(), std::size_t{1})});
  return size.known() && *in_flight_ < most;
}

ReadAhead<LinkReply>::Call LinkAccess::Asking(hubspot::Client& client, LinkChunk chunk) {
  ++*in_flight_;
  auto reply = std::make_shared<LinkReply>(
      LinkReply{std::move(chunk), {}, {}, {nullptr, [count = in_flight_](void* /*none*/) { --*count; }}});
  return [&client, reply = std::move(reply)](const std::stop_token& stop) {
    try {
      LinkReader reader(client, reply->chunk.pair);
      reply->answer = reader.Read(reply->chunk.ids, reply->chunk.most_pages, stop);
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kScope) {
        throw;
      }
      reply->refused = e;
    }
    return std::move(*reply);
  };
}

}  // namespace hm::sync
