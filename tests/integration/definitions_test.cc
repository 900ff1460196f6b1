// What HubSpot says of its properties and their options stands in two tables, word for word.
#include <fmt/format.h>

#include "support/account.h"

namespace hm::test {
namespace {

using nlohmann::json;

class Definitions : public SmallAccount {
 protected:
  std::string Quoted(const std::string& text) const {
    return mariadb::Connection(connector_->options()).Quote(text);
  }
  // A row's cells, which `sql` names, by their names.
  json Row(const std::vector<std::string>& columns, const std::string& from) const {
    std::string list;
    for (const std::string& column : columns) {
      list += fmt::format("{}'{}', `{}`", list.empty() ? "" : ", ", column, column);
    }
    const std::string text = Value("SELECT JSON_OBJECT(" + list + ") " + from);
    return text.empty() ? json{} : json::parse(text);
  }
  json Listed(const std::string& object) const {
    return hubspot_->Api("/crm/properties/2026-09/" + object).Json().at("results");
  }
  int Number(const json& definition, const char* name) const { return definition.value(name, false) ? 1 : 0; }
};

TEST_F(Definitions, AreWhatHubSpotSays) {
  Open({"--contacts", "5", "--deals", "5"});
  const std::string awkward = "O'Neil \"x\" \\ `y`; -- 😀\nZürich\t\u2028end";
  hubspot_->Post(
      "/_sim/properties",
      {{"object", "contacts"},
       {"name", "awkward"},
       {"label", awkward},
       {"description", awkward + awkward},
       {"groupName", "my group 'g'"},
       {"type", "enumeration"},
       {"fieldType", "checkbox"},
       {"hidden", true},
       {"calculated", true},
       {"options",
        json::array({{{"value", "it's"}, {"label", awkward}},
                     {{"value", "\\"}, {"label", ""}},
                     {{"value", "😀"}, {"label", "later"}, {"displayOrder", 7}, {"hidden", true}}})}});
  ASSERT_EQ(Sync().exit_code, 0);
  for (const char* object : {"contacts", "deals"}) {
    const json listed = Listed(object);
    EXPECT_EQ(Value(fmt::format(
                  "SELECT COUNT(*) FROM hubspot_properties WHERE object = '{}' AND archived = 0", object)),
              std::to_string(listed.size()));
    for (const json& definition : listed) {
      const std::string name = definition.at("name");
      const std::string where =
          fmt::format("WHERE object = '{}' AND archived = 0 AND ", object) + "{} = " + Quoted(name);
      const json expected{{"label", definition.at("label")},
                          {"type", definition.at("type")},
                          {"field_type", definition.at("fieldType")},
                          {"group_name", definition.at("groupName")},
                          {"description", definition.at("description")},
                          {"display_order", definition.value("displayOrder", -1)},
                          {"calculated", Number(definition, "calculated")},
                          {"hidden", Number(definition, "hidden")},
                          {"hubspot_defined", Number(definition, "hubspotDefined")},
                          {"has_unique_value", Number(definition, "hasUniqueValue")},
                          {"sensitivity", definition.value("dataSensitivity", "non_sensitive")}};
      std::vector<std::string> columns;
      for (const auto& [column, value] : expected.items()) columns.push_back(column);
      EXPECT_EQ(Row(columns, "FROM hubspot_properties " + fmt::format(fmt::runtime(where), "name")),
                expected);
      EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_property_options " +
                      fmt::format(fmt::runtime(where), "property")),
                std::to_string(definition.at("options").size()))
          << name;
      for (const json& option : definition.at("options")) {
        const json its{{"label", option.at("label")},
                       {"display_order", option.value("displayOrder", -1)},
                       {"hidden", Number(option, "hidden")}};
        EXPECT_EQ(Row({"label", "display_order", "hidden"}, "FROM hubspot_property_options " +
                                                                fmt::format(fmt::runtime(where), "property") +
                                                                " AND value = " + Quoted(option.at("value"))),
                  its)
            << name;
      }
    }
  }
  EXPECT_EQ(Value("SELECT label FROM hubspot_properties WHERE name = 'awkward'"), awkward);
}

}  // namespace
}  // namespace hm::test
