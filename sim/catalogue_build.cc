// Unfolds the names into definitions.
#include <utility>

#include "sim/catalogue.h"
#include "sim/catalogue_names.h"
#include "sim/catalogue_options.h"

namespace hubsim {
namespace {

void Unfold(std::string_view pattern, Names& out) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) {
    out.emplace_back(pattern);
    return;
  }
  const std::size_t close = pattern.find('}', open);
  for (const std::string_view choice : Split(pattern.substr(open + 1, close - open - 1), ',')) {
    std::string next(pattern.substr(0, open));
    next += choice;
    next += pattern.substr(close + 1);
    Unfold(next, out);
  }
}

std::string LabelOf(std::string_view name) {
  std::string label(name);
  bool start = true;
  for (char& c : label) {
    if (c == '_') c = ' ';
    if (start && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    start = c == ' ';
  }
  return label;
}

Property Make(std::string name, const NameGroup& group, std::string_view object) {
  Property property;
  const std::uint64_t hash = Mix(HashName(name));
  property.label = LabelOf(name);
  property.name = std::move(name);
  property.type = group.type;
  property.field_type = group.field_type;
  property.hidden = group.hidden;
  property.calculated = group.calculated;
  property.unique = property.name == "email" || property.name == "hs_unique_creation_key";
  property.group = std::string(object) + "information";
  property.fill = static_cast<unsigned>(hash % 3 == 0 ? 30 : 6);
  property.created_at = hash % 16 == 0 ? 0 : 1'593'532'537'000 + static_cast<Millis>(hash % 1'000'000);
  property.updated_at = 1'731'421'099'000 + static_cast<Millis>(hash % 1'000'000'000);
  property.external_options = HasExternalOptions(property.name);
  if (property.type == "enumeration" || property.type == "bool") property.options = OptionsOf(property);
  return property;
}

std::span<const NameGroup> NamesOf(std::string_view object) {
  if (object == "contacts") return ContactNames();
  if (object == "companies") return CompanyNames();
  if (object == "deals") return DealNames();
  if (object == "tickets") return TicketNames();
  if (object == "cars") return CarNames();
  return MoreNames(object);
}

struct Filling {
  std::string_view object;
  // " name name ", or empty for all.
  std::string_view wanted;
  bool hubspot_defined;
};

void AddNames(std::span<const NameGroup> groups, const Filling& filling, Catalogue& catalogue) {
  for (const NameGroup& group : groups) {
    Names names;
    for (const std::string_view pattern : Split(group.names, ' ')) Unfold(pattern, names);
    for (std::string& name : names) {
      if (!filling.wanted.empty() && filling.wanted.find(" " + name + " ") == std::string_view::npos)
        continue;
      Property property = Make(std::move(name), group, filling.object);
      property.hubspot_defined = filling.hubspot_defined;
      catalogue.Add(std::move(property));
    }
  }
}

// In no plain list of properties (`dataSensitivity`).
void AddSensitive(std::string_view object, Catalogue& catalogue) {
  const NameGroup text{"string", "text", false, false, ""};
  for (const auto& [name, sensitivity] :
       {std::pair("passport_number", "sensitive"), std::pair("blood_type", "highly_sensitive")}) {
    Property property = Make(name, text, object);
    property.sensitivity = sensitivity;
    property.hubspot_defined = false;
    catalogue.Add(std::move(property));
  }
}

}  // namespace

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    if (end != 0) parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

Catalogue BuildCatalogue(std::string_view object, bool small) {
  Catalogue catalogue;
  const std::string_view wanted = small ? SmallNames(object) : std::string_view{};
  AddNames(NamesOf(object), {object, wanted, true}, catalogue);
  AddNames(CustomNames(object), {object, wanted, false}, catalogue);
  if (wanted.empty() && object == "contacts") AddSensitive(object, catalogue);
  return catalogue;
}

}  // namespace hubsim
