#include <thread>

#include "sim/api.h"

namespace hubsim {
namespace {

Reply Dispatch(World& world, const Request& request, const Route& route) {
  try {
    if (route.api == "objects") return HandleObjects(world, request, route);
    if (route.api == "properties") return HandleProperties(world, request, route);
    if (route.api == "associations" || route.api == "record-associations") {
      return HandleAssociations(world, request, route);
    }
    return HandleSmallRoutes(world, request, route);
  } catch (const nlohmann::json::exception& error) {
    return ValidationError(world, std::string("Invalid input JSON: ") + error.what());
  }
}

void Remember(World& world, const Request& request, const Route& route, int status) {
  constexpr std::size_t kMost = 2000;
  constexpr std::size_t kShown = 600;
  world.log.push_back({{"at", World::RealNow()},
                       {"method", request.method},
                       {"url", request.url.substr(0, kShown)},
                       {"body", request.body.substr(0, kShown)},
                       {"route", route.label},
                       {"status", status}});
  if (world.log.size() > kMost) world.log.pop_front();
}

// The label with the object's plural name, however the client wrote it.
std::string PlainLabel(World& world, const Route& route) {
  const std::size_t slash = route.label.find('/');
  if (slash == std::string::npos) return route.label;
  const ObjectStore* store = world.Find(route.label.substr(slash + 1));
  return store == nullptr ? route.label : route.label.substr(0, slash + 1) + store->Type().name;
}

bool Transport(const Json& fault) {
  const std::string kind = fault.value("kind", "status");
  return kind == "reset" || kind == "hang";
}

}  // namespace

Reply Answer(World& world, const Request& request) {
  const std::lock_guard lock(world.mutex);
  if (!request.path.empty() && request.path[0] == "_sim") return HandleControl(world, request);
  ++world.requests;
  const Route route = ParseRoute(request);
  world.counters.Arrived(route.label, route.search, request.url.size(), request.arrived_us);
  const std::optional<Json> fault = world.faults.Match(request, PlainLabel(world, route));
  Reply reply;
  if (!fault || !ReplacesAnswer(*fault)) {
    auto refusal = Refuse(world, request, route);
    reply = refusal ? *std::move(refusal) : Dispatch(world, request, route);
  }
  if (fault) reply = ApplyFault(*fault, request, std::move(reply));
  AddStandardHeaders(world, request, route, reply);
  reply.delay_ms += world.settings.latency_ms;
  reply.until_sent = world.at_once.Begin(route.label);
  if (world.settings.gzip && request.accepts_gzip) reply.gzip = true;
  const int status = fault && Transport(*fault) ? 0 : reply.status;
  world.counters.Answered(status);
  Remember(world, request, route, status);
  return reply;
}

}  // namespace hubsim
