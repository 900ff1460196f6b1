#include "hubspot/paths.h"

#include <algorithm>

#include "base/error.h"
#include "http/transport.h"

namespace hm::hubspot {
namespace {

// "2026-09", also "2027-03-beta"
bool IsDated(std::string_view version) {
  constexpr std::string_view kShape = "dddd-dd";
  if (version.size() < kShape.size()) {
    return false;
  }
  const bool shape = std::ranges::equal(
      version.substr(0, kShape.size()), kShape,
      [](char c, char shape_char) { return shape_char == 'd' ? c >= '0' && c <= '9' : c == shape_char; });
  const std::string_view rest = version.substr(kShape.size());
  return shape && (rest.empty() || rest == "-beta");
}

}  // namespace

Paths::Paths(std::string version) : version_(std::move(version)), dated_(IsDated(version_)) {
  if (!dated_ && version_ != "v3") {
    throw Error(ErrorKind::kConfig, "unknown HubSpot API version \"" + version_ + "\"", "use 2026-09 or v3");
  }
}

std::string Paths::Crm(std::string_view area, std::string_view object) const {
  return CrmOf(version_, area, object);
}

std::string Paths::CrmOf(std::string_view version, std::string_view area, std::string_view object) const {
  std::string path = "/crm/";
  if (dated_) {
    path.append(area).append("/").append(version);
  } else {
    path.append(version).append("/").append(area);
  }
  path += '/';
  http::AppendUrlEncoded(path, object);
  return path;
}

std::string Paths::Objects(std::string_view object) const { return Crm("objects", object); }
std::string Paths::Search(std::string_view object) const { return Objects(object) + "/search"; }
std::string Paths::BatchRead(std::string_view object) const { return Objects(object) + "/batch/read"; }
std::string Paths::Properties(std::string_view object) const { return Crm("properties", object); }
std::string Paths::Pipelines(std::string_view object) const { return Crm("pipelines", object); }
std::string Paths::Owners() const { return "/crm/" + (dated_ ? "owners/" + version_ : version_ + "/owners"); }
std::string Paths::Schemas() const {
  return "/crm-object-schemas/" + version_ +
         "/schemas?includePropertyDefinitions=false&includeAssociationDefinitions=false";
}
std::string Paths::AssociationBatchRead(std::string_view from, std::string_view to) const {
  std::string path = CrmOf(AssociationVersion(), "associations", from) + '/';
  http::AppendUrlEncoded(path, to);
  return path + "/batch/read";
}
std::string Paths::AssociationTypes(std::string_view from, std::string_view to) const {
  std::string path = CrmOf(AssociationVersion(), "associations", from) + '/';
  http::AppendUrlEncoded(path, to);
  return path + "/labels";
}
std::string Paths::AssociationsOf(std::string_view from, std::string_view id, std::string_view to) const {
  std::string path = CrmOf(AssociationVersion(), "objects", from) + '/';
  http::AppendUrlEncoded(path, id);
  path += "/associations/";
  http::AppendUrlEncoded(path, to);
  return path;
}
std::string Paths::AccountDetails() const { return "/account-info/" + version_ + "/details"; }
std::string Paths::DailyUsage() const {
  return "/account-info/" + version_ + "/api-usage/daily/private-apps";
}
std::string Paths::TokenInfo() { return "/oauth/v2/private-apps/get/access-token-info"; }

}  // namespace hm::hubspot
