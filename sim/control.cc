// The control interface under /_sim/ (docs/simulator.md): changes data, sets faults, reads counters and
// truth.
#include <algorithm>
#include <functional>
#include <stdexcept>

#include "sim/api.h"
#include "sim/control_settings.h"
#include "sim/records_json.h"

namespace hubsim {
namespace {

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
  if (made || !Silent(body)) store.Touch(*slot, at, world.VisibleAt());
  return Described(store, *slot);
}

void ChangeText(ObjectStore& store, Slot slot, std::uint64_t salt) {
  const char* name = store.Type().name == "contacts" ? "city" : "description";
  const auto index = store.Properties().Find(name);
  if (index) store.Override(slot, *index, "changed " + std::to_string(salt));
}

Json Bulk(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const Millis at = body.value("lastModified", world.Now());
  Json made = Json::array();
  for (std::size_t i = body.value("count", std::size_t{0}); i > 0; --i) {
    const Slot slot = store.Create(std::nullopt, at, false);
    store.Touch(slot, at, world.VisibleAt());
    if (made.size() < 1000) made.push_back(std::to_string(store.At(slot).id));
  }
  const std::size_t touch = std::min(body.value("touch", std::size_t{0}), store.Live().size());
  const std::size_t from = body.value("from", std::size_t{0});
  for (std::size_t i = 0; i < touch; ++i) {
    const Slot slot = store.Live()[(from + i) % store.Live().size()].slot;
    if (body.value("change", true)) ChangeText(store, slot, static_cast<std::uint64_t>(at) + i);
    if (!Silent(body)) store.Touch(slot, at, world.VisibleAt());
  }
  return {{"created", made}, {"touched", touch}, {"lastModified", at}};
}

Json ArchiveOne(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const std::uint64_t id = IdOf(body, "id");
  if (!store.Find(id, false)) throw std::invalid_argument("no live record " + std::to_string(id));
  store.Archive(id, world.Now());
  return {{"id", std::to_string(id)}};
}

Json RestoreOne(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const std::uint64_t id = IdOf(body, "id");
  const auto slot = store.Find(id, true);
  if (!slot) throw std::invalid_argument("no archived record " + std::to_string(id));
  store.Restore(id);
  if (!Silent(body)) store.Touch(*slot, world.Now(), world.VisibleAt());
  return Described(store, *slot);
}

Json EraseOne(World& world, const Json& body) {
  const std::uint64_t id = IdOf(body, "id");
  StoreOf(world, body).Erase(id);
  return {{"id", std::to_string(id)}};
}

Json MergeTwo(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const std::uint64_t id = store.Merge(IdOf(body, "primary"), IdOf(body, "secondary"),
                                       body.value("keepPrimary", false), world.Now());
  if (id == 0) throw std::invalid_argument("no such live records");
  const auto slot = store.Find(id, false);
  if (!slot) throw std::invalid_argument("the winner is gone");
  store.Touch(*slot, world.Now(), world.VisibleAt());
  return Described(store, *slot);
}

Json ChangeProperty(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  Property property = DefinitionFrom(body);
  if (!body.contains("createdAt")) property.created_at = world.Now();
  property.updated_at = world.Now();
  const std::size_t index = store.Properties().Add(std::move(property));
  return DefinitionJson(store.Properties().At(index));
}

Json RemoveProperty(World& world, const Json& body) {
  ObjectStore& store = StoreOf(world, body);
  const auto index = store.Properties().Find(body.at("name").get<std::string>());
  if (!index) throw std::invalid_argument("unknown property");
  store.Properties().At(*index).archived_at = world.Now();
  return DefinitionJson(store.Properties().At(*index));
}

Json ChangePipelines(World& world, const Json& body) {
  const std::string& name = StoreOf(world, body).Type().name;
  if (!EditPipelines(world.pipelines[name], body, world.Now())) throw std::invalid_argument("unknown id");
  return {{"results", world.pipelines[name]}};
}

Json EditAssociation(World& world, const Json& body, bool removed) {
  AssociationEdit edit{body.at("from").get<std::string>(),        IdOf(body, "fromId"),
                       body.at("to").get<std::string>(),          IdOf(body, "toId"),
                       body.value("typeIds", std::vector<int>{}), removed};
  world.associations.push_back(std::move(edit));
  return {{"edits", world.associations.size()}};
}

Json Churn(World& world, const Json& body) {
  world.churn[StoreOf(world, body).Type().name] = body.at("perSecond").get<double>();
  return world.churn;
}

Reply Truth(World& world, const Request& request) {
  const std::string object = request.Query("object").value_or("contacts");
  if (object == "pipelines") return JsonReply(world.pipelines);
  const ObjectStore* store = world.Find(object);
  if (store == nullptr) throw std::invalid_argument("unknown object " + object);
  const bool archived = request.Flag("archived");
  Reply reply;
  reply.content_type = "application/x-ndjson";
  for (const IdSlot& entry : archived ? store->Archived() : store->Live()) {
    AppendTruth(*store, entry.slot, archived, reply.body);
  }
  return reply;
}

Json Now(const World& world) {
  return {{"nowMs", world.Now()}, {"now", Iso(world.Now())}, {"realMs", World::RealNow()}};
}

Reply HandleGet(World& world, const Request& request, const std::string& what) {
  if (what == "truth") return Truth(world, request);
  if (what == "counters") return JsonReply(world.counters.ToJson());
  if (what == "now") return JsonReply(Now(world));
  if (what == "faults") return JsonReply(world.faults.ToJson());
  if (what == "settings") return JsonReply(SettingsJson(world));
  if (what == "log") return JsonReply(Json(world.log));
  throw std::invalid_argument("unknown control path " + what);
}

Json HandlePost(World& world, const Json& body, const std::string& what) {
  if (what == "records") return ChangeRecord(world, body);
  if (what == "bulk") return Bulk(world, body);
  if (what == "archive") return ArchiveOne(world, body);
  if (what == "restore") return RestoreOne(world, body);
  if (what == "erase") return EraseOne(world, body);
  if (what == "merge") return MergeTwo(world, body);
  if (what == "properties") return ChangeProperty(world, body);
  if (what == "pipelines") return ChangePipelines(world, body);
  if (what == "associations") return EditAssociation(world, body, false);
  if (what == "settings") return ApplySettings(world, body);
  if (what == "faults") return {{"rule", world.faults.Add(body)}};
  if (what == "churn") return Churn(world, body);
  throw std::invalid_argument("unknown control path " + what);
}

Json HandleDelete(World& world, const Json& body, const std::string& what) {
  if (what == "faults") {
    world.faults.Clear();
  } else if (what == "counters") {
    world.counters = Counters{};
    world.log.clear();
  } else if (what == "properties") {
    return RemoveProperty(world, body);
  } else if (what == "associations") {
    return EditAssociation(world, body, true);
  } else {
    throw std::invalid_argument("unknown control path " + what);
  }
  return {{"done", true}};
}

}  // namespace

Reply HandleControl(World& world, const Request& request) {
  try {
    const std::string what = request.path.size() > 1 ? request.path[1] : "";
    if (request.method == "GET") return HandleGet(world, request, what);
    const Json body = request.body.empty() ? Json::object() : Json::parse(request.body);
    return JsonReply(request.method == "DELETE" ? HandleDelete(world, body, what)
                                                : HandlePost(world, body, what));
  } catch (const std::exception& error) {
    return JsonReply({{"error", error.what()}}, 400);
  }
}

}  // namespace hubsim
