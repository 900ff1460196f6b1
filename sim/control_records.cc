#include "sim/control_records.h"

#include <algorithm>
#include <stdexcept>

namespace hubsim {

ObjectStore& StoreOf(World& world, const Json& body) {
  const auto name = body.at("object").get<std::string>();
  ObjectStore* store = world.Find(name);
  if (store == nullptr) throw std::invalid_argument("unknown object " + name);
  return *store;
}

std::uint64_t IdOf(const Json& body, const char* key) {
  const Json& id = body.at(key);
  if (id.is_number()) return id.get<std::uint64_t>();
  const auto number = ParseUnsigned(id.get<std::string>());
  if (!number) throw std::invalid_argument(std::string(key) + " is not an id");
  return *number;
}

namespace {

Json Described(const ObjectStore& store, Slot slot) {
  return {{"id", std::to_string(store.At(slot).id)}, {"updatedAtMs", store.At(slot).modified}};
}

void SetProperties(ObjectStore& store, Slot slot, const Json& properties) {
  for (const auto& [name, value] : properties.items()) {
    const auto index = store.Properties().Find(name);
    if (!index) throw std::invalid_argument("unknown property " + name);
    if (value.is_null()) {
      store.Override(slot, *index, std::nullopt);
    } else {
      store.Override(slot, *index, value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
}

// A change that calculated properties make: the last-modified stays, so no search finds it.
bool Silent(const Json& body) { return body.value("keepLastModified", false); }

// When search finds the change.
Millis VisibleAt(const World& world, const Json& body) {
  return World::VisibleAt(body.value("indexLagMs", world.settings.index_lag_ms));
}

Slot LiveSlot(const ObjectStore& store, std::uint64_t id) {
  const auto slot = store.Find(id, false);
  if (!slot) throw std::invalid_argument("no live record " + std::to_string(id));
  return *slot;
}

Json ChangeRecord(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  std::optional<Slot> slot;
  if (body.contains("id")) slot = store.Find(IdOf(body, "id"), false);
  const bool made = !slot;
  if (made && body.contains("id") && store.Find(IdOf(body, "id"), true)) {
    throw std::invalid_argument("the record is archived; restore it first");
  }
  const Millis at = body.value("lastModified", world.Now());
  if (made) {
    const auto id = body.contains("id") ? std::optional(IdOf(body, "id")) : std::nullopt;
    slot = store.Create(id, body.value("createdAt", at), !body.value("generated", false));
  }
  SetProperties(store, *slot, body.value("properties", Json::object()));
  if (made || !Silent(body)) store.Touch(*slot, at, VisibleAt(world, body));
  return Described(store, *slot);
}

void ChangeText(ObjectStore& store, Slot slot, std::uint64_t salt) {
  const char* name = store.Type().name == "contacts" ? "city" : "description";
  const auto index = store.Properties().Find(name);
  if (index) store.Override(slot, *index, "changed " + std::to_string(salt));
}

void TouchOne(World& world, ObjectStore& store, Slot slot, const Json& body, Millis at, std::size_t number) {
  if (body.contains("properties")) {
    SetProperties(store, slot, body.at("properties"));
  } else if (body.value("change", true)) {
    ChangeText(store, slot, static_cast<std::uint64_t>(at) + number);
  }
  if (!Silent(body)) store.Touch(slot, at, VisibleAt(world, body));
}

Json Bulk(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const Millis at = body.value("lastModified", world.Now());
  const auto count = body.value("count", std::size_t{0});
  const Slot first = store.CreateMany(count, at);
  Json made = Json::array();
  for (Slot slot = first; slot < store.Size(); ++slot) {
    store.Touch(slot, at, VisibleAt(world, body));
    if (made.size() < 1000) made.push_back(std::to_string(store.At(slot).id));
  }
  const std::size_t touch = std::min(body.value("touch", std::size_t{0}), store.Live().size());
  const std::size_t from = body.value("from", std::size_t{0});
  for (std::size_t i = 0; i < touch; ++i) {
    TouchOne(world, store, store.Live()[(from + i) % store.Live().size()].slot, body, at, i);
  }
  const std::size_t before = store.Live().size();
  store.ArchiveMany(from, body.value("archive", std::size_t{0}), body.value("archivedAt", world.Now()));
  return {{"created", made},
          {"touched", touch},
          {"archived", before - store.Live().size()},
          {"lastModified", at}};
}

Json ArchiveOne(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const std::uint64_t id = IdOf(body, "id");
  LiveSlot(store, id);
  store.Archive(id, body.value("archivedAt", world.Now()));
  return {{"id", std::to_string(id)}};
}

Json RestoreOne(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const std::uint64_t id = IdOf(body, "id");
  const auto slot = store.Find(id, true);
  if (!slot || store.At(*slot).fate != Fate::kPresent) {
    throw std::invalid_argument("no archived record " + std::to_string(id));
  }
  store.Restore(id);
  if (!Silent(body)) store.Touch(*slot, world.Now(), VisibleAt(world, body));
  return Described(store, *slot);
}

Json EraseOne(World& world, const Json& body) {
  const std::uint64_t id = IdOf(body, "id");
  StoreOf(world, body).Erase(id);
  return {{"id", std::to_string(id)}};
}

// What the recycle bin dropped: one archived record, or all.
Json Purge(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const std::size_t before = store.Archived().size();
  if (!body.contains("id")) {
    store.PurgeArchivedBefore(std::numeric_limits<Millis>::max());
  } else if (store.Find(IdOf(body, "id"), true)) {
    store.Erase(IdOf(body, "id"), Fate::kPurged);
  } else {
    throw std::invalid_argument("no such archived record");
  }
  return {{"purged", before - store.Archived().size()}};
}

Json MergeTwo(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  MergeOrder order{IdOf(body, "primary"), IdOf(body, "secondary")};
  order.keep_primary = body.value("keepPrimary", world.settings.merge_keeps_primary);
  order.list_losers = world.settings.list_merged;
  order.now = world.Now();
  const std::uint64_t id = store.Merge(order);
  if (id == 0) throw std::invalid_argument("no two such live records");
  const Slot slot = LiveSlot(store, id);
  store.Touch(slot, world.Now(), VisibleAt(world, body));
  return Described(store, slot);
}

Json FinishIndex(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  std::optional<Slot> slot;
  if (body.contains("id")) slot = LiveSlot(store, IdOf(body, "id"));
  store.FinishIndex(slot);
  return {{"done", true}};
}

}  // namespace

std::optional<Json> HandleRecordControl(World& world, const Json& body, const std::string& what) {
  if (what == "records") return ChangeRecord(world, body);
  if (what == "bulk") return Bulk(world, body);
  if (what == "archive") return ArchiveOne(world, body);
  if (what == "restore") return RestoreOne(world, body);
  if (what == "erase") return EraseOne(world, body);
  if (what == "purge") return Purge(world, body);
  if (what == "merge") return MergeTwo(world, body);
  if (what == "index") return FinishIndex(world, body);
  return std::nullopt;
}

}  // namespace hubsim
