#include "hubspot/request_kind.h"

#include <algorithm>
#include <vector>

namespace hm::hubspot {
namespace {

bool IsVersion(std::string_view part) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return (part.size() >= 2 && part[0] == 'v' && digit(part[1])) ||
         (part.size() >= 7 && part[4] == '-' && std::all_of(part.begin(), part.begin() + 4, digit));
}

// The path's parts without versions: crm, objects, contacts, search.
std::vector<std::string_view> Parts(std::string_view url) {
  url = url.substr(0, url.find('?'));
  const auto host = url.find("://");
  url.remove_prefix(host == std::string_view::npos ? 0 : host + 3);
  std::vector<std::string_view> parts;
  for (auto slash = url.find('/'); slash != std::string_view::npos; slash = url.find('/')) {
    url.remove_prefix(slash + 1);
    const std::string_view part = url.substr(0, url.find('/'));
    if (!IsVersion(part)) {
      parts.push_back(part);
    }
  }
  return parts;
}

}  // namespace

RequestKind KindOf(std::string_view url) {
  const std::vector<std::string_view> parts = Parts(url);
  if (parts.size() < 2 || parts[0] != "crm") {
    return {parts.empty() ? "" : std::string(parts[0]), ""};
  }
  const std::string object(parts.size() > 2 ? parts[2] : "");
  if (parts[1] != "objects") {
    return {std::string(parts[1]), object};
  }
  if (parts.size() > 4 && parts[4] == "associations") {
    return {"associations", object};  // of one record, whose id is part of the path
  }
  const std::string_view what = parts.size() > 3 ? parts[3] : "list";
  return {what == "batch" ? "batch_read" : std::string(what), object};
}

}  // namespace hm::hubspot
