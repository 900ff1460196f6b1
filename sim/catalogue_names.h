// The built-in catalogue's names, by object, type and field type. HubSpot's own are those of real accounts
// (contacts 2024, companies and deals 2026); families such as one name per lifecycle stage are folded.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace hubsim {

struct NameGroup {
  std::string_view type;
  std::string_view field_type;
  bool hidden;
  bool calculated;
  // Names separated by blanks; "a{x,y}b" stands for axb and ayb.
  std::string_view names;
};

std::span<const NameGroup> ContactNames();
std::span<const NameGroup> CompanyNames();
std::span<const NameGroup> DealNames();
std::span<const NameGroup> TicketNames();
std::span<const NameGroup> CarNames();
// Of every other object; empty when there is none of that name.
std::span<const NameGroup> MoreNames(std::string_view object);
// What the account itself added to the object.
std::span<const NameGroup> CustomNames(std::string_view object);
// The `small` profile: about 15 names, so that a list URL always fits.
std::string_view SmallNames(std::string_view object);

// Parts between separators, empty ones left out.
std::vector<std::string_view> Split(std::string_view text, char separator);

}  // namespace hubsim
