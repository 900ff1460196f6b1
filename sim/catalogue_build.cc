// Unfolds the names into definitions and fills up to the size of a real account's catalogue.
#include <array>
#include <map>
#include <utility>

#include "sim/catalogue.h"
#include "sim/catalogue_names.h"

namespace hubsim {
namespace {

using Names = std::vector<std::string>;

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

Names Lifecycle() {
  return {"subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer",
          "evangelist", "other"};
}

Names Zones() {
  Names zones;
  for (const char* area : {"africa", "america", "asia", "australia", "europe"}) {
    for (int i = 0; i < 105; ++i) zones.push_back(std::string(area) + "_slash_city_" + std::to_string(i));
  }
  return zones;
}

Names OptionsOf(const Property& property) {
  const std::string& name = property.name;
  if (name.find("owner") != std::string::npos || name.ends_with("_ids") || name == "pipeline" ||
      name == "dealstage" || name == "hs_pipeline" || name == "hs_pipeline_stage" ||
      name == "hs_calculated_merged_vids" || name == "hs_additional_emails" ||
      name == "hs_object_source_label") {
    return {};
  }
  if (name == "lifecyclestage") return Lifecycle();
  if (name == "hs_timezone") return Zones();
  if (name == "dealtype") return {"newbusiness", "existingbusiness"};
  if (name == "industry") return {"COMPUTER_SOFTWARE", "RETAIL", "BANKING", "HOSPITALITY", "MACHINERY"};
  if (name == "hs_analytics_source" || name == "hs_latest_source") {
    return {"ORGANIC_SEARCH", "PAID_SEARCH",    "EMAIL_MARKETING", "SOCIAL_MEDIA",
            "REFERRALS",      "DIRECT_TRAFFIC", "OFFLINE"};
  }
  if (name == "numemployees") {
    return {"1-5", "5-25", "25-50", "50-100", "100-500", "500-1000", "1000+"};
  }
  if (name == "hs_current_customer") return {"yes", "no", "unknown"};
  if (name == "deal_currency_code") return {"USD", "EUR", "GBP"};
  if (property.field_type == "booleancheckbox") return {"true", "false"};
  return {"first_choice", "second_choice", "third choice", "Other"};
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
  property.calculated = group.field_type.starts_with("calculation");
  property.group = std::string(object) + "information";
  property.fill = static_cast<unsigned>(hash % 3 == 0 ? 30 : 6);
  property.created_at = hash % 16 == 0 ? 0 : 1'593'532'537'000 + static_cast<Millis>(hash % 1'000'000);
  property.updated_at = 1'731'421'099'000 + static_cast<Millis>(hash % 1'000'000'000);
  if (property.type == "enumeration" || property.type == "bool") {
    property.options = property.type == "bool" ? Names{"true", "false"} : OptionsOf(property);
    property.external_options = property.options.empty() || property.name == "lifecyclestage";
  }
  return property;
}

constexpr NameGroup kCustomGroups[] = {
    {"string", "text", false, ""},
    {"string", "textarea", false, ""},
    {"number", "number", false, ""},
    {"enumeration", "select", false, ""},
    {"enumeration", "checkbox", false, ""},
    {"bool", "booleancheckbox", false, ""},
    {"date", "date", false, ""},
    {"datetime", "date", false, ""},
};

Property MakeCustom(std::size_t number, std::string_view object) {
  constexpr std::array<std::string_view, 12> kThings{"contract", "invoice",    "webinar",  "survey",
                                                     "partner",  "newsletter", "shipment", "loyalty",
                                                     "support",  "training",   "region",   "budget"};
  constexpr std::array<std::string_view, 8> kSuffix{"name",      "remarks", "score", "status",
                                                    "interests", "active",  "day",   "changed_at"};
  // Long prefixes, as companies give them: real contact names joined are 10,000 characters long.
  constexpr std::array<std::string_view, 3> kPrefix{"account_relationship_team_", "customer_success_office_",
                                                    "regional_marketing_group_"};
  const std::size_t form = number % kSuffix.size();
  std::string name(kPrefix[number % kPrefix.size()]);
  name += kThings[number / kSuffix.size() % kThings.size()];
  name += '_';
  name += kSuffix[form];
  if (number >= 96) name += "_" + std::to_string(number / 96 + 1);
  Property property = Make(std::move(name), kCustomGroups[form], object);
  property.hubspot_defined = false;
  return property;
}

std::span<const NameGroup> NamesOf(std::string_view object) {
  if (object == "contacts") return ContactNames();
  if (object == "companies") return CompanyNames();
  if (object == "deals") return DealNames();
  if (object == "tickets") return TicketNames();
  return CustomObjectNames();
}

// Sizes of a real account's catalogues (hubspot-api.md §6: 367 contact properties in 2026).
std::size_t TargetSize(std::string_view object) {
  if (object == "contacts") return 367;
  if (object == "companies") return 240;
  if (object == "deals") return 200;
  return 0;
}

// How many properties of a type there may be: the custom ones fill each type up to the share that it has in
// a real account. The strings of contacts include the two sensitive ones, which no plain list shows.
std::size_t MostOf(std::string_view object, std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 6> kContacts{{
      {"string", 115},
      {"number", 85},
      {"datetime", 79},
      {"enumeration", 57},
      {"bool", 23},
      {"date", 4},
  }};
  if (object != "contacts") return TargetSize(object);
  for (const auto& [name, most] : kContacts) {
    if (name == type) return most;
  }
  return 0;
}

void AddCustom(Catalogue& catalogue, std::string_view object) {
  std::map<std::string, std::size_t> count;
  for (std::size_t i = 0; i < catalogue.Size(); ++i) ++count[catalogue.At(i).type];
  // The sensitive two come on top: they are not in the plain list.
  const std::size_t size = TargetSize(object) + (object == "contacts" ? 2 : 0);
  for (std::size_t n = 0; catalogue.Size() < size; ++n) {
    Property property = MakeCustom(n, object);
    if (count[property.type] >= MostOf(object, property.type)) continue;
    ++count[property.type];
    catalogue.Add(std::move(property));
  }
}

void AddAwkwardNames(Catalogue& catalogue, std::string_view object) {
  const NameGroup text{"string", "text", false, ""};
  // 75 characters, as the longest real name: over the 64 that MariaDB allows for a column; two alike up
  // to 64.
  std::string longest = "first_conversion_event_of_the_primary_contact_timestamp_earliest_value_";
  longest += "78b";
  Property first = Make(longest + "a", text, object);
  Property second = Make(longest + "b", text, object);
  first.hubspot_defined = second.hubspot_defined = false;
  catalogue.Add(std::move(first));
  catalogue.Add(std::move(second));
  if (object != "contacts") return;
  Property sensitive = Make("passport_number", text, object);
  sensitive.sensitivity = "sensitive";
  sensitive.hubspot_defined = false;
  catalogue.Add(std::move(sensitive));
  Property highly = Make("blood_type", text, object);
  highly.sensitivity = "highly_sensitive";
  highly.hubspot_defined = false;
  catalogue.Add(std::move(highly));
}

}  // namespace

Catalogue BuildCatalogue(std::string_view object, bool small) {
  Catalogue catalogue;
  const std::string_view wanted = small ? SmallNames(object) : std::string_view{};
  for (const NameGroup& group : NamesOf(object)) {
    Names names;
    for (const std::string_view pattern : Split(group.names, ' ')) Unfold(pattern, names);
    for (std::string& name : names) {
      if (!wanted.empty() && wanted.find(" " + name + " ") == std::string_view::npos) continue;
      catalogue.Add(Make(std::move(name), group, object));
    }
  }
  if (!wanted.empty()) return catalogue;
  if (TargetSize(object) > 0) AddAwkwardNames(catalogue, object);
  AddCustom(catalogue, object);
  return catalogue;
}

}  // namespace hubsim
