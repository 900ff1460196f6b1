#include "sync/verify/verify_object.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "sync/associations/associations.h"
#include "sync/report/event_log.h"
#include "sync/sensitive/readable.h"
#include "sync/store/checkpoint.h"
#include "sync/store/pass_state.h"
#include "sync/verify/verify_links.h"

namespace hm::sync {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t kPagesBetweenSaves = 10;
constexpr std::int64_t kPlaceKeptMs = 7LL * 86'400'000;
constexpr std::size_t kLongestPlace = 60'000;  // of a TEXT column
constexpr Millis kWaitAfterFailure{3'600'000};

Json Counts(const VerifyResult& result) {
  Json out{{"compared", result.compared}};
  for (const Difference difference : kAllDifferences) {
    const auto found = result.counts.find(difference);
    out[std::string(NameOf(difference))] = found == result.counts.end() ? 0 : found->second;
  }
  out["links_compared"] = result.links_compared;
  out["repaired"] = result.repaired;
  out["set_aside"] = result.set_aside;
  return out;
}

std::string PlaceText(const VerifyPlace& place, const VerifyResult& result) {
  return Json{{"archived", place.archived},
              {"last_id", place.last_id},
              {"leaving", place.leaving},
              {"links_to", place.links_to},
              {"counts", Counts(result)}}
      .dump();
}

VerifyPlace ParsePlace(const PassState& kept, VerifyResult& result) {
  const Json details = Json::parse(kept.details);
  const Json& counts = details.at("counts");
  result.compared = counts.at("compared");
  result.repaired = counts.at("repaired");
  result.set_aside = counts.at("set_aside");
  for (const Difference difference : kAllDifferences) {
    result.counts[difference] = counts.value(std::string(NameOf(difference)), std::int64_t{0});
  }
  result.links_compared = counts.value("links_compared", std::int64_t{0});
  return {details.at("archived"), kept.cursor, details.at("last_id"), details.at("leaving"),
          details.value("links_to", "")};
}

std::string ResultText(const VerifyResult& result, const VerifyOptions& how) {
  Json out = Counts(result);
  out["found"] = result.found();
  out["quick"] = how.quick;
  return out.dump();
}

// The database or HubSpot cannot be reached, or a stop was asked for: to be gone on with, not a result.
bool IsPassing(ErrorKind kind) {
  return kind == ErrorKind::kConnection || kind == ErrorKind::kInDoubt || kind == ErrorKind::kFenced ||
         kind == ErrorKind::kCancelled || kind == ErrorKind::kRetry || kind == ErrorKind::kRateLimited;
}

// Not thread-safe.
class Keeper {
 public:
  Keeper(hubspot::Client& client, WriteSession& session, const ObjectType& type, const VerifyOptions& how,
         VerifyResult& result)
      : client_(client), session_(session), type_(type), how_(how), result_(result) {
    begun_.started_ms = client.ServerNowMillis();
  }

  VerifyPlace Begin() {
    const PassState kept = LoadPass(session_.connection(), type_.name, kVerifyPlace);
    if (!how_.background || kept.started_ms == 0 || kept.started_ms + kPlaceKeptMs < begun_.started_ms) {
      return {};
    }
    VerifyPlace place = ParsePlace(kept, result_);
    begun_ = kept;
    log::Info("going on with the comparison", {{"object", type_.name}, {"compared", result_.compared}});
    return place;
  }

  void Keep(const VerifyPlace& place) {
    const bool begins_links = !place.links_to.empty() && place.after.empty();
    if (!how_.background || (++begun_.pages % kPagesBetweenSaves != 0 && !begins_links)) {
      return;
    }
    std::string details = PlaceText(place, result_);
    // So many are gone that they do not fit: the comparison would go on from the place before.
    if (details.size() > kLongestPlace) {
      return;
    }
    begun_.cursor = place.after;
    begun_.details = std::move(details);
    session_.InTransaction(
        [&](mariadb::Transaction& transaction) { SavePass(transaction, type_.name, kVerifyPlace, begun_); });
  }

  void End() {
    PassState state = begun_;
    state.finished_ms = client_.ServerNowMillis();
    state.cursor.clear();
    state.details = ResultText(result_, how_);
    Save(state, event::kRepair,
         result_.repaired == 0
             ? ""
             : fmt::format("{} of {} differences repaired", result_.repaired, result_.found()));
  }

  // The result of the last one that came to its end stays.
  void Fail(const std::string& error) {
    PassState state = LoadPass(session_.connection(), type_.name, kVerifyPass);
    state.started_ms = std::max(client_.ServerNowMillis(), state.finished_ms + 1);
    Json details = Json::parse(state.details);
    details["error"] = error;
    state.details = details.dump();
    Save(state, event::kRefused, error);
  }

 private:
  // `news` is noted as an event of this kind unless it is empty.
  void Save(const PassState& state, std::string_view kind, std::string_view news) {
    const auto save = [&](mariadb::Transaction& transaction) {
      SavePass(transaction, type_.name, kVerifyPass, state);
      if (!news.empty()) {
        NoteEvent(transaction, kind, type_.name, news);
      }
      if (how_.background) {
        DropPass(transaction, type_.name, kVerifyPlace);
      }
    };
    if (how_.background) {
      session_.InTransaction(save);
      return;
    }
    // The command without --repair holds no lease: a row that only comparisons write, so no fence.
    mariadb::Transaction transaction(session_.connection());
    save(transaction);
    transaction.Commit();
  }

  hubspot::Client& client_;
  WriteSession& session_;
  const ObjectType& type_;
  const VerifyOptions& how_;
  VerifyResult& result_;
  PassState begun_;
};

}  // namespace

void VerifyObject(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                  const SyncOptions& sync_options, const VerifyOptions& how, VerifyResult& result,
                  const std::stop_token& stop) {
  hubspot::Client sparing = client.Sparing();
  Summary summary;
  SyncOptions options = sync_options;
  options.telemetry = nullptr;  // which shows syncs
  hubspot::Client& patient = how.background ? sparing : client;
  Keeper keeper(client, session, type, how, result);
  try {
    WithReadable(patient, session, type, options, {how.repair, stop}, [&](const Readable& readable) {
      const ObjectType with_promoted = WithPromoted(session.connection(), type);
      const ObjectType written = readable.withheld.Without(with_promoted);
      SyncContext context(patient, session, written, options, summary);
      context.Use(readable);
      context.writer.HoldColumns(HoldPromoted(with_promoted));
      context.writer.QueueLinks(options.associations != nullptr && options.associations->Covers(type));
      if (context.history) {
        context.history->Resume(session.connection());
      }
      const auto keep = [&](const VerifyPlace& place) { keeper.Keep(place); };
      VerifyPlace place = keeper.Begin();
      if (place.links_to.empty()) {
        Verify(context, how, result).Run(std::move(place), keep, stop);
        place = {};
      }
      if (!how.quick && options.associations != nullptr && options.associations->Covers(type)) {
        VerifyLinks(*options.associations, patient, session, type, how, result).Run(place, keep, stop);
      }
    });
  } catch (const Error& e) {
    if (how.background && !IsPassing(e.kind())) {
      keeper.Fail(e.what());
    }
    throw;
  }
  keeper.End();
}

std::optional<std::int64_t> NextVerify(mariadb::Connection& connection, std::string_view object,
                                       Millis every) {
  if (ReadCompleteUntil(connection, object) == 0) {
    return std::nullopt;
  }
  const PassState last = LoadPass(connection, object, kVerifyPass);
  if (last.finished_ms == 0 && last.started_ms == 0) {
    return 0;
  }
  return last.started_ms > last.finished_ms ? last.started_ms + std::min(every, kWaitAfterFailure).count()
                                            : last.finished_ms + every.count();
}

}  // namespace hm::sync
