// The control interface under /_sim/ (docs/simulator.md): changes data, sets faults, reads counters and
// truth.
#include <algorithm>
#include <functional>
#include <stdexcept>

#include "sim/api.h"
#include "sim/associations.h"
#include "sim/control_records.h"
#include "sim/control_settings.h"
#include "sim/owners.h"
#include "sim/records_json.h"

namespace hubsim {
namespace {

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

Json ChangeOwner(World& world, const Json& body) {
  EditOwner(world.owners, body);
  return {{"results", world.owners}};
}

// A custom object's type is deleted and made anew under its old name.
Json RemakeSchema(World& world, const Json& body) {
  const auto type_id = body.at("objectTypeId").get<std::string>();
  world.Remake(StoreOf(world, body), type_id);
  return {{"objectTypeId", type_id}};
}

// With one partner, or with the first `count` live ones.
Json EditAssociation(World& world, const Json& body, bool removed) {
  const AssociationEdit edit{
      body.at("from").get<std::string>(),        IdOf(body, "fromId"),
      body.at("to").get<std::string>(),          body.contains("toId") ? IdOf(body, "toId") : 0,
      body.value("typeIds", std::vector<int>{}), removed};
  if (body.contains("toId")) {
    world.associations.push_back(edit);
    return {{"edits", world.associations.size()}};
  }
  const ObjectStore* const to = world.Find(edit.to);
  if (to == nullptr) throw std::invalid_argument("unknown object " + edit.to);
  const std::size_t count = std::min(body.at("count").get<std::size_t>(), to->Live().size());
  for (std::size_t i = 0; i < count; ++i) {
    world.associations.push_back(edit);
    world.associations.back().to_id = to->Live()[i].id;
  }
  return {{"edits", world.associations.size()}};
}

Json Churn(World& world, const Json& body) {
  world.churn[StoreOf(world, body).Type().name] = body.at("perSecond").get<double>();
  return world.churn;
}

// Every record that ever was, in the order of ids; of one id made anew, the older first.
Reply States(World& world, const Request& request) {
  const std::string object = request.Query("object").value_or("contacts");
  ObjectStore* store = world.Find(object);
  if (store == nullptr) throw std::invalid_argument("unknown object " + object);
  world.PurgeExpired(*store);
  std::vector<IdSlot> all;
  for (Slot slot = 0; slot < store->Size(); ++slot) all.push_back({store->At(slot).id, slot});
  std::ranges::stable_sort(all, {}, &IdSlot::id);
  Reply reply;
  for (const IdSlot& entry : all) {
    reply.body += reply.body.empty() ? '[' : ',';
    AppendState(*store, entry.slot, reply.body);
  }
  reply.body += all.empty() ? "[]" : "]";
  return reply;
}

Reply Truth(World& world, const Request& request) {
  const std::string object = request.Query("object").value_or("contacts");
  if (object == "pipelines") return JsonReply(world.pipelines);
  if (object == "owners") return JsonReply(world.owners);
  if (object == "associations") {
    ObjectStore* const from = world.Find(request.Query("from").value_or(""));
    ObjectStore* const to = world.Find(request.Query("to").value_or(""));
    if (from == nullptr || to == nullptr) throw std::invalid_argument("from and to name objects");
    return JsonReply(AssociationTruth(world, *from, *to));
  }
  ObjectStore* store = world.Find(object);
  if (store == nullptr) throw std::invalid_argument("unknown object " + object);
  world.PurgeExpired(*store);
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
  if (what == "states") return States(world, request);
  if (what == "counters") {
    Json json = world.counters.ToJson();
    json["mostAtOnce"] = world.at_once.ToJson();
    return JsonReply(json);
  }
  if (what == "now") return JsonReply(Now(world));
  if (what == "faults") return JsonReply(world.faults.ToJson());
  if (what == "settings") return JsonReply(SettingsJson(world));
  if (what == "log") return JsonReply(Json(world.log));
  throw std::invalid_argument("unknown control path " + what);
}

Json HandlePost(World& world, const Json& body, const std::string& what) {
  if (auto done = HandleRecordControl(world, body, what)) return *std::move(done);
  if (what == "properties") return ChangeProperty(world, body);
  if (what == "pipelines") return ChangePipelines(world, body);
  if (what == "associations") return EditAssociation(world, body, false);
  if (what == "owners") return ChangeOwner(world, body);
  if (what == "schemas") return RemakeSchema(world, body);
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
    world.at_once.ResetMost();
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
