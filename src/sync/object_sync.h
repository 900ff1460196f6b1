// One sync of one object type on one connection: goes on from its checkpoint, first load or window.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "hubspot/client.h"
#include "mariadb/connection.h"
#include "sync/checkpoint.h"
#include "sync/object_types.h"
#include "sync/writer.h"

namespace hm::sync {

// What a sync did, for its closing line, the table that `sync` prints, and sync_state.
struct Summary {
  WriteCounts rows;
  std::int64_t gone = 0;  // listed, but no longer there when they were read
  std::int64_t complete_until = 0;
  Misfits misfits;
};

// Everything that the ways of reading share. Not thread-safe.
class ObjectSync {
 public:
  // All must outlive it. `summary` is kept up to date, also when Run() throws.
  ObjectSync(hubspot::Client& client, mariadb::Connection& connection, const ObjectType& type,
             Summary& summary);

  // `buffer`: how far a window reaches back over the last complete moment. `full`: read everything again, in
  // place. Throws Error; what was committed before stays, and the next Run() goes on from there.
  void Run(Millis buffer, bool full, const std::stop_token& stop);

 private:
  friend class FirstLoad;
  friend class Incremental;

  Checkpoint Begin(Millis buffer, bool full, std::int64_t now_ms);
  void Save(const Checkpoint& checkpoint);
  // Reads these ids whole and gives them as rows; `page` holds what the rows point into.
  void ReadWhole(std::span<const std::string_view> ids, hubspot::RecordPage& page, RowBatch& rows,
                 const std::stop_token& stop);
  // A seal that saves the checkpoint, and marks success when it is the last of its phase.
  Seal Sealing(const Checkpoint& checkpoint);
  void Count(const WriteCounts& counts) { summary_.rows += counts; }

  hubspot::Client& client_;
  mariadb::Connection& connection_;
  const ObjectType& type_;
  Summary& summary_;
  RowBuilder builder_;
  Writer writer_;
  std::vector<std::string> properties_;  // names of all the object's properties
};

}  // namespace hm::sync
