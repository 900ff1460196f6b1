// What the ways of reading one object (first load, window, archived list, comparison) share. Thread-safe only
// where it says so.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "hubspot/client.h"
#include "sync/history/history.h"
#include "sync/objects/object_catalogue.h"
#include "sync/objects/object_types.h"
#include "sync/promote/promotion.h"
#include "sync/report/telemetry.h"
#include "sync/sensitive/withheld.h"
#include "sync/store/checkpoint.h"
#include "sync/store/row_batch.h"
#include "sync/store/write_session.h"
#include "sync/store/writer.h"
#include "sync/views/views.h"

namespace hm::sync {

class Associations;
class LoadShares;
class SensitiveScopes;
struct Readable;

struct AssociationOptions {
  WantedObjects objects = {};  // between which associations are mirrored
  Millis interval{};           // from one complete reading to the next; 0: they are not mirrored
};

struct SyncOptions {
  Millis buffer{};                 // how far a window reaches back over the last complete moment
  bool full = false;               // read everything again, in place
  bool hard_delete = false;        // archived and merged records leave the table
  bool confirm_deletions = false;  // believe a mass disappearance
  // Between which objects, and how often; Engine makes `associations` of it.
  AssociationOptions associated = {};
  Associations* associations = nullptr;
  // Of which objects the changes are kept; Engine makes `with_history`, their names, of it.
  WantedObjects history = {};
  std::set<std::string, std::less<>> with_history = {};
  Telemetry* telemetry = nullptr;     // is told how the work goes on; must outlive it
  LoadShares* load_shares = nullptr;  // between loads at the same time; null: there is one; Engine makes it
  SensitiveScopes* sensitive = nullptr;  // null: nothing sensitive is read; Engine makes it
  ViewDatabases views{};
  PromoteOptions promote = {};  // Engine checks them
  // A further connection to write to a scope by; Engine makes it. Null: there is none.
  std::function<WriteSession(const std::string& scope)> open_session = {};
  // Told once all records of a first load are in the table, before what follows on it.
  std::function<void()> on_loaded = {};
};

// What a sync did, for its closing line, the table that `sync` prints, and sync_state.
struct Summary {
  std::string_view kind;  // first_load, incremental, full, pipelines; "" until it is known
  WriteCounts rows;
  std::int64_t archived = 0;   // rows marked archived or merged, or deleted
  std::int64_t set_aside = 0;  // records that the table cannot hold, after this sync
  std::int64_t complete_until = 0;
  Misfits misfits;
};

// The object's properties as HubSpot lists them. Throws Error when they cannot be all.
std::vector<hubspot::PropertyDefinition> ReadDefinitions(hubspot::Client& client, const ObjectType& type,
                                                         const std::stop_token& stop);

struct SyncContext {
  // All must outlive it. `summary` is kept up to date as the work goes on. Throws Error(kDatabase) when the
  // object's table is missing.
  SyncContext(hubspot::Client& client, WriteSession& session, const ObjectType& type,
              const SyncOptions& options, Summary& summary);

  // Which properties to ask for, and which to leave as they are. Before any record is read.
  void Use(const Readable& readable);

  // Reads these ids (at most 100) whole and gives them as rows; `page` holds what the rows point into.
  void ReadWhole(std::span<const std::string_view> ids, hubspot::RecordPage& page, RowBatch& rows,
                 const std::stop_token& stop, bool archived = false);
  // The same with a builder of the caller's, and makes sure that HubSpot left none of them out without a
  // word: each came, or was called not found, or answered under the id it was merged into. What it leaves out
  // each time is among `rows.refused`. Thread-safe.
  void ReadEvery(RowBuilder& with, std::span<const std::string_view> ids, hubspot::RecordPage& page,
                 RowBatch& rows, const std::stop_token& stop, bool archived) const;

  // Of these ids, which the answer in `page` left out: those that HubSpot still says nothing of, asked for
  // them alone, and those whose answer `page` lacks. Views as given.
  std::vector<std::string_view> StillSilent(std::vector<std::string_view> left_out,
                                            const hubspot::RecordPage& page, const std::stop_token& stop,
                                            bool archived) const;

  // Writes the rows, and `seal` in the same transaction, and counts them.
  void Write(const RowBatch& rows, const Seal& seal);
  void Write(std::span<const RowBatch* const> batches, const Seal& seal);

  // Adds what a writer wrote to the summary. Thread-safe.
  void Count(const WriteCounts& counts);
  // A writer like `writer` on a further connection, which must outlive it; it keeps no history.
  Writer WriterOn(WriteSession& further) const;

  // A seal that saves the checkpoint, and marks success when it is the last of its phase.
  Seal Sealing(const Checkpoint& checkpoint);
  void Save(const Checkpoint& checkpoint);

  hubspot::Client& client;
  WriteSession& session;
  const ObjectType& type;
  const SyncOptions& options;
  Summary& summary;
  RowBuilder builder;
  std::optional<History> history;  // where it is wanted
  Writer writer;
  std::vector<std::string> properties;  // what is asked of every record
  Withheld withheld;                    // what is left as it is

 private:
  std::mutex mutex_;  // of the summary, where several write
};

}  // namespace hm::sync
