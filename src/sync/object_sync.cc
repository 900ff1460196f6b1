#include "sync/object_sync.h"

#include <algorithm>
#include <optional>

#include "base/log.h"
#include "base/read_ahead.h"
#include "sync/associations/associations.h"
#include "sync/changes/incremental.h"
#include "sync/changes/property_fill.h"
#include "sync/changes/quarantine_retry.h"
#include "sync/changes/trailing.h"
#include "sync/deletions/archived_pass.h"
#include "sync/history/history_views.h"
#include "sync/load/first_load.h"
#include "sync/load/id_ranges.h"
#include "sync/sensitive/readable.h"
#include "sync/store/quarantine.h"
#include "sync/store/state.h"
#include "sync/views/definitions.h"
#include "sync/views/views.h"

namespace hm::sync {
namespace {

// A full sync that begins a little before what is complete already does not move that back. Where HubSpot's
// clock was set back for real, it does: only so are the changes made since then found.
std::int64_t EndOfLoad(const Checkpoint& checkpoint, std::int64_t now_ms) {
  const std::int64_t ahead = checkpoint.complete_until - now_ms;
  return ahead > 0 && ahead <= hubspot::kClockDoubtMs ? checkpoint.complete_until : now_ms;
}

Checkpoint Begin(SyncContext& context, std::int64_t now_ms) {
  Checkpoint checkpoint;
  const Millis reach =
      ChooseReach(context.session.connection(), context.type.name, context.options.buffer, now_ms);
  context.session.InTransaction([&](mariadb::Transaction& transaction) {
    checkpoint = LoadCheckpoint(transaction, context.type.name, now_ms);
    const bool resumes_load = checkpoint.phase == Phase::kFirstLoad && checkpoint.window_seen > 0;
    if (context.options.full || checkpoint.phase == Phase::kNew) {
      ClearRanges(transaction, context.type.name);
      checkpoint = {Phase::kFirstLoad, checkpoint.complete_until, 0, EndOfLoad(checkpoint, now_ms), 0, ""};
      NoteReach(transaction, context.type.name, kReachOfAll, now_ms);
    } else if (checkpoint.phase == Phase::kFirstLoad) {
      if (resumes_load) {
        log::Info("going on with the first load",
                  {{"object", context.type.name}, {"read", checkpoint.window_seen}});
      }
    } else if (checkpoint.phase == Phase::kIdle) {
      const std::int64_t from = std::max<std::int64_t>(checkpoint.complete_until - reach.count(), 0);
      // A window never ends before what is complete already.
      const std::int64_t to = std::max(now_ms, checkpoint.complete_until);
      checkpoint = {Phase::kIncremental, checkpoint.complete_until, from, to, 0, ""};
    }
    SaveCheckpoint(transaction, context.type.name, checkpoint);
    if (context.history) {
      context.history->Begin(transaction, checkpoint.complete_until);
    }
    if (checkpoint.phase == Phase::kFirstLoad && checkpoint.cursor.empty()) {
      Associations::Restart(transaction, context.type);
    }
  });
  return checkpoint;
}

// Whether a sync that begins now reads everything: asked to, for the first time, or where an earlier one
// ended.
bool WillLoad(WriteSession& session, const ObjectType& type, const SyncOptions& options) {
  mariadb::Connection& connection = session.connection();
  return options.full || ReadCompleteUntil(connection, type.name) == 0 ||
         !LoadRanges(connection, type.name).empty();
}

// Where answers are slow, asked for before it is needed.
using SizeAhead = ReadAhead<std::optional<LoadSize>>;

void AskAhead(SizeAhead& size, hubspot::Client& client, WriteSession& session, const ObjectType& type,
              const SyncOptions& options) {
  constexpr double kSlowAnswer = 0.1;
  if (WillLoad(session, type, options) && client.pace().quick_answer_s > kSlowAnswer) {
    size.Start([&client, &type](const std::stop_token& stop) { return AskLoadSize(client, type, stop); });
  }
}

void SyncReadable(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                  const SyncOptions& options, const Readable& readable, SizeAhead& ahead, Summary& summary,
                  const std::stop_token& stop) {
  const std::string fingerprint = MirrorDefinitions(session, type, readable, options.full);
  Promotion promotion(session, type, options.promote, readable.definitions);
  promotion.MarkLeaving();
  promotion.ChangeColumns(KeepViews(session, type, options.views, fingerprint), stop);
  const ObjectType with_promoted = readable.withheld.Without(WithPromoted(session.connection(), type));
  hubspot::Client bulk = client.Bulk();
  SyncContext context(WillLoad(session, type, options) ? bulk : client, session, with_promoted, options,
                      summary);
  context.Use(readable);
  if (context.history) {
    KeepHistoryViews(session, type, options.views.typed);
  }
  // The moment up to which this sync makes the table complete is HubSpot's, taken before anything is read.
  Checkpoint checkpoint = Begin(context, client.ServerNowMillis());
  NoteProperties(context, checkpoint);
  const bool loads = checkpoint.phase == Phase::kFirstLoad;
  summary.kind = !loads ? "incremental" : checkpoint.complete_until > 0 ? "full" : "first_load";
  Associations* const associations = options.associations;
  const bool mirror_links = associations != nullptr && associations->Covers(type);
  if (loads) {
    const auto size = ahead.size() > 0 ? ahead.Next() : std::nullopt;
    if (options.telemetry != nullptr) {
      options.telemetry->LoadStarted(type.name, checkpoint.window_seen,
                                     options.telemetry->wants_totals()
                                         ? client.CountRecords(type.path, type.last_modified_property, stop)
                                         : std::nullopt);
    }
    FirstLoad(context, size).Run(checkpoint, stop);
    if (options.on_loaded) {
      options.on_loaded();
    }
    if (context.history) {
      context.history->Resume(session.connection());
    }
    context.writer.QueueLinks(mirror_links);
  } else {
    context.writer.QueueLinks(mirror_links);
    Incremental(context).Run(checkpoint, stop);
  }
  summary.complete_until = checkpoint.complete_until;
  RetrySetAside(context, stop);
  FillProperties(context, stop);
  ArchivedPass(context).Run(stop);
  if (summary.archived > 0) {
    session.InTransaction([&](mariadb::Transaction& transaction) {
      MarkSuccess(transaction, type.name, summary.complete_until, summary.rows.written);
    });
  }
  if (mirror_links) {
    associations->ReadQueued(session, type, stop);
  }
  summary.misfits = context.builder.misfits();
  promotion.Fill(summary.misfits, stop);
  KeepViews(session, type, options.views, fingerprint);
  summary.set_aside = CountSetAside(session.connection(), type.name);
}

}  // namespace

void SyncObject(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                const SyncOptions& options, Summary& summary, const std::stop_token& stop) {
  SyncOptions how = options;
  SizeAhead size(stop);
  AskAhead(size, client, session, type, options);
  WithReadable(client, session, type, options, {true, stop}, [&](const Readable& readable) {
    // A full sync that was begun goes on from its checkpoint.
    how.full = options.full && summary.rows.read == 0;
    SyncReadable(client, session, type, how, readable, size, summary, stop);
  });
}

}  // namespace hm::sync
