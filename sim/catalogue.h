// The properties of one object type: definitions as GET /crm/properties returns them, and how values are
// made.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/text.h"

namespace hubsim {

using Json = nlohmann::ordered_json;

// What a generated value looks like; kByType leaves it to the property's type.
enum class Kind : std::uint8_t {
  kByType,
  kId,
  kCreated,
  kModified,
  kFirst,
  kLast,
  kEmail,
  kPhone,
  kCompany,
  kDomain,
  kUrl,
  kStreet,
  kCity,
  kCountry,
  kZip,
  kJobTitle,
  kOwner,
  kDealName,
  kPipeline,
  kStage,
  kAmount,
  kSubject,
};

enum class Type : std::uint8_t { kString, kNumber, kBool, kEnumeration, kDate, kDateTime, kPhone, kOther };

struct Property {
  std::string name;
  std::string label;
  std::string type = "string";
  std::string field_type = "text";
  std::string group;
  std::string sensitivity = "non_sensitive";
  std::vector<std::string> options;
  // Of the options; one that is missing or empty is made of the value.
  std::vector<std::string> labels;
  Millis created_at = 0;
  Millis updated_at = 0;
  std::optional<Millis> archived_at;
  bool hidden = false;
  bool calculated = false;
  bool hubspot_defined = true;
  bool external_options = false;
  bool unique = false;

  Type value_type = Type::kString;
  Kind kind = Kind::kByType;
  // Percentage of records that hold a value.
  unsigned fill = 0;
  std::uint64_t salt = 0;
  // Of a text: many words.
  bool long_text = false;
  // `"name":"`, ready for a page.
  std::string key;
};

class Catalogue {
 public:
  // hs_createdate is never set, as in recorded contacts and companies; also when it is added later.
  void LeaveOutHsCreatedate();
  // Adds a property, or gives an existing one of that name this definition (and revives it).
  std::size_t Add(Property property);
  std::optional<std::size_t> Find(std::string_view name) const;
  const Property& At(std::size_t index) const { return properties_[index]; }
  Property& At(std::size_t index) { return properties_[index]; }
  std::size_t Size() const { return properties_.size(); }

 private:
  void Adapt(Property& property) const;

  bool no_hs_createdate_ = false;
  std::vector<Property> properties_;
  std::unordered_map<std::string, std::size_t> by_name_;
};

// One definition in the shape of the API.
Json DefinitionJson(const Property& property);
// Reads a definition in the shape of the API (a file of --catalogue or the control interface).
Property DefinitionFrom(const Json& json);

// The built-in catalogue of an object of AccountTypes().
Catalogue BuildCatalogue(std::string_view object, bool small);

}  // namespace hubsim
