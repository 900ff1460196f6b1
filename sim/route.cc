#include <algorithm>

#include "sim/api.h"

namespace hubsim {
namespace {

bool IsVersion(const std::string& segment) {
  return segment == "2025-09" || segment == "2026-03" || segment == "2026-09";
}

bool IsOldVersion(const std::string& segment) { return segment == "v3" || segment == "v4"; }

using Path = std::vector<std::string>;

void TakeRest(const Path& path, std::size_t from, Route& route) {
  if (path.size() > from) route.rest.assign(path.begin() + static_cast<std::ptrdiff_t>(from), path.end());
}

// /crm/v3/NAME/… and /crm/NAME/2026-09/….
void ParseCrm(const Path& path, Route& route) {
  if (path.size() < 3) return;
  if (IsOldVersion(path[1])) {
    route.api = path[2];
  } else if (IsVersion(path[2])) {
    route.api = path[1];
  } else {
    return;
  }
  TakeRest(path, 3, route);
  // Associations of one record live under objects in both families.
  if (route.api == "objects" && route.rest.size() >= 4 && route.rest[2] == "associations") {
    route.api = "record-associations";
  }
}

void ParseOther(const Path& path, Route& route) {
  const bool versioned = path.size() >= 2 && (IsOldVersion(path[1]) || IsVersion(path[1]));
  if (path[0] == "account-info" && versioned) {
    route.api = "account-info";
    TakeRest(path, 2, route);
  }
  if (path[0] == "crm-object-schemas" && versioned && path.size() >= 3 && path[2] == "schemas") {
    route.api = "schemas";
    TakeRest(path, 3, route);
  }
  if (path == Path{"oauth", "v2", "private-apps", "get", "access-token-info"}) route.api = "token-info";
}

std::string ObjectsLabel(const Request& request, const Route& route) {
  if (route.rest.empty()) return "objects";
  const std::string& type = route.rest[0];
  if (route.rest.size() == 1) return (request.Flag("archived") ? "listArchived/" : "list/") + type;
  if (route.rest[1] == "search") return "search/" + type;
  if (route.rest[1] == "batch") return "batchRead/" + type;
  return "get/" + type;
}

}  // namespace

Route ParseRoute(const Request& request) {
  Route route;
  route.api = "unknown";
  if (!request.path.empty() && request.path[0] == "crm") {
    ParseCrm(request.path, route);
  } else if (!request.path.empty()) {
    ParseOther(request.path, route);
  }
  route.label = route.api;
  if (route.api == "objects") {
    route.label = ObjectsLabel(request, route);
  } else if (!route.rest.empty()) {
    route.label += "/" + route.rest[0];
  }
  route.search = route.label.starts_with("search/");
  return route;
}

}  // namespace hubsim
