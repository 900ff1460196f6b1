#include "sim/catalogue.h"

#include <utility>

namespace hubsim {
namespace {

Type TypeOf(std::string_view type) {
  if (type == "string") return Type::kString;
  if (type == "number") return Type::kNumber;
  if (type == "bool") return Type::kBool;
  if (type == "enumeration") return Type::kEnumeration;
  if (type == "date") return Type::kDate;
  if (type == "datetime") return Type::kDateTime;
  if (type == "phone_number") return Type::kPhone;
  return Type::kOther;
}

struct Special {
  std::string_view name;
  Kind kind;
  unsigned fill;
};

constexpr Special kSpecials[] = {
    {"hs_object_id", Kind::kId, 100},
    {"createdate", Kind::kCreated, 100},
    {"hs_createdate", Kind::kCreated, 100},
    {"lastmodifieddate", Kind::kModified, 100},
    {"hs_lastmodifieddate", Kind::kModified, 100},
    {"firstname", Kind::kFirst, 97},
    {"lastname", Kind::kLast, 96},
    {"email", Kind::kEmail, 94},
    {"work_email", Kind::kEmail, 10},
    {"phone", Kind::kPhone, 70},
    {"mobilephone", Kind::kPhone, 40},
    {"fax", Kind::kPhone, 5},
    {"company", Kind::kCompany, 80},
    {"name", Kind::kCompany, 99},
    {"domain", Kind::kDomain, 95},
    {"website", Kind::kUrl, 60},
    {"address", Kind::kStreet, 50},
    {"city", Kind::kCity, 70},
    {"country", Kind::kCountry, 75},
    {"zip", Kind::kZip, 50},
    {"jobtitle", Kind::kJobTitle, 65},
    {"hubspot_owner_id", Kind::kOwner, 80},
    {"dealname", Kind::kDealName, 100},
    {"pipeline", Kind::kPipeline, 100},
    {"dealstage", Kind::kStage, 100},
    {"hs_pipeline", Kind::kPipeline, 100},
    {"hs_pipeline_stage", Kind::kStage, 100},
    {"amount", Kind::kAmount, 90},
    {"subject", Kind::kSubject, 100},
    {"lifecyclestage", Kind::kByType, 95},
    {"closedate", Kind::kByType, 90},
    {"dealtype", Kind::kByType, 70},
    {"industry", Kind::kByType, 60},
};

void Prepare(Property& property) {
  property.value_type = TypeOf(property.type);
  property.salt = Mix(HashName(property.name));
  property.long_text = property.field_type == "textarea";
  property.key = JsonString(property.name) + ":\"";
  // Only merges fill them.
  if (property.name == "hs_merged_object_ids" || property.name == "hs_calculated_merged_vids" ||
      property.name == "hs_additional_emails") {
    property.fill = 0;
    return;
  }
  for (const Special& special : kSpecials) {
    if (special.name != property.name) continue;
    property.kind = special.kind;
    property.fill = special.fill;
  }
}

Json OptionJson(const std::string& value, const std::string& given, int order) {
  std::string label = given.empty() ? value : given;
  if (given.empty() && !label.empty() && label[0] >= 'a' && label[0] <= 'z')
    label[0] = static_cast<char>(label[0] - 'a' + 'A');
  Json option{{"label", label}, {"value", value}};
  // Recorded definitions miss this key on some options.
  if (order % 2 == 0) option["description"] = "";
  option["displayOrder"] = order;
  option["hidden"] = false;
  return option;
}

}  // namespace

void Catalogue::LeaveOutHsCreatedate() {
  no_hs_createdate_ = true;
  for (Property& property : properties_) Adapt(property);
}

void Catalogue::Adapt(Property& property) const {
  if (!no_hs_createdate_ || property.name != "hs_createdate") return;
  property.kind = Kind::kByType;
  property.fill = 0;
}

std::size_t Catalogue::Add(Property property) {
  Prepare(property);
  Adapt(property);
  const auto found = by_name_.find(property.name);
  if (found != by_name_.end()) {
    properties_[found->second] = std::move(property);
    return found->second;
  }
  by_name_.emplace(property.name, properties_.size());
  properties_.push_back(std::move(property));
  return properties_.size() - 1;
}

std::optional<std::size_t> Catalogue::Find(std::string_view name) const {
  const auto found = by_name_.find(std::string(name));
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

Json DefinitionJson(const Property& property) {
  Json json;
  if (property.kind != Kind::kId) {
    json["updatedAt"] = Iso(property.updated_at);
    json["createdAt"] = Iso(property.created_at);
  }
  json["name"] = property.name;
  json["label"] = property.label;
  json["type"] = property.type;
  json["fieldType"] = property.field_type;
  json["description"] = "About " + property.label;
  json["groupName"] = property.group;
  json["options"] = Json::array();
  for (std::size_t i = 0; i < property.options.size(); ++i) {
    const std::string label = i < property.labels.size() ? property.labels[i] : "";
    json["options"].push_back(OptionJson(property.options[i], label, static_cast<int>(i)));
  }
  json["displayOrder"] = -1;
  json["calculated"] = property.calculated;
  json["externalOptions"] = property.external_options;
  if (property.archived_at) json["archived"] = true;
  if (property.archived_at) json["archivedAt"] = Iso(*property.archived_at);
  json["hasUniqueValue"] = property.unique;
  json["hidden"] = property.hidden;
  json["hubspotDefined"] = property.hubspot_defined;
  json["modificationMetadata"] = {{"archivable", !property.hubspot_defined},
                                  {"readOnlyDefinition", property.hubspot_defined},
                                  {"readOnlyValue", property.calculated}};
  json["formField"] = !property.hidden;
  json["dataSensitivity"] = property.sensitivity;
  return json;
}

Property DefinitionFrom(const Json& json) {
  Property property;
  property.name = json.at("name").get<std::string>();
  property.label = json.value("label", property.name);
  property.type = json.value("type", property.type);
  property.field_type = json.value("fieldType", property.field_type);
  property.group = json.value("groupName", "custom");
  property.sensitivity = json.value("dataSensitivity", property.sensitivity);
  property.hidden = json.value("hidden", false);
  property.calculated = json.value("calculated", false);
  property.hubspot_defined = json.value("hubspotDefined", false);
  property.external_options = json.value("externalOptions", false);
  property.unique = json.value("hasUniqueValue", false);
  property.fill = json.value("fill", 0U);
  for (const Json& option : json.value("options", Json::array())) {
    property.options.push_back(option.is_string() ? option.get<std::string>()
                                                  : option.at("value").get<std::string>());
    property.labels.push_back(option.is_string() ? "" : option.value("label", ""));
  }
  property.created_at = ParseTime(json.value("createdAt", "0")).value_or(0);
  property.updated_at = ParseTime(json.value("updatedAt", "0")).value_or(0);
  return property;
}

}  // namespace hubsim
