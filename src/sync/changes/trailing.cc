#include "sync/changes/trailing.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/failpoint.h"
#include "sync/store/pass_state.h"

namespace hm::sync {
namespace {

struct Trail {
  std::string_view pass;
  Millis reach;
  Millis every;
  std::int64_t most_records;
};
// The furthest first.
constexpr Trail kTrails[] = {
    {"trail_day", std::chrono::hours{24}, std::chrono::hours{4}, 100'000},
    {"trail_hour", std::chrono::hours{1}, std::chrono::minutes{15}, 20'000},
};
constexpr std::string_view kLagPass = "index_lag";

}  // namespace

Millis ChooseReach(mariadb::Connection& connection, std::string_view object, Millis buffer,
                   std::int64_t now_ms) {
  if (HM_PLANTED("no_overlap")) return Millis{0};
  for (const Trail& trail : kTrails) {
    const PassState last = LoadPass(connection, object, trail.pass);
    if (trail.reach > buffer && now_ms - last.finished_ms > trail.every.count()) {
      return trail.reach;
    }
  }
  return buffer;
}

Millis BoundedReach(Millis reach, Millis buffer, std::int64_t total) {
  for (const Trail& trail : kTrails) {
    if (reach == trail.reach && reach > buffer && total > trail.most_records) {
      const Trail* const next = &trail + 1;
      return next == std::end(kTrails) ? buffer : std::max(next->reach, buffer);
    }
  }
  return reach;
}

void NoteReach(mariadb::Transaction& transaction, std::string_view object, Millis reach,
               std::int64_t now_ms) {
  for (const Trail& trail : kTrails) {
    if (reach >= trail.reach) {
      SavePass(transaction, object, trail.pass, {now_ms, now_ms, "", 0, "{}"});
    }
  }
}

IndexLag ReadIndexLag(mariadb::Connection& connection, std::string_view object) {
  const PassState state = LoadPass(connection, object, kLagPass);
  const auto details = nlohmann::json::parse(state.details);
  return {details.value("longest_ms", std::int64_t{0}), state.finished_ms,
          details.value("records", std::int64_t{0})};
}

void SaveIndexLag(mariadb::Transaction& transaction, std::string_view object, const IndexLag& lag) {
  SavePass(transaction, object, kLagPass,
           {lag.seen_ms, lag.seen_ms, "", 0,
            fmt::format(R"({{"longest_ms":{},"records":{}}})", lag.longest_ms, lag.records)});
}

void IndexLag::Add(std::int64_t lag_ms, std::int64_t now_ms) {
  ++records;
  if (lag_ms > longest_ms) {
    longest_ms = lag_ms;
    seen_ms = now_ms;
  }
}

}  // namespace hm::sync
