#include "sim/store.h"

#include <algorithm>
#include <array>
#include <ranges>
#include <unordered_set>

#include "sim/id_list.h"

namespace hubsim {
namespace {

// Starts of the id blocks: like recorded accounts, ids run from 3 to 12 digits and past 32 bits.
constexpr std::array<std::uint64_t, 4> kBlocks{101, 60'000'001, 7'944'583'019, 513'881'705'057};
constexpr Millis kYears = 8LL * 365 * 86'400'000;

}  // namespace

ObjectStore::ObjectStore(ObjectType type, Catalogue catalogue, ValueSettings settings)
    : type_(std::move(type)),
      catalogue_(std::move(catalogue)),
      values_(std::move(settings)),
      block_next_(kBlocks.begin(), kBlocks.end()) {
  values_.deals = type_.name == "deals";
  if (type_.name != "contacts" && type_.name != "companies") return;
  values_.lifecycle_pipeline = type_.name + "-lifecycle-pipeline";
  catalogue_.LeaveOutHsCreatedate();
}

std::uint64_t ObjectStore::NextId() {
  const std::uint64_t hash = Mix(records_.size() ^ HashName(type_.name));
  std::uint64_t& next = block_next_[hash % block_next_.size()];
  while (FindIn(live_, next) || FindIn(archived_, next) || merged_.contains(next)) ++next;
  const std::uint64_t id = next;
  next += 1 + (hash >> 32U) % 5;
  return id;
}

void ObjectStore::Seed(std::size_t count, Millis newest) {
  const std::size_t first = records_.size();
  records_.reserve(first + count);
  std::vector<IdSlot> added;
  added.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    Record record;
    record.id = NextId();
    record.seed = Mix(Mix(values_.seed ^ HashName(type_.name)) + records_.size());
    const auto age = static_cast<double>(count - i) / static_cast<double>(count);
    record.created = newest - static_cast<Millis>(age * static_cast<double>(kYears)) - 3'600'000 +
                     static_cast<Millis>(record.seed % 977);
    const auto later = static_cast<double>(record.seed % 1000) / 1000.0;
    record.modified =
        record.created + static_cast<Millis>(later * static_cast<double>(newest - record.created));
    if (record.seed % 64 == 0) record.modified = record.modified / 1000 * 1000;
    added.push_back({record.id, static_cast<Slot>(records_.size())});
    indexed_.push_back(record.modified);
    records_.push_back(std::move(record));
  }
  live_.insert(live_.end(), added.begin(), added.end());
  std::ranges::sort(live_, [](const IdSlot& a, const IdSlot& b) { return a.id < b.id; });
  if (first == seeded_) seeded_ = records_.size();
  ++index_version_;
}

std::optional<Slot> ObjectStore::Find(std::uint64_t id, bool archived) const {
  return FindIn(archived ? archived_ : live_, id);
}

std::uint64_t ObjectStore::WinnerOf(std::uint64_t id) const {
  for (auto next = merged_.find(id); next != merged_.end(); next = merged_.find(id)) id = next->second;
  return id;
}

std::optional<Slot> ObjectStore::Resolve(std::uint64_t id, bool archived) const {
  return Find(WinnerOf(id), archived);
}

Content ObjectStore::Value(Slot slot, std::size_t property, std::string& out) const {
  const Record& record = records_[slot];
  const Property& definition = catalogue_.At(property);
  if (definition.kind == Kind::kId) {
    AppendUnsigned(out, record.id);
    return Content::kClean;
  }
  // Search goes by this one, so no test may set it apart from the record's own time.
  if (definition.kind == Kind::kModified && definition.name == type_.cursor) {
    AppendIso(out, record.modified);
    return Content::kClean;
  }
  if (record.overrides) {
    for (const OverrideValue& override : *record.overrides) {
      if (override.property != property) continue;
      if (!override.value) return Content::kNothing;
      out += *override.value;
      return Content::kAny;
    }
  }
  if (definition.kind == Kind::kCreated || definition.kind == Kind::kModified) {
    AppendIso(out, definition.kind == Kind::kCreated ? record.created : record.modified);
    return Content::kClean;
  }
  return record.blank ? Content::kNothing : Generate(values_, record, definition, out);
}

Slot ObjectStore::Append(std::uint64_t id, Millis now, bool blank) {
  Record record;
  record.id = id;
  record.seed = Mix(Mix(values_.seed ^ HashName(type_.name)) + records_.size());
  record.created = record.modified = now;
  record.blank = blank;
  records_.push_back(std::move(record));
  indexed_.push_back(kNotIndexed);
  return static_cast<Slot>(records_.size() - 1);
}

Slot ObjectStore::Create(std::optional<std::uint64_t> id, Millis now, bool blank) {
  const Slot slot = Append(id ? *id : NextId(), now, blank);
  Insert(live_, {records_[slot].id, slot});
  return slot;
}

Slot ObjectStore::CreateMany(std::size_t count, Millis now) {
  const auto first = static_cast<Slot>(records_.size());
  std::vector<IdSlot> added;
  for (std::size_t i = 0; i < count; ++i) {
    const Slot slot = Append(NextId(), now, false);
    added.push_back({records_[slot].id, slot});
  }
  live_.insert(live_.end(), added.begin(), added.end());
  std::ranges::sort(live_, {}, &IdSlot::id);
  return first;
}

void ObjectStore::Override(Slot slot, std::size_t property, std::optional<std::string> value) {
  auto& overrides = records_[slot].overrides;
  if (!overrides) overrides = std::make_unique<std::vector<OverrideValue>>();
  for (OverrideValue& override : *overrides) {
    if (override.property != property) continue;
    override.value = std::move(value);
    return;
  }
  overrides->push_back({property, std::move(value)});
}

void ObjectStore::Touch(Slot slot, Millis modified, Millis visible_at) {
  records_[slot].modified = modified;
  pending_.push_back({slot, modified, visible_at});
}

void ObjectStore::DrainPending(Millis now) {
  // From the last: an earlier change of a record that a later one overtook is of no use any more.
  std::unordered_set<Slot> done;
  std::vector<Pending> waiting;
  for (const Pending& entry : std::views::reverse(pending_)) {
    if (done.contains(entry.slot)) continue;
    if (entry.visible_at > now) {
      waiting.push_back(entry);
      continue;
    }
    done.insert(entry.slot);
    indexed_[entry.slot] = entry.modified;
  }
  if (done.empty()) return;
  pending_.assign(waiting.rbegin(), waiting.rend());
  ++index_version_;
}

void ObjectStore::FinishIndex(std::optional<Slot> slot) {
  for (Pending& entry : pending_) {
    if (!slot || entry.slot == *slot) entry.visible_at = 0;
  }
}

const std::vector<Slot>& ObjectStore::Indexed(Millis low, Millis high, Millis now) {
  if (!pending_.empty()) DrainPending(now);
  if (cached_version_ == index_version_ && cached_low_ == low && cached_high_ == high) return cached_;
  cached_.clear();
  for (const IdSlot& entry : live_) {
    const Millis at = indexed_[entry.slot];
    if (at != kNotIndexed && at >= low && at <= high) cached_.push_back(entry.slot);
  }
  cached_version_ = index_version_;
  cached_low_ = low;
  cached_high_ = high;
  return cached_;
}

}  // namespace hubsim
