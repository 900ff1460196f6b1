// The records of one object type. Values come from the seed; only what tests changed is stored, so that a
// million records cost about 100 bytes each. Not thread-safe: World's mutex guards it.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/catalogue.h"
#include "sim/values.h"

namespace hubsim {

struct ObjectType {
  std::string name;
  std::string type_id;
  // Upper-case singular, as in "Could not get some CONTACT objects".
  std::string singular;
  // Property that tells the last change (hubspot-api.md §0.5).
  std::string cursor;
  std::string read_scope;
  std::vector<std::string> defaults;
  // Property that tells the time of creation.
  std::string created;
  // Of a custom object: its name in HubSpot. `name` is unique here, this one need not be.
  std::string schema_name;
};

using Slot = std::uint32_t;
struct IdSlot {
  std::uint64_t id;
  Slot slot;
};

struct MergeOrder {
  std::uint64_t primary;
  std::uint64_t secondary;
  // The winner keeps the primary's id (HubSpot's beta); else it is a new record.
  bool keep_primary = false;
  // The losers stand in the archived list from then on.
  bool list_losers = false;
  Millis now = 0;
};

class ObjectStore {
 public:
  ObjectStore(ObjectType type, Catalogue catalogue, ValueSettings settings);

  // Adds `count` seeded records. Ids come from several blocks, so they are not in order of creation.
  void Seed(std::size_t count, Millis newest);

  const ObjectType& Type() const { return type_; }
  Catalogue& Properties() { return catalogue_; }
  const Catalogue& Properties() const { return catalogue_; }
  ValueSettings& Values() { return values_; }

  const std::vector<IdSlot>& Live() const { return live_; }
  const std::vector<IdSlot>& Archived() const { return archived_; }
  const Record& At(Slot slot) const { return records_[slot]; }
  std::size_t Size() const { return records_.size(); }
  // Slots below this came from Seed and take part in the seeded associations.
  std::size_t SeededCount() const { return seeded_; }

  // Id of the record that holds what was merged into it; `id` itself when it was not merged.
  std::uint64_t WinnerOf(std::uint64_t id) const;

  // Live or archived record of that very id.
  std::optional<Slot> Find(std::uint64_t id, bool archived) const;
  // Follows merges: the id of a loser finds the winner.
  std::optional<Slot> Resolve(std::uint64_t id, bool archived) const;

  // Appends the raw value.
  Content Value(Slot slot, std::size_t property, std::string& out) const;

  Slot Create(std::optional<std::uint64_t> id, Millis now, bool blank);
  // Generated records in one go; returns the first one's slot, the others follow.
  Slot CreateMany(std::size_t count, Millis now);
  // nullopt makes the value never-set.
  void Override(Slot slot, std::size_t property, std::optional<std::string> value);
  void Touch(Slot slot, Millis modified, Millis visible_at);
  // Makes what changed findable by search at once; of one record when `slot` is given.
  void FinishIndex(std::optional<Slot> slot);
  void Archive(std::uint64_t id, Millis at);
  // Live records from that place in the order of ids.
  void ArchiveMany(std::size_t from, std::size_t count, Millis at);
  void Restore(std::uint64_t id);
  // Takes the record out of everything; live or archived.
  void Erase(std::uint64_t id, Fate fate = Fate::kErased);
  // Drops what was archived before `limit`; cheap when nothing was.
  void PurgeArchivedBefore(Millis limit);
  // Returns the winner's id; 0 when one of the two is not live.
  std::uint64_t Merge(const MergeOrder& order);

  // The search index: slots in id order whose indexed last-modified lies in [low, high].
  // `now` is the real time, by which lag is counted.
  const std::vector<Slot>& Indexed(Millis low, Millis high, Millis now);
  Millis IndexedModified(Slot slot) const { return indexed_[slot]; }
  bool IsIndexed(Slot slot) const { return indexed_[slot] != kNotIndexed; }

 private:
  static constexpr Millis kNotIndexed = -1;
  struct Pending {
    Slot slot;
    Millis modified;
    Millis visible_at;
  };

  void DrainPending(Millis now);
  std::uint64_t NextId();
  Slot Append(std::uint64_t id, Millis now, bool blank);
  Slot Heir(Slot primary, Millis now);
  void SetIds(Slot winner, Slot primary, Slot secondary, const MergeOrder& order);
  void Retire(std::uint64_t id, std::uint64_t winner, const MergeOrder& order);
  void AppendToList(Slot slot, const char* property, const std::string& values);
  std::string Text(Slot slot, const char* property) const;

  ObjectType type_;
  Catalogue catalogue_;
  ValueSettings values_;
  std::vector<Record> records_;
  std::vector<Millis> indexed_;
  std::vector<IdSlot> live_;
  std::vector<IdSlot> archived_;
  std::unordered_map<std::uint64_t, std::uint64_t> merged_;
  std::vector<Pending> pending_;
  // No archived record is older.
  Millis oldest_archived_ = std::numeric_limits<Millis>::max();
  std::size_t seeded_ = 0;
  std::vector<std::uint64_t> block_next_;
  std::uint64_t index_version_ = 1;
  std::vector<Slot> cached_;
  Millis cached_low_ = 0;
  Millis cached_high_ = -1;
  std::uint64_t cached_version_ = 0;
};

}  // namespace hubsim
