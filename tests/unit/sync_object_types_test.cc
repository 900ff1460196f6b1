#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "sync/objects/object_catalogue.h"
#include "sync/store/tables.h"

namespace hm::sync {
namespace {

TEST(ObjectTypes, Airbyte85019_ContactsAreFilteredByAnotherPropertyThanTheOthers) {
  const ObjectCatalogue catalogue;
  ASSERT_NE(catalogue.Find("contacts"), nullptr);
  for (const ObjectType& type : catalogue.types()) {
    EXPECT_EQ(type.last_modified_property,
              type.name == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate");
  }
  EXPECT_EQ(catalogue.Find("contact"), nullptr);
  EXPECT_EQ(catalogue.Find(""), nullptr);
}

TEST(ObjectTypes, AreToldApartByNameTableAndTypeId) {
  const ObjectCatalogue catalogue;
  std::set<std::string> seen;
  for (const ObjectType& type : catalogue.types()) {
    EXPECT_TRUE(seen.insert(type.name).second) << type.name;
    EXPECT_TRUE(seen.insert(type.type_id).second) << type.name;
    EXPECT_EQ(type.table, "hubspot_" + type.name);
    EXPECT_FALSE(type.scope.empty()) << type.name;
    EXPECT_FALSE(type.is_custom());
    EXPECT_EQ(catalogue.FindById(type.type_id), &type);
    std::set<std::string> columns{"createdate", "lastmodifieddate", "id", "archived"};
    for (const TypedColumn& column : type.columns) {
      EXPECT_TRUE(columns.insert(column.column).second) << type.name << "." << column.column;
    }
  }
  EXPECT_EQ(catalogue.types().size(), 17U);
}

TEST(ObjectTypes, TheDocumentsNameEveryScope) {
  for (const char* path : {"/docs/hubspot-app.md", "/docs/objects.md"}) {
    std::map<std::string, std::string> rows;  // what the second column says, by each name of the first
    std::ifstream in(std::string(SOURCE_DIR) + path);
    for (std::string line; std::getline(in, line);) {
      const auto end = line.find(" | ");
      if (!line.starts_with("| ") || end == std::string::npos) continue;
      std::istringstream names(line.substr(2, end - 2));
      for (std::string name; names >> name;) {
        if (name.ends_with(',')) name.pop_back();
        rows[name] += line.substr(end);
      }
    }
    for (const ObjectType& type : StandardObjects()) {
      EXPECT_NE(rows[type.name].find("`" + type.scope + "`"), std::string::npos) << path << " " << type.name;
    }
    EXPECT_NE(rows["owners"].find("`crm.objects.owners.read`"), std::string::npos) << path;
    EXPECT_NE(rows["custom"].find("`crm.objects.custom.read`, `crm.schemas.custom.read`"), std::string::npos)
        << path;
  }
}

TEST(CustomObjects, GetANameOfTheirOwnThatIsSafe) {
  struct Case {
    const char* hubspot_name;
    std::string name;
  };
  const std::string long_name(60, 'x');
  const Case cases[] = {
      {"cars", "cars"},
      {"Cars & Vans`; --", "cars___vans_____"},
      {"products", "custom_products"},
      {"owners", "custom_owners"},
      {"properties", "custom_properties"},
      {"Products", "products_2_5"},
      {"cars", "cars_2_6"},
      {"car_pipelines", "car_pipelines_2_7"},
      {long_name.c_str(), std::string(42, 'x') + "_2_8"},
      {"é", "__"},
  };
  ObjectCatalogue catalogue;
  const ObjectType* const contacts = catalogue.Find("contacts");
  int id = 0;
  for (const Case& c : cases) {
    const std::string type_id = "2-" + std::to_string(id++);
    const ObjectType& type =
        catalogue.AddCustom(type_id, c.hubspot_name, "p1_" + std::string(c.hubspot_name));
    EXPECT_EQ(type.name, c.name) << c.hubspot_name;
    EXPECT_EQ(type.table, "hubspot_" + c.name);
    EXPECT_EQ(type.path, type_id);
    EXPECT_LE(type.name.size(), ObjectType::kLongestName);
    EXPECT_EQ(&catalogue.AddCustom(type_id, c.hubspot_name, ""), &type) << "known by its type id";
  }
  EXPECT_EQ(catalogue.Find("contacts"), contacts) << "references stay";
  EXPECT_TRUE(catalogue.has_new());
}

TEST(CustomObjects, NeverGetATableOfTheProgram) {
  for (const mariadb::TableDef& table : CoreTables()) {
    if (table.name.starts_with("hubspot_")) {
      ObjectCatalogue catalogue;
      EXPECT_NE(catalogue.AddCustom("2-1", table.name.substr(8), "").table, table.name);
    }
  }
}

TEST(CustomObjects, AreFoundByAnyOfTheirNamesTheNewestFirst) {
  ObjectCatalogue catalogue;
  const ObjectType& old_cars = catalogue.AddCustom("2-1", "Cars", "p9_Cars");
  const ObjectType& products = catalogue.AddCustom("2-2", "products", "p9_products");
  for (const char* name : {"cars", "Cars", "p9_Cars", "2-1"}) {
    EXPECT_EQ(catalogue.FindWanted(name), &old_cars) << name;
  }
  for (const char* name : {"custom_products", "p9_products", "2-2"}) {
    EXPECT_EQ(catalogue.FindWanted(name), &products) << name;
  }
  EXPECT_EQ(catalogue.FindWanted("products"), catalogue.Find("products"));
  // Deleted, and made anew under its name.
  const ObjectType& new_cars = catalogue.AddCustom("2-3", "Cars", "p9_Cars");
  EXPECT_EQ(new_cars.table, "hubspot_cars_2_3");
  EXPECT_EQ(catalogue.FindWanted("Cars"), &new_cars);
  EXPECT_EQ(catalogue.FindWanted("p9_Cars"), &new_cars);
  EXPECT_EQ(catalogue.FindWanted("2-1"), &old_cars);
  EXPECT_EQ(catalogue.FindWanted("unicorns"), nullptr);
}

}  // namespace
}  // namespace hm::sync
