// GET /crm/objects/{type}: pages and single records; POST …/batch/read.
#include <algorithm>

#include "sim/api.h"
#include "sim/records_json.h"

namespace hubsim {
namespace {

constexpr std::size_t kMostListed = 100;
constexpr std::size_t kMostBatched = 100;

std::string CursorOf(const World& world, std::uint64_t next) {
  return world.settings.lower_bound_list ? std::to_string(next) : "c-" + std::to_string(next ^ 0x5A5AU);
}

std::optional<std::uint64_t> LowerBound(const World& world, const std::string& after) {
  if (world.settings.lower_bound_list) {
    const auto number = ParseUnsigned(after);
    const bool unknown = number && world.settings.own_cursors_only && !world.given_cursors.contains(*number);
    return unknown ? std::optional<std::uint64_t>(0) : number;
  }
  if (!after.starts_with("c-")) return std::nullopt;
  const auto number = ParseUnsigned(std::string_view(after).substr(2));
  if (!number) return std::nullopt;
  return *number ^ 0x5A5AU;
}

std::optional<Reply> AssociationRefusal(World& world, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const ObjectStore* to = world.Find(name);
    if (to == nullptr) return ValidationError(world, "Unable to infer object type from: " + name);
    if (auto refusal = RequireScope(world, {to->Type().read_scope})) return refusal;
  }
  return std::nullopt;
}

void AppendPaging(const std::string& after, std::string& out) {
  out += R"(,"paging":{"next":{"after":)";
  AppendJsonString(out, after);
  out += R"(,"link":"https://api.hubspot.com/crm/objects/next-page?after=)" + after + "\"}}";
}

Reply ListPage(World& world, ObjectStore& store, const Request& request) {
  const auto limit = ParseUnsigned(request.Query("limit").value_or("10"));
  if (!limit || *limit == 0 || *limit > kMostListed) {
    return ValidationError(world, "limit must be between 1 and 100");
  }
  const auto after = LowerBound(world, request.Query("after").value_or(CursorOf(world, 0)));
  if (!after) return ValidationError(world, "The paging cursor 'after' is not valid");
  RenderOptions options;
  options.archived = request.Flag("archived");
  options.associations = request.QueryList("associations");
  const Selection selection = Select(store, request.QueryList("properties"));
  if (auto refusal = SensitiveRefusal(world, store.Type(), selection.sensitive)) return *std::move(refusal);
  if (auto refusal = AssociationRefusal(world, options.associations)) return *std::move(refusal);
  const std::vector<IdSlot>& list = options.archived ? store.Archived() : store.Live();
  const std::uint64_t most = world.settings.list_page_rows;
  const std::uint64_t rows = most == 0 ? *limit : std::min(*limit, most);
  // Archived records that the list does not show yet.
  const Millis newest = world.Now() - world.settings.archived_lag_ms;
  const auto skip_hidden = [&](auto place) {
    while (options.archived && place != list.end() && store.At(place->slot).archived_at > newest) ++place;
    return place;
  };
  auto at = skip_hidden(std::ranges::lower_bound(list, *after, {}, &IdSlot::id));
  Reply reply;
  reply.body = SpareBody();
  reply.body += R"({"results":[)";
  std::uint64_t last = 0;
  for (std::uint64_t shown = 0; shown < rows && at != list.end(); ++shown) {
    if (shown != 0) reply.body += ',';
    AppendRecord(world, store, at->slot, selection, options, reply.body);
    last = at->id;
    at = skip_hidden(++at);
  }
  reply.body += ']';
  if (at != list.end()) {
    AppendPaging(CursorOf(world, last + 1), reply.body);
    if (world.settings.own_cursors_only) world.given_cursors.insert(last + 1);
  }
  reply.body += '}';
  return reply;
}

bool IsLoser(const ObjectStore& store, std::uint64_t id) { return store.WinnerOf(id) != id; }

// The record that a read of `id` shows; a merged one may answer for its winner.
std::optional<Slot> FindRead(const World& world, const ObjectStore& store, std::uint64_t id, bool archived) {
  if (world.settings.merged_read != "winner" && IsLoser(store, id)) return std::nullopt;
  return store.Resolve(id, archived);
}

Reply GetOne(World& world, ObjectStore& store, const Request& request, const std::string& id) {
  const auto number = ParseUnsigned(id);
  RenderOptions options;
  options.archived = request.Flag("archived");
  options.associations = request.QueryList("associations");
  const auto slot = number ? FindRead(world, store, *number, options.archived) : std::nullopt;
  if (!slot) return NotFound(world, "Object not found.  objectId are usually numeric.");
  const Selection selection = Select(store, request.QueryList("properties"));
  if (auto refusal = SensitiveRefusal(world, store.Type(), selection.sensitive)) return *std::move(refusal);
  Reply reply;
  AppendRecord(world, store, *slot, selection, options, reply.body);
  return reply;
}

std::string MissingError(const ObjectStore& store, const std::vector<std::string>& ids) {
  const Json error{{"status", "error"},
                   {"category", "OBJECT_NOT_FOUND"},
                   {"message", "Could not get some " + store.Type().singular +
                                   " objects, they may be deleted or not exist. Check that ids are valid."},
                   {"context", {{"ids", ids}}}};
  return R"(,"numErrors":1,"errors":[)" + error.dump() + "]";
}

struct Batch {
  std::vector<Slot> found;
  std::vector<std::string> missing;
};

Batch FindInputs(const World& world, const ObjectStore& store, const Json& inputs, bool archived) {
  Batch batch;
  for (const Json& input : inputs) {
    const Json& raw = input.at("id");
    const std::string id = raw.is_string() ? raw.get<std::string>() : raw.dump();
    const auto number = ParseUnsigned(id);
    const auto slot = number ? FindRead(world, store, *number, archived) : std::nullopt;
    if (!slot && number && world.settings.merged_read == "nothing" && IsLoser(store, *number)) continue;
    if (!slot) {
      batch.missing.push_back(id);
    } else {
      batch.found.push_back(*slot);
    }
  }
  // Not the order of the request, and each record once: HubSpot promises neither.
  std::ranges::sort(batch.found);
  const auto extra = std::ranges::unique(batch.found);
  batch.found.erase(extra.begin(), extra.end());
  return batch;
}

}  // namespace

Reply HandleBatchRead(World& world, ObjectStore& store, const Request& request) {
  const Json body = Json::parse(request.body);
  const Json inputs = body.value("inputs", Json::array());
  if (inputs.size() > kMostBatched) {
    return ValidationError(world, "The maximum number of inputs supported in a batch request is 100");
  }
  RenderOptions options;
  options.archived = request.Flag("archived");
  const auto names = body.value("properties", std::vector<std::string>{});
  const Selection selection = Select(store, names);
  if (auto refusal = SensitiveRefusal(world, store.Type(), selection.sensitive)) return *std::move(refusal);
  const Batch batch = FindInputs(world, store, inputs, options.archived);
  Reply reply;
  reply.body = SpareBody();
  reply.body += R"({"status":"COMPLETE","results":[)";
  for (std::size_t i = 0; i < batch.found.size(); ++i) {
    if (i != 0) reply.body += ',';
    AppendRecord(world, store, batch.found[i], selection, options, reply.body);
  }
  reply.body += ']';
  if (!batch.missing.empty()) {
    reply.status = 207;
    reply.body += MissingError(store, batch.missing);
  }
  const std::string now = Iso(world.Now());
  reply.body += R"(,"startedAt":")" + now + R"(","completedAt":")" + now + "\"}";
  return reply;
}

Reply HandleObjects(World& world, const Request& request, const Route& route) {
  ObjectStore* store = route.rest.empty() ? nullptr : world.Find(route.rest[0]);
  if (store == nullptr) {
    return ValidationError(world,
                           "Unable to infer object type from: " + (route.rest.empty() ? "" : route.rest[0]));
  }
  if (auto refusal = RequireScope(world, {store->Type().read_scope})) return *std::move(refusal);
  world.PurgeExpired(*store);
  const bool get = request.method == "GET";
  if (route.rest.size() == 1 && get) return ListPage(world, *store, request);
  if (route.rest.size() == 2 && get) return GetOne(world, *store, request, route.rest[1]);
  if (route.rest.size() == 2 && route.rest[1] == "search") return HandleSearch(world, *store, request);
  if (route.rest.size() == 3 && route.rest[2] == "read") return HandleBatchRead(world, *store, request);
  return ErrorReply(world, {405, "METHOD_NOT_ALLOWED", "This simulator reads only"});
}

}  // namespace hubsim
