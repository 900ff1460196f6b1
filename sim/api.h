// The API's routes. Every handler runs under World's mutex and gets the rest of the path behind the API's
// name.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/http.h"
#include "sim/world.h"

namespace hubsim {

// A path of either family (/crm/v3/objects/…, /crm/objects/2026-09/…), brought to one form.
struct Route {
  // objects, properties, pipelines, owners, schemas, associations, limits, account-info, token-info, unknown.
  std::string api;
  std::vector<std::string> rest;
  // What counters call it, such as "list/contacts".
  std::string label;
  bool search = false;
};
Route ParseRoute(const Request& request);

// Error envelopes (hubspot-api.md §10).
struct ApiError {
  int status;
  std::string category;
  std::string message;
};
std::string CorrelationId(const World& world);
Reply ErrorReply(const World& world, const ApiError& error);
Reply ValidationError(const World& world, std::string message);
Reply NotFound(const World& world, std::string message);
Reply JsonReply(const Json& json, int status = 200);

// Refusals before any handler: URL length, token, limits. nullopt lets the request pass.
std::optional<Reply> Refuse(World& world, const Request& request, const Route& route);
std::optional<Reply> RequireScope(const World& world, const std::vector<std::string>& any_of);
// For values of these classes of sensitive properties; `type` is of this account.
std::optional<Reply> SensitiveRefusal(const World& world, const ObjectType& type,
                                      const std::set<std::string>& classes);
void AddStandardHeaders(World& world, const Request& request, const Route& route, Reply& reply);

// Handlers.
Reply HandleObjects(World& world, const Request& request, const Route& route);
Reply HandleSearch(World& world, ObjectStore& store, const Request& request);
Reply HandleBatchRead(World& world, ObjectStore& store, const Request& request);
Reply HandleProperties(World& world, const Request& request, const Route& route);
Reply HandleSmallRoutes(World& world, const Request& request, const Route& route);
Reply HandleAssociations(World& world, const Request& request, const Route& route);
Reply HandleControl(World& world, const Request& request);

// The whole program but the socket: faults, refusals, routing, headers.
Reply Answer(World& world, const Request& request);

}  // namespace hubsim
