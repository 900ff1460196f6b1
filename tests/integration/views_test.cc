// Definitions and typed views: every value as HubSpot's text converts to, whatever the properties are called.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "mariadb/identifiers.h"
#include "support/account.h"
#include "support/typed_value.h"

namespace hm::test {
namespace {

using mariadb::QuoteIdentifier;
using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;

// Names that HubSpot would hardly give, and that must do no more than be names.
const std::vector<std::string> kHostileNames{"x`y",
                                             "x'y",
                                             "x\"y",
                                             "x\\y",
                                             "a`; DROP TABLE hubspot_contacts; --",
                                             "'; DROP TABLE hubspot_contacts; --",
                                             "Foo",
                                             "foo",
                                             "row_start",
                                             "FOO",
                                             "f o",
                                             "f-o",
                                             "f.o",
                                             "f__o",
                                             "f[0]",
                                             "f*",
                                             "**",
                                             "$",
                                             "$.f",
                                             "😀",
                                             "é",
                                             "e",
                                             "1st",
                                             "id",
                                             "properties_json",
                                             "archived",
                                             "synced_at",
                                             "owner_name",
                                             "t",
                                             "select",
                                             "lower_label",
                                             "lower",
                                             std::string(64, 'n'),
                                             std::string(65, 'n'),
                                             std::string(150, 'n'),
                                             std::string(64, 'm') + "1",
                                             std::string(64, 'm') + "2",
                                             "{db}",
                                             "{}",
                                             "%s",
                                             "a\tb",
                                             "a\nb",
                                             "\\",
                                             "\\`",
                                             "\\'); DROP VIEW v_deals; --"};

class Views : public SmallAccount {
 protected:
  void Property(json definition) const {
    definition.emplace("object", "contacts");
    hubspot_->Post("/_sim/properties", definition);
  }
  std::string Column(const std::string& object, const std::string& property) const {
    mariadb::Connection connection(connector_->options());
    return Value(fmt::format("SELECT view_column FROM hubspot_properties WHERE object = '{}' AND name = {}",
                             object, connection.Quote(property)));
  }
  // Every value of the object's view that is not what the raw JSON converts to.
  std::vector<std::string> Differences(const std::string& object, const std::string& sql_mode,
                                       const std::string& properties = "%") const;
};

// The first characters of a text, as a column of that width keeps it.
std::string Cut(const std::string& text, std::int64_t width) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && width-- == 0) break;
  }
  return text.substr(0, at);
}

struct Shown {
  std::string name;
  std::string type;
  std::string column;
};

std::vector<std::string> Views::Differences(const std::string& object, const std::string& sql_mode,
                                            const std::string& properties) const {
  std::map<std::string, json> truth;
  for (const json& record : hubspot_->Truth(object == "goals" ? "goal_targets" : object))
    truth[record.at("id")] = record.at("properties");
  std::vector<Shown> shown;
  mariadb::Connection connection(connector_->options());
  // Those with an index are taken from their column.
  std::map<std::string, std::int64_t> widths;
  mariadb::Result indexed = connection.Query(
      "SELECT c.COLUMN_NAME, c.CHARACTER_MAXIMUM_LENGTH FROM information_schema.STATISTICS s JOIN "
      "information_schema.COLUMNS c USING (TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME) WHERE s.TABLE_SCHEMA = "
      "DATABASE() AND s.SEQ_IN_INDEX = 1 AND c.DATA_TYPE = 'varchar' AND s.TABLE_NAME = 'hubspot_" +
      object + "'");
  while (indexed.Next()) widths[indexed.String(0)] = indexed.Int(1);
  connection.Execute("SET SESSION sql_mode = '" + sql_mode + "'");
  mariadb::Result listed = connection.Query(
      "SELECT name, type, view_column FROM hubspot_properties WHERE archived = 0 AND object = '" + object +
      "' AND name LIKE '" + properties + "'");
  while (listed.Next()) {
    shown.push_back({listed.String(0), listed.String(1), listed.String(2)});
  }
  std::vector<std::string> differences;
  constexpr std::size_t kAtOnce = 40;
  for (std::size_t from = 0; from < shown.size(); from += kAtOnce) {
    const std::size_t to = std::min(from + kAtOnce, shown.size());
    std::string columns;
    for (std::size_t i = from; i < to; ++i) columns += ", " + QuoteIdentifier(shown[i].column);
    // Where a warning of a conversion would be an error in strict mode.
    connection.Execute("DROP TABLE IF EXISTS typed");
    connection.Execute("CREATE TABLE typed AS SELECT id" + columns + " FROM v_" + object);
    mariadb::Result rows = connection.Query("SELECT * FROM typed");
    EXPECT_EQ(rows.row_count(), truth.size()) << object;
    while (rows.Next()) {
      const json& record = truth.at(rows.String(0));
      for (std::size_t i = from; i < to; ++i) {
        const Shown& property = shown[i];
        std::optional<std::string> raw;
        if (record.contains(property.name) && record[property.name].is_string()) raw = record[property.name];
        const auto width = widths.find(property.name);
        if (raw && width != widths.end()) raw = Cut(*raw, width->second);
        const auto wanted = TypedValue(property.type, raw);
        const auto text = rows.Text(i - from + 1);
        const std::optional<std::string> have = text ? std::optional<std::string>(*text) : std::nullopt;
        if (have != wanted) {
          differences.push_back(fmt::format(
              "{}.{} ({}) of {}: {} for {}, should be {}", object, property.name, property.type,
              rows.String(0), have.value_or("NULL"), raw.value_or("NULL"), wanted.value_or("NULL")));
        }
      }
    }
    connection.Execute("DROP TABLE typed");
  }
  return differences;
}

TEST_F(Views, F_S9_SingerTap262_EveryValueIsWhatItsTextConvertsToUnderEverySqlMode) {
  hubspot_ = std::make_unique<Simulator>(
      BinaryDir(),
      std::vector<std::string>{"--contacts", "60", "--deals", "40", "--awkward", "0.02", "--no-limits"});
  connector_ = std::make_unique<Connector>(*hubspot_, SharedServer());
  std::vector<std::string> ids;
  for (const json& record : hubspot_->Truth("contacts")) ids.push_back(record.at("id"));
  std::size_t record = 0;
  for (const auto& [type, texts] : AwkwardTexts()) {
    Property({{"name", "my_" + type},
              {"type", type},
              {"fieldType", type == "enumeration" ? "checkbox" : "text"},
              {"options", json::array({{{"value", "a"}, {"label", "Label A"}},
                                       {{"value", "b"}, {"label", "It's \\ \"B\" `😀`"}}})}});
    for (const std::string& text : texts) {
      SetRecord("contacts", ids.at(record++ % 60), {{"my_" + type, text}});
    }
  }
  for (const std::string& name : kHostileNames) {
    Property({{"name", name},
              {"label", name},
              {"type", "enumeration"},
              {"fieldType", "select"},
              {"options", json::array({{{"value", name}, {"label", "label of " + name}}})}});
    SetRecord("contacts", ids.at(record++ % 60), {{name, name}});
  }
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_THAT(
      Differences("contacts", "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO"),
      IsEmpty());
  for (const char* mode :
       {"", "ANSI,TRADITIONAL,NO_BACKSLASH_ESCAPES,TIME_ROUND_FRACTIONAL,PAD_CHAR_TO_FULL_LENGTH",
        "ORACLE"}) {
    EXPECT_THAT(Differences("contacts", mode, "my_%"), IsEmpty()) << mode;
  }
  EXPECT_THAT(Differences("deals", "STRICT_ALL_TABLES"), IsEmpty());

  // No name did anything; each has a column of its own, and a label.
  EXPECT_EQ(connector_->Count("hubspot_contacts"), 60);
  std::set<std::string> columns;
  for (const std::string& name : kHostileNames) {
    const std::string column = Column("contacts", name);
    EXPECT_THAT(column, testing::MatchesRegex("[a-z_][a-z0-9_]*")) << name;
    EXPECT_LE(column.size(), 64U);
    EXPECT_TRUE(columns.insert(column).second) << name;
    mariadb::Connection connection(connector_->options());
    const std::string label = Value(fmt::format(
        "SELECT view_label_column FROM hubspot_properties WHERE object = 'contacts' AND name = {}",
        connection.Quote(name)));
    EXPECT_EQ(Value(fmt::format("SELECT {} FROM v_contacts WHERE {} = {}", QuoteIdentifier(label),
                                QuoteIdentifier(column), connection.Quote(name))),
              "label of " + name);
  }
  // Plain names are kept.
  for (const char* name : {"foo", "lower", "lower_label", "select", "e"}) {
    EXPECT_EQ(Column("contacts", name), name);
  }
  EXPECT_EQ(Column("contacts", std::string(64, 'n')), std::string(64, 'n'));
  // Labels: several, unknown ones.
  EXPECT_EQ(Value("SELECT my_enumeration_label FROM v_contacts WHERE my_enumeration = 'b;a'"),
            "It's \\ \"B\" `😀`; Label A");
  EXPECT_EQ(Value("SELECT my_enumeration_label FROM v_contacts WHERE my_enumeration = 'gone'"), "gone");
  // Types.
  const auto type = [&](const std::string& column) {
    return Value(
        "SELECT COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND "
        "TABLE_NAME = 'v_contacts' AND COLUMN_NAME = '" +
        column + "'");
  };
  EXPECT_EQ(type("my_number"), "decimal(38,10)");
  EXPECT_EQ(type("my_date"), "date");
  EXPECT_THAT(type("my_datetime"), HasSubstr("datetime(3)"));
  EXPECT_THAT(type("my_bool"), HasSubstr("int("));
  EXPECT_EQ(type("my_string"), "longtext");
  EXPECT_THAT(type("createdate"), HasSubstr("datetime(3)"));
  // What is printed makes the same view.
  const RunResult printed = connector_->Run({"views", "sql", "contacts"});
  EXPECT_EQ(printed.exit_code, 0) << printed.err;
  const auto shown = [&] {
    mariadb::Connection connection(connector_->options());
    mariadb::Result row = connection.Query("SHOW CREATE VIEW v_contacts");
    return row.Next() ? row.String(1) : "";
  };
  const std::string before = shown();
  connector_->Execute("DROP VIEW v_contacts");
  connector_->Execute(printed.out.substr(0, printed.out.rfind(';')));
  EXPECT_EQ(shown(), before);
}

TEST_F(Views, EveryObjectHasOneOfItsValues) {
  const std::vector<std::string> objects{
      "contacts", "companies", "deals", "tickets",        "products",       "line_items", "quotes",
      "orders",   "invoices",  "leads", "calls",          "emails",         "meetings",   "notes",
      "tasks",    "goals",     "cars",  "communications", "custom_products"};
  std::vector<std::string> args{"--awkward", "0.1"};
  for (const std::string& object : objects) {
    args.insert(args.end(), {"--" + (object == "goals" ? "goal_targets" : object), "25"});
  }
  Open(args);
  const RunResult run = Sync({{"SYNC_OBJECTS", "all"}, {"RATE_LIMIT_REQUESTS", "5000"}});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  for (const std::string& object : objects) {
    EXPECT_EQ(connector_->Count("v_" + object), 25) << object;
    EXPECT_THAT(Differences(object, "STRICT_ALL_TABLES"), IsEmpty());
  }
}

TEST_F(Views, DefinitionsFollowHubSpotAndAnIdleSyncWritesNothing) {
  Open();
  Property(
      {{"name", "lower"},
       {"label", "Old"},
       {"type", "enumeration"},
       {"options", json::array({{{"value", "v"}, {"label", "V one"}}, {{"value", "w"}, {"label", "W"}}})}});
  Property({{"name", "Lower"}, {"type", "string"}});
  SetRecord("contacts", AnId("contacts"), {{"lower", "v"}});
  ASSERT_EQ(Sync().exit_code, 0);
  const std::string clashing = Column("contacts", "Lower");
  EXPECT_THAT(clashing, testing::MatchesRegex("lower__[0-9a-f]{8}"));

  const std::string snapshot =
      "SELECT MD5(GROUP_CONCAT(object_type_id, name, synced_at, updated_at ORDER BY 1)) FROM "
      "hubspot_properties";
  connector_->Execute("UPDATE hubspot_properties SET synced_at = '2001-01-01'");
  const std::string before = Value(snapshot);
  hubspot_->Delete("/_sim/counters");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_LE(hubspot_->Counters().at("total"), 8) << hubspot_->Counters().at("byRoute");
  EXPECT_EQ(Value(snapshot), before);

  // A label that changes, an option and a property that go.
  Property({{"name", "lower"},
            {"label", "New"},
            {"type", "enumeration"},
            {"options", json::array({{{"value", "w"}, {"label", "W two"}}})}});
  hubspot_->Delete("/_sim/properties", {{"object", "contacts"}, {"name", "Lower"}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Value("SELECT label FROM hubspot_properties WHERE name = 'lower'"), "New");
  EXPECT_EQ(Value("SELECT GROUP_CONCAT(value, '=', label, '/', archived ORDER BY value) FROM "
                  "hubspot_property_options WHERE property = 'lower'"),
            "v=V one/1,w=W two/0");
  EXPECT_EQ(Value("SELECT lower_label FROM v_contacts WHERE lower = 'v'"), "V one");
  EXPECT_EQ(Value("SELECT archived FROM hubspot_properties WHERE name = 'Lower'"), "1");
  EXPECT_EQ(Value("SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND "
                  "COLUMN_NAME = '" +
                  clashing + "'"),
            "0");
  // Back again, under the name it had.
  Property({{"name", "Lower"}, {"type", "string"}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(Column("contacts", "Lower"), clashing);
  EXPECT_EQ(Value("SELECT COUNT(" + clashing + ") FROM v_contacts"), "0");
  // A view that somebody drops comes back.
  connector_->Execute("DROP VIEW v_deals");
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(connector_->Count("v_deals"), 60);
}

TEST_F(Views, LiveRecordsOnlyAndDealsWithTheirStages) {
  Load();
  hubspot_->Post("/_sim/archive", {{"object", "deals"}, {"id", AnId("deals")}});
  ASSERT_EQ(Sync().exit_code, 0);
  EXPECT_EQ(connector_->Count("hubspot_deals"), 60);
  EXPECT_EQ(connector_->Count("v_deals"), 59);
  EXPECT_EQ(
      Value(
          "SELECT COUNT(*) FROM v_deals v JOIN hubspot_deal_stages s ON s.id = v.dealstage AND s.pipeline_id "
          "= v.pipeline JOIN hubspot_deal_pipelines p ON p.id = s.pipeline_id WHERE v.dealstage_label = "
          "s.label AND v.pipeline_label = p.label AND v.stage_probability = s.probability AND v.is_closed = "
          "s.is_closed AND v.is_won = (s.is_closed = 1 AND s.probability = 1)"),
      "59");
  EXPECT_THAT(Value("SELECT GROUP_CONCAT(DISTINCT is_won) FROM v_deals"), HasSubstr("1"));
}

TEST_F(Views, F_S9_SingerTap262_ThreeThousandPropertiesAndMoreThanAViewHolds) {
  Open({"--contacts", "30", "--deals", "5"});
  const auto add = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      Property({{"name", fmt::format("Catalogue Property {}", i)},
                {"type", i % 2 == 0 ? "number" : "string"},
                {"hidden", i % 10 == 0}});
    }
  };
  add(0, 3000);
  SetRecord("contacts", AnId("contacts"),
            {{"Catalogue Property 0", "12.5"}, {"Catalogue Property 2999", "last"}});
  ASSERT_EQ(Sync().exit_code, 0);
  const auto columns = [&] {
    return Value(
        "SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = "
        "'v_contacts' AND COLUMN_NAME LIKE 'catalogue\\_property\\_%'");
  };
  EXPECT_EQ(columns(), "3000");
  EXPECT_EQ(Value("SELECT " + Column("contacts", "Catalogue Property 0") + " FROM v_contacts WHERE " +
                  Column("contacts", "Catalogue Property 2999") + " = 'last'"),
            "12.5000000000");
  add(3000, 4200);
  const RunResult run = Sync();
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(run.err, HasSubstr("no room for some columns"));
  EXPECT_EQ(Value("SELECT columns FROM hubspot_views WHERE object = 'contacts'"), "4000");
  EXPECT_GT(std::stoi(Value("SELECT left_out FROM hubspot_views WHERE object = 'contacts'")), 200);
  EXPECT_EQ(connector_->Count("v_contacts"), 30);
}

}  // namespace
}  // namespace hm::test
