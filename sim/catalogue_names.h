// HubSpot's well-known default property names, by object, type and field type; and the families that real
// accounts have by the dozen (one name per lifecycle stage, per e-mail event, ...).
#pragma once

#include <span>
#include <string_view>

namespace hubsim {

struct NameGroup {
  std::string_view type;
  std::string_view field_type;
  bool hidden;
  // Names separated by blanks; "a{x,y}b" stands for axb and ayb.
  std::string_view names;
};

std::span<const NameGroup> ContactNames();
std::span<const NameGroup> CompanyNames();
std::span<const NameGroup> DealNames();
std::span<const NameGroup> TicketNames();
std::span<const NameGroup> CustomObjectNames();
// The `small` profile: about 15 names, so that a list URL always fits.
std::string_view SmallNames(std::string_view object);

}  // namespace hubsim
