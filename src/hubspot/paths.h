// The paths of one API version: the only place that knows how a version is spelled (hubspot-api.md §2).
// "2026-09" and its like stand behind the area, /crm/objects/2026-09/contacts; "v3" before it,
// /crm/v3/objects/contacts. Objects are named by plural ("contacts", "deals") or object type id ("2-123").
#pragma once

#include <string>
#include <string_view>

namespace hm::hubspot {

class Paths {
 public:
  // Throws Error(kConfig) unless `version` is "v3" or looks like "2026-09".
  explicit Paths(std::string version);

  std::string Objects(std::string_view object) const;
  std::string Search(std::string_view object) const;
  std::string BatchRead(std::string_view object) const;
  std::string Properties(std::string_view object) const;
  std::string Pipelines(std::string_view object) const;
  std::string Owners() const;
  // Of custom objects, without their properties and associations.
  std::string Schemas() const;
  // Associations have version 4 where everything else has 3 (hubspot-api.md §8).
  std::string AssociationBatchRead(std::string_view from, std::string_view to) const;
  std::string AssociationTypes(std::string_view from, std::string_view to) const;
  std::string AssociationsOf(std::string_view from, std::string_view id, std::string_view to) const;
  std::string AccountDetails() const;
  // How many of the day's requests private apps have used.
  std::string DailyUsage() const;
  // Has no dated form: answers for private-app tokens and service keys (hubspot-api.md §1).
  static std::string TokenInfo();

 private:
  std::string Crm(std::string_view area, std::string_view object) const;
  std::string CrmOf(std::string_view version, std::string_view area, std::string_view object) const;
  std::string_view AssociationVersion() const { return dated_ ? std::string_view(version_) : "v4"; }
  std::string version_;
  bool dated_;
};

}  // namespace hm::hubspot
