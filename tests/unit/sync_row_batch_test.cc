#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "hubspot/record_page.h"
#include "sync/store/row_batch.h"
#include "sync/store/tables.h"

namespace hm::sync {
namespace {

int NumberAt(std::string_view text, std::size_t at) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), number);
  return number;
}

// The table as a server would describe it.
mariadb::TableShape ShapeOf(const mariadb::TableDef& table) {
  mariadb::TableShape shape{table.name, {}, table.primary_key, {}};
  for (const mariadb::ColumnDef& column : table.columns) {
    mariadb::ColumnShape made{column.name, "", column.type};
    const std::string_view type = column.type;
    if (type.starts_with("VARCHAR(")) {
      made.data_type = "varchar";
      made.char_length = NumberAt(type, 8);
    } else if (type.starts_with("DECIMAL(")) {
      made.data_type = "decimal";
      made.numeric_precision = NumberAt(type, 8);
      made.numeric_scale = NumberAt(type, type.find(',') + 1);
    }
    shape.columns.push_back(made);
  }
  return shape;
}

const ObjectType& TypeOf(std::string_view name) {
  static const ObjectCatalogue catalogue;
  return *catalogue.Find(name);
}

// Builds one page of an object and reads it cell by cell.
class Rows {
 public:
  explicit Rows(std::string_view object)
      : type_(TypeOf(object)),
        shape_(ShapeOf(ObjectTable(type_))),
        builder_(type_, shape_),
        batch_(builder_.columns().size()) {}

  Rows(std::string_view object, std::string_view column, std::string_view data_type, std::uint64_t length)
      : type_(TypeOf(object)),
        shape_(Changed(column, data_type, length)),
        builder_(type_, shape_),
        batch_(builder_.columns().size()) {}

  // `results`: the records, as JSON separated by commas.
  Rows& Build(const std::string& results) {
    page_.Parse(http::Buffer("{\"results\":[" + results + "]}"));
    builder_.Build(page_.records(), batch_);
    EXPECT_TRUE(batch_.cells.Complete());
    EXPECT_EQ(batch_.cells.rows(), batch_.rows.size());
    return *this;
  }
  // One record with these properties.
  Rows& BuildOne(const std::string& properties) {
    return Build(R"({"id":"1","updatedAt":"2026-01-02T03:04:05.678Z","properties":{)" + properties + "}}");
  }

  std::optional<std::string> Cell(std::string_view column, std::size_t row = 0) const {
    const auto& columns = builder_.columns();
    const auto found = std::find(columns.begin(), columns.end(), column);
    if (found == columns.end()) {
      return "no such column";
    }
    const auto index = static_cast<std::size_t>(found - columns.begin());
    return batch_.cells.IsNull(index, row) ? std::nullopt
                                           : std::optional(std::string(batch_.cells.Text(index, row)));
  }
  std::string Json() const { return Cell("properties_json").value_or("NULL"); }
  const RowBatch& batch() const { return batch_; }
  const RowBuilder& builder() const { return builder_; }

 private:
  mariadb::TableShape Changed(std::string_view column, std::string_view data_type, std::uint64_t length) {
    mariadb::TableShape shape = ShapeOf(ObjectTable(type_));
    for (mariadb::ColumnShape& c : shape.columns) {
      if (c.name == column) {
        c.data_type = data_type;
        c.char_length = length;
      }
    }
    return shape;
  }

  const ObjectType& type_;
  mariadb::TableShape shape_;
  RowBuilder builder_;
  RowBatch batch_;
  hubspot::RecordPage page_;
};

std::string Repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) {
    out += text;
  }
  return out;
}

TEST(RowBuilder, PutsIdFirstAndVersionLast) {
  const Rows rows("contacts");
  EXPECT_EQ(rows.builder().columns().front(), "id");
  EXPECT_EQ(rows.builder().columns().back(), "hs_lastmodifieddate");
}

TEST(RowBuilder, FillsEveryTypedColumn) {
  Rows rows("deals");
  rows.Build(R"({"id":"77","properties":{"dealname":"Big","dealstage":"won","pipeline":"default",
      "amount":"1234.565","closedate":"2026-02-03T04:05:06.789Z","hubspot_owner_id":"42","dealtype":"new",
      "createdate":"2025-12-31T23:59:59Z","hs_lastmodifieddate":"2026-01-02T03:04:05.678Z"}})");
  EXPECT_EQ(rows.Cell("id"), "77");
  EXPECT_EQ(rows.Cell("dealname"), "Big");
  EXPECT_EQ(rows.Cell("dealstage"), "won");
  EXPECT_EQ(rows.Cell("pipeline"), "default");
  EXPECT_EQ(rows.Cell("amount"), "1234.57");
  EXPECT_EQ(rows.Cell("closedate"), "2026-02-03 04:05:06");
  EXPECT_EQ(rows.Cell("hubspot_owner_id"), "42");
  EXPECT_EQ(rows.Cell("dealtype"), "new");
  EXPECT_EQ(rows.Cell("createdate"), "2025-12-31 23:59:59");
  EXPECT_EQ(rows.Cell("lastmodifieddate"), "2026-01-02 03:04:05");
  EXPECT_EQ(rows.Cell("hs_lastmodifieddate"), "1767323045678");
  EXPECT_EQ(rows.Cell("archived"), "0");
  EXPECT_EQ(rows.Cell("archived_at"), std::nullopt);
  EXPECT_TRUE(rows.builder().misfits().empty());
}

TEST(RowBuilder, KeepsEveryPropertyButNulls) {
  Rows rows("contacts");
  rows.BuildOne(R"("email":"a@b.c","never":null,"cleared":"","custom":"x","number":5,"flag":true)");
  EXPECT_EQ(rows.Json(), R"({"email":"a@b.c","cleared":"","custom":"x","number":"5","flag":"true"})");
  EXPECT_EQ(rows.Cell("email"), "a@b.c");
  EXPECT_EQ(rows.Cell("firstname"), std::nullopt);
}

TEST(RowBuilder, GivesAnEmptyObjectWithoutProperties) {
  Rows rows("contacts");
  rows.BuildOne("");
  EXPECT_EQ(rows.Json(), "{}");
  rows.BuildOne(R"("email":null)");
  EXPECT_EQ(rows.Json(), "{}");
}

TEST(RowBuilder, WritesEscapesInOneForm) {
  Rows rows("contacts");
  rows.BuildOne(
      R"("a":"\/\u0041\u00e9\ud83d\ude00","b":"\"\\\u0008\f\u000a\r\t\u0000\u001f\u007f","\u006e":"\ud800")");
  EXPECT_EQ(rows.Json(),
            "{\"a\":\"/A\xC3\xA9\xF0\x9F\x98\x80\",\"b\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f\x7F\","
            "\"n\":\"\xEF\xBF\xBD\"}");
}

// What stands side by side in the answer is copied in one piece, and only that.
TEST(RowBuilder, WritesJsonInOneFormWhateverStandsBetween) {
  const char* const canonical = R"({"a":"1","b":"2","email":"x","n":"3","s":"y"})";
  for (const char* const properties : {
           R"("a":"1","b":"2","email":"x","n":"3","s":"y")",
           R"("a":"1","b":"2","email":"x","n":3,"s":"y")",
           R"("a":"1","aa":null,"b":"2","email":"x","n":"3","s":"y")",
           R"("a" : "1", "b": "2","email":"x" ,"n": 3,"s":"y")",
           R"("a":"1","b":"\u0032","\u0065mail":"x","n":"3","s":"y")",
           R"("a":"0","a":"1","b":"2","email":"x","n":"3","s":"y")",
           R"("a":"1","b":"0","b":"2","email":"x","n":"3","s":"y")",
       }) {
    EXPECT_EQ(Rows("contacts").BuildOne(properties).Json(), canonical) << properties;
  }
}

// The same content is the same row, however HubSpot happened to escape it.
TEST(RowBuilder, HashesContentNotItsSpelling) {
  Rows rows("contacts");
  const std::string plain(rows.BuildOne(R"("email":"a/\u00e9")").batch().rows.at(0).json);
  EXPECT_EQ(rows.BuildOne("\"email\" : \"\\u0061\\/\xC3\xA9\"").batch().rows.at(0).json, plain);
  EXPECT_NE(rows.BuildOne(R"("email":"a/e")").batch().rows.at(0).json, plain);
  EXPECT_NE(rows.BuildOne(R"("email":"a/\u00e9","x":"")").batch().rows.at(0).json, plain);
}

TEST(RowBuilder, KeepsLongTextsWholeInJsonAndCutsTheColumn) {
  Rows rows("contacts");
  const std::string text = Repeat("\xF0\x9F\x98\x80", 65'536);
  rows.BuildOne(R"("phone":")" + text + '"');
  EXPECT_EQ(rows.Json(), R"({"phone":")" + text + "\"}");
  EXPECT_EQ(rows.Cell("phone"), Repeat("\xF0\x9F\x98\x80", 50));
}

TEST(RowBuilder, CutsToTheWidthTheColumnReallyHas) {
  Rows wide("contacts", "phone", "varchar", 80);
  EXPECT_EQ(wide.BuildOne(R"("phone":")" + Repeat("7", 90) + '"').Cell("phone"), Repeat("7", 80));
}

// A TEXT column is limited in bytes, not characters.
TEST(RowBuilder, CutsATextColumnInBytes) {
  Rows rows("contacts", "phone", "tinytext", 255);
  EXPECT_EQ(rows.BuildOne(R"("phone":")" + Repeat("\xF0\x9F\x98\x80", 255) + '"').Cell("phone"),
            Repeat("\xF0\x9F\x98\x80", 63));
  EXPECT_EQ(rows.builder().misfits(), (Misfits{{"phone", 1}}));
}

TEST(RowBuilder, CountsEachMisfitOnce) {
  Rows rows("deals");
  const std::string bad = R"("amount":"a lot","closedate":"soon","dealstage":")" + Repeat("s", 101) + '"';
  rows.Build(fmt::format(R"({{"id":"1","properties":{{{}}}}},{{"id":"2","properties":{{{}}}}},)"
                         R"({{"id":"3","properties":{{"amount":"1e400","closedate":""}}}})",
                         bad, bad));
  EXPECT_EQ(rows.builder().misfits(), (Misfits{{"amount", 3}, {"closedate", 2}, {"dealstage", 2}}));
  EXPECT_EQ(rows.Cell("amount"), std::nullopt);
  EXPECT_EQ(rows.Cell("closedate"), std::nullopt);
  EXPECT_EQ(rows.Cell("dealstage"), Repeat("s", 100));
  EXPECT_EQ(rows.Cell("properties_json", 2), R"({"amount":"1e400","closedate":""})");
  rows.BuildOne(R"("amount":"?")");
  EXPECT_EQ(rows.builder().misfits().at("amount"), 4) << "counts go on from page to page";
}

TEST(RowBuilder, TakesAClearedPropertyForNoMisfit) {
  Rows rows("deals");
  rows.BuildOne(R"("amount":"","closedate":"","dealname":"")");
  EXPECT_EQ(rows.Cell("amount"), std::nullopt);
  EXPECT_EQ(rows.Cell("closedate"), std::nullopt);
  EXPECT_EQ(rows.Cell("dealname"), "");
  EXPECT_TRUE(rows.builder().misfits().empty());
}

TEST(RowBuilder, TakesATextThatJustFitsForNoMisfit) {
  Rows rows("deals");
  rows.BuildOne(R"("dealstage":")" + Repeat("\xC3\xA9", 100) + '"');
  EXPECT_EQ(rows.Cell("dealstage"), Repeat("\xC3\xA9", 100));
  EXPECT_TRUE(rows.builder().misfits().empty());
}

TEST(RowBuilder, ForgetsTheRecordBefore) {
  Rows rows("contacts");
  rows.Build(R"({"id":"1","properties":{"email":"a@b.c"}},{"id":"2","properties":{"phone":"5"}})");
  EXPECT_EQ(rows.Cell("email", 0), "a@b.c");
  EXPECT_EQ(rows.Cell("email", 1), std::nullopt);
  EXPECT_EQ(rows.Cell("phone", 1), "5");
  rows.BuildOne("");
  EXPECT_EQ(rows.batch().rows.size(), 1U);
  EXPECT_EQ(rows.Cell("phone"), std::nullopt);
}

TEST(RowBuilder, MarksArchivedRecords) {
  Rows rows("contacts");
  rows.Build(R"({"id":"1","archived":true,"archivedAt":"2026-03-04T05:06:07Z","properties":{}},
                {"id":"2","archived":false,"properties":{}})");
  EXPECT_EQ(rows.Cell("archived", 0), "1");
  EXPECT_EQ(rows.Cell("archived_at", 0), "2026-03-04 05:06:07");
  EXPECT_EQ(rows.batch().rows.at(0).archived_at, "2026-03-04 05:06:07");
  EXPECT_EQ(rows.Cell("archived", 1), "0");
  EXPECT_EQ(rows.Cell("archived_at", 1), std::nullopt);
  EXPECT_EQ(rows.batch().rows.at(1).archived_at, "");
}

struct VersionCase {
  const char* object;
  const char* properties;
  std::int64_t version;
};

// updatedAt of BuildOne() is 2026-01-02T03:04:05.678Z.
TEST(RowBuilder, TakesTheVersionFromTheObjectsOwnProperty) {
  constexpr std::int64_t kUpdatedAt = 1'767'323'045'678;
  const VersionCase cases[] = {
      {"contacts", R"("lastmodifieddate":"2026-01-02T03:04:06.001Z")", 1'767'323'046'001},
      {"contacts", R"("lastmodifieddate":"2026-01-02T03:04:06Z")", 1'767'323'046'000},
      {"contacts", R"("lastmodifieddate":"1767323046001")", 1'767'323'046'001},
      {"contacts", R"("hs_lastmodifieddate":"2026-01-02T03:04:06.001Z")", kUpdatedAt},
      {"deals", R"("hs_lastmodifieddate":"2026-01-02T03:04:06.001Z")", 1'767'323'046'001},
      {"deals", R"("lastmodifieddate":"2026-01-02T03:04:06.001Z")", kUpdatedAt},
      {"deals", R"("hs_lastmodifieddate":"")", kUpdatedAt},
      {"deals", R"("hs_lastmodifieddate":"yesterday")", kUpdatedAt},
      {"deals", R"("hs_lastmodifieddate":null)", kUpdatedAt},
      {"deals", "", kUpdatedAt},
  };
  for (const VersionCase& c : cases) {
    Rows rows(c.object);
    rows.BuildOne(c.properties);
    EXPECT_EQ(rows.batch().rows.at(0).version, c.version) << c.object << ' ' << c.properties;
    EXPECT_EQ(rows.Cell("hs_lastmodifieddate"), std::to_string(c.version)) << c.properties;
  }
}

TEST(RowBuilder, RefusesARecordWithoutAUsableId) {
  for (const std::string& id : {std::string(R"("x":1)"), std::string(R"("id":"")"),
                                std::string(R"("id":null)"), R"("id":")" + Repeat("1", 51) + '"'}) {
    Rows rows("contacts");
    rows.Build(R"({"id":"7","properties":{}},{)" + id + R"(,"properties":{"email":"CANARY"}})");
    EXPECT_EQ(rows.batch().rows.size(), 1U) << id;
    ASSERT_EQ(rows.batch().refused.size(), 1U) << id;
    const RefusedRecord& refused = rows.batch().refused.front();
    EXPECT_EQ(refused.code, kNoId);
    EXPECT_EQ(refused.id.substr(0, 6), "no id ");
    EXPECT_LE(refused.id.size(), 50U);
    EXPECT_EQ(refused.json, R"({"email":"CANARY"})");
    EXPECT_EQ(refused.reason.find("CANARY"), std::string::npos);
  }
  Rows rows("contacts");
  EXPECT_EQ(rows.Build(R"({"id":")" + Repeat("1", 50) + R"(","properties":{}})").Cell("id"), Repeat("1", 50));
}

TEST(RowBuilder, NamesAMissingColumn) {
  const ObjectType& type = TypeOf("deals");
  mariadb::TableShape shape = ShapeOf(ObjectTable(type));
  std::erase_if(shape.columns, [](const mariadb::ColumnShape& c) { return c.name == "amount"; });
  try {
    const RowBuilder builder(type, shape);
    ADD_FAILURE() << "not refused";
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kDatabase);
    EXPECT_STREQ(e.what(), "table hubspot_deals has no column amount");
    EXPECT_NE(e.hint().find("migrate"), std::string::npos);
  }
}

}  // namespace
}  // namespace hm::sync
