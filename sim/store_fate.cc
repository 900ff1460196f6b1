// How records leave: archived, restored, erased, purged, merged.
#include "sim/id_list.h"

namespace hubsim {

void ObjectStore::Archive(std::uint64_t id, Millis at) {
  const auto slot = Find(id, false);
  if (!slot) return;
  records_[*slot].archived_at = at;
  oldest_archived_ = std::min(oldest_archived_, at);
  Remove(live_, id);
  Insert(archived_, {id, *slot});
  ++index_version_;
}

void ObjectStore::ArchiveMany(std::size_t from, std::size_t count, Millis at) {
  const std::size_t first = std::min(from, live_.size());
  const auto begin = live_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto end = begin + static_cast<std::ptrdiff_t>(std::min(count, live_.size() - first));
  if (begin == end) return;
  for (auto entry = begin; entry != end; ++entry) records_[entry->slot].archived_at = at;
  oldest_archived_ = std::min(oldest_archived_, at);
  archived_.insert(archived_.end(), begin, end);
  std::ranges::sort(archived_, {}, &IdSlot::id);
  live_.erase(begin, end);
  ++index_version_;
}

void ObjectStore::Restore(std::uint64_t id) {
  const auto slot = Find(id, true);
  if (!slot) return;
  records_[*slot].archived_at = 0;
  Remove(archived_, id);
  Insert(live_, {id, *slot});
  ++index_version_;
}

void ObjectStore::Erase(std::uint64_t id, Fate fate) {
  for (const bool archived : {false, true}) {
    if (const auto slot = Find(id, archived)) records_[*slot].fate = fate;
  }
  Remove(live_, id);
  Remove(archived_, id);
  ++index_version_;
}

void ObjectStore::PurgeArchivedBefore(Millis limit) {
  if (oldest_archived_ >= limit) return;
  oldest_archived_ = std::numeric_limits<Millis>::max();
  std::erase_if(archived_, [&](const IdSlot& entry) {
    Record& record = records_[entry.slot];
    if (record.archived_at >= limit) {
      oldest_archived_ = std::min(oldest_archived_, record.archived_at);
      return false;
    }
    if (record.fate == Fate::kPresent) record.fate = Fate::kPurged;
    return true;
  });
}

// A new record with all that the primary holds.
Slot ObjectStore::Heir(Slot primary, Millis now) {
  const Slot heir = Create(std::nullopt, now, records_[primary].blank);
  Record& record = records_[heir];
  const Record& old = records_[primary];
  record.seed = old.seed;
  record.created = old.created;
  if (old.overrides) record.overrides = std::make_unique<std::vector<OverrideValue>>(*old.overrides);
  return heir;
}

std::string ObjectStore::Text(Slot slot, const char* property) const {
  std::string text;
  if (const auto index = catalogue_.Find(property)) Value(slot, *index, text);
  return text;
}

void ObjectStore::AppendToList(Slot slot, const char* property, const std::string& values) {
  const auto index = catalogue_.Find(property);
  if (!index || values.empty()) return;
  const std::string before = Text(slot, property);
  Override(slot, *index, before.empty() ? values : before + ";" + values);
}

// The lists grow with every merge: those of the primary are there already, those of the secondary follow.
void ObjectStore::SetIds(Slot winner, Slot primary, Slot secondary, const MergeOrder& order) {
  const std::string first = std::to_string(order.primary);
  const std::string second = std::to_string(order.secondary);
  AppendToList(winner, "hs_merged_object_ids", Text(secondary, "hs_merged_object_ids"));
  AppendToList(winner, "hs_merged_object_ids", winner == primary ? second : first + ";" + second);
  if (type_.name != "contacts") return;
  const std::string stamp = ":" + std::to_string(order.now);
  AppendToList(winner, "hs_calculated_merged_vids", Text(secondary, "hs_calculated_merged_vids"));
  AppendToList(winner, "hs_calculated_merged_vids", first + stamp + ";" + second + stamp);
  AppendToList(winner, "hs_additional_emails", Text(secondary, "email"));
}

void ObjectStore::Retire(std::uint64_t id, std::uint64_t winner, const MergeOrder& order) {
  merged_[id] = winner;
  const auto slot = Find(id, false);
  if (order.list_losers) {
    Archive(id, order.now);
    records_[*slot].fate = Fate::kMerged;
  } else {
    Erase(id, Fate::kMerged);
  }
}

std::uint64_t ObjectStore::Merge(const MergeOrder& order) {
  const auto primary = Find(order.primary, false);
  const auto secondary = Find(order.secondary, false);
  if (!primary || !secondary || *primary == *secondary) return 0;
  const Slot winner = order.keep_primary ? *primary : Heir(*primary, order.now);
  const std::uint64_t id = records_[winner].id;
  SetIds(winner, *primary, *secondary, order);
  if (!order.keep_primary) Retire(order.primary, id, order);
  Retire(order.secondary, id, order);
  return id;
}

}  // namespace hubsim
