#include "sync/deletions/resolver.h"

#include <vector>

#include "base/log.h"
#include "sync/store/marks.h"

namespace hm::sync {
namespace {

const Seal kNothingMore = [](mariadb::Transaction&, const WriteCounts&) {};

std::vector<std::string_view> Views(const std::set<std::string, std::less<>>& ids) {
  return {ids.begin(), ids.end()};
}

}  // namespace

Resolver::Resolver(SyncContext& context, std::int64_t certain_since)
    : context_(context), certain_since_(certain_since), rows_(context.builder.columns().size()) {}

std::int64_t Resolver::Resolve(std::span<const std::string_view> ids, const std::stop_token& stop) {
  Ids open(ids.begin(), ids.end());
  Ids missing = open;
  Read(open, missing, false, stop);
  Read(open, missing, true, stop);

  std::int64_t unexplained = 0;
  std::vector<std::string_view> gone;
  for (const std::string& id : open) {
    if (missing.contains(id)) {
      gone.push_back(id);
    } else if (!FollowMerge(id, stop)) {
      ++unexplained;
    }
  }
  if (unexplained > 0) {
    log::Warn("HubSpot neither gives some records nor names them missing; their rows stay as they are",
              {{"object", context_.type.name}, {"records", unexplained}});
  }
  context_.session.InTransaction(
      [&](mariadb::Transaction& transaction) { MarkGone(transaction, context_.type, gone, certain_since_); });
  return static_cast<std::int64_t>(ids.size()) - unexplained;
}

void Resolver::Read(Ids& open, Ids& missing, bool archived, const std::stop_token& stop) {
  if (open.empty()) {
    return;
  }
  context_.ReadWhole(Views(open), page_, rows_, stop, archived);
  context_.Write(rows_, kNothingMore);
  const Ids named(page_.missing_ids().begin(), page_.missing_ids().end());
  std::erase_if(missing, [&](const std::string& id) { return !named.contains(id); });
  for (const hubspot::RecordView& record : page_.records()) {
    open.erase(std::string(record.id));
    for (const std::string_view merged : MergedInto(record)) {
      open.erase(std::string(merged));
    }
  }
}

bool Resolver::FollowMerge(const std::string& id, const std::stop_token& stop) {
  const std::string_view asked[] = {id};
  context_.ReadWhole(asked, page_, rows_, stop);
  if (page_.records().size() != 1 || page_.records().front().id == id) {
    return false;
  }
  context_.Write(rows_, kNothingMore);
  context_.session.InTransaction([&](mariadb::Transaction& transaction) {
    MarkMerged(transaction, context_.type, asked, page_.records().front().id);
  });
  return true;
}

}  // namespace hm::sync
