#include "sync/views/definitions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "sync/report/event_log.h"
#include "sync/store/cells.h"
#include "sync/store/content_hash.h"
#include "sync/store/meta.h"
#include "sync/store/small_table.h"
#include "sync/views/view_joins.h"
#include "sync/views/view_names.h"

namespace hm::sync {
namespace {

using mariadb::ColumnDef;
using mariadb::TableDef;
using Definitions = std::vector<hubspot::PropertyDefinition>;

// Keys of both tables together stay below InnoDB's 3,072 bytes. HubSpot's names have at most 100 characters.
constexpr std::size_t kLongestName = 191;
constexpr std::size_t kLongestValue = 512;
constexpr std::size_t kLongestText = 65'535;  // bytes of a TEXT
constexpr std::size_t kNamesInEvent = 20;

const SmallTable kProperties{
    "hubspot_properties",
    {"object_type_id", "name"},
    {"object", "label", "type", "field_type", "group_name", "description", "display_order", "calculated",
     "hidden", "hubspot_defined", "has_unique_value", "external_options", "sensitivity", "view_column",
     "view_label_column", "archived"},
    "1"};
constexpr std::size_t kViewColumn = 13;  // among the values
constexpr std::size_t kViewLabelColumn = 14;

const SmallTable kOptions{"hubspot_property_options",
                          {"object_type_id", "property", "value"},
                          {"object", "label", "display_order", "hidden", "archived"},
                          "1"};

ColumnDef Column(std::string name, std::string type, bool nullable = true) {
  return {std::move(name), std::move(type), nullable};
}

void AddRest(TableDef& table) {
  table.columns.push_back({"archived", "TINYINT(1)", false, "0"});
  for (const char* name : {"synced_at", "created_at", "updated_at"}) {
    table.columns.push_back(Column(name, "DATETIME", false));
  }
}

// The server compares keys as if they had no trailing spaces.
std::string KeyText(const std::string& text) {
  const auto last = text.find_last_not_of(' ');
  return last == std::string::npos ? "" : text.substr(0, last + 1);
}

bool Fits(const std::string& text, std::size_t characters) {
  return CutText(text, characters).size() == text.size();
}

std::string Cut(const std::string& text, std::size_t characters) {
  return std::string(CutText(text, characters));
}

std::string Order(std::int64_t order) {
  return std::to_string(std::clamp<std::int64_t>(order, INT32_MIN, INT32_MAX));
}

std::string Flag(bool value) { return value ? "1" : "0"; }

// Each text with its length before it, so that no two lists of texts give the same bytes.
void AppendTo(std::string& bytes, std::string_view text) { bytes += fmt::format("{}:{}", text.size(), text); }

std::string Fingerprint(const Definitions& definitions, const Withheld& withheld) {
  std::string bytes;
  for (const std::string& name : withheld.names()) {
    AppendTo(bytes, name);
  }
  for (const hubspot::PropertyDefinition& d : definitions) {
    for (const std::string* text :
         {&d.name, &d.label, &d.type, &d.field_type, &d.group, &d.description, &d.sensitivity}) {
      AppendTo(bytes, *text);
    }
    AppendTo(bytes,
             fmt::format("{}{}{}{}{}{} {} {}", d.calculated, d.hidden, d.hubspot_defined, d.has_unique_value,
                         d.external_options, d.archived, d.display_order, d.options.size()));
    for (const hubspot::PropertyOption& option : d.options) {
      AppendTo(bytes, option.value);
      AppendTo(bytes, option.label);
      AppendTo(bytes, fmt::format("{} {}", option.hidden, option.display_order));
    }
  }
  const ContentHash hash = HashContent(bytes);
  return {hash.begin(), hash.end()};
}

// The columns of the view: those that were given before, and new ones.
class GivenColumns {
 public:
  GivenColumns(const ObjectType& type, const SmallTable::Rows& stored) : names_(ReservedColumns(type)) {
    for (const ViewJoin& join : JoinsFor(type)) {
      for (const JoinedColumn& column : join.columns) {
        joined_.insert(column.name);
      }
    }
    for (const auto& [key, cells] : stored) {
      for (const std::size_t column : {kViewColumn, kViewLabelColumn}) {
        if (cells[column]) {
          names_.Take(*cells[column]);
        }
      }
    }
  }

  std::string For(const std::string& property) { return names_.For(property); }
  std::string ForLabel(const std::string& property, const std::string& column) {
    // A joined label is the property's label.
    const std::string plain = column + "_label";
    return joined_.contains(plain) ? plain : names_.ForLabel(property, column);
  }

 private:
  ViewNames names_;
  std::set<std::string> joined_;
};

bool HasLabels(const hubspot::PropertyDefinition& d) { return d.type == "enumeration" && !d.options.empty(); }

SmallTable::Cells ToCells(const ObjectType& type, const hubspot::PropertyDefinition& d) {
  return {type.name,
          Cut(d.label, 512),
          Cut(d.type, 50),
          Cut(d.field_type, 50),
          Cut(d.group, 255),
          std::string(CutBytes(d.description, kLongestText)),
          Order(d.display_order),
          Flag(d.calculated),
          Flag(d.hidden),
          Flag(d.hubspot_defined),
          Flag(d.has_unique_value),
          Flag(d.external_options),
          d.sensitivity.empty() ? "non_sensitive" : Cut(d.sensitivity, 50),
          std::nullopt,
          std::nullopt,
          Flag(d.archived)};
}

SmallTable::Rows PropertyRows(const ObjectType& type, const Definitions& definitions,
                              const SmallTable::Rows& stored) {
  GivenColumns columns(type, stored);
  SmallTable::Rows rows;
  // All columns first: a property's own name goes before another's label.
  for (const hubspot::PropertyDefinition& d : definitions) {
    const SmallTable::Key key{type.type_id, KeyText(d.name)};
    if (!Fits(d.name, kLongestName) || rows.contains(key)) {
      continue;
    }
    SmallTable::Cells cells = ToCells(type, d);
    const auto known = stored.find(key);
    if (known != stored.end()) {
      cells[kViewColumn] = known->second[kViewColumn];
      cells[kViewLabelColumn] = known->second[kViewLabelColumn];
    }
    if (!cells[kViewColumn]) {
      cells[kViewColumn] = columns.For(d.name);
    }
    rows[key] = std::move(cells);
  }
  for (const hubspot::PropertyDefinition& d : definitions) {
    const auto row = rows.find({type.type_id, KeyText(d.name)});
    if (row != rows.end() && HasLabels(d) && !row->second[kViewLabelColumn]) {
      row->second[kViewLabelColumn] = columns.ForLabel(d.name, *row->second[kViewColumn]);
    }
  }
  return rows;
}

SmallTable::Rows OptionRows(const ObjectType& type, const Definitions& definitions) {
  SmallTable::Rows rows;
  for (const hubspot::PropertyDefinition& d : definitions) {
    if (!Fits(d.name, kLongestName)) {
      continue;
    }
    for (const hubspot::PropertyOption& option : d.options) {
      if (Fits(option.value, kLongestValue)) {
        rows.try_emplace({type.type_id, KeyText(d.name), KeyText(option.value)},
                         SmallTable::Cells{type.name, Cut(option.label, 512), Order(option.display_order),
                                           Flag(option.hidden), "0"});
      }
    }
  }
  return rows;
}

// The names of `some` that `others` lack, or have as gone; "" for none.
std::string Missing(const SmallTable::Rows& some, const SmallTable::Rows& others) {
  std::vector<std::string> names;
  for (const auto& [key, cells] : some) {
    const auto other = others.find(key);
    if (cells.back() == "0" && (other == others.end() || other->second.back() == "1")) {
      names.push_back(key.back());
    }
  }
  const std::size_t shown = std::min(names.size(), kNamesInEvent);
  const std::string more =
      names.size() > shown ? fmt::format(" and {} more", names.size() - shown) : std::string{};
  return fmt::format(
      "{}{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "), more);
}

void NoteChanges(mariadb::Transaction& transaction, const ObjectType& type, const SmallTable::Rows& stored,
                 const SmallTable::Rows& wanted) {
  if (stored.empty()) {
    return;  // at first all are new
  }
  if (const std::string names = Missing(wanted, stored); !names.empty()) {
    NoteEvent(transaction, event::kNewProperty, type.name, "mirrored from now on: " + names);
  }
  if (const std::string names = Missing(stored, wanted); !names.empty()) {
    NoteEvent(transaction, event::kGoneProperty, type.name, "no longer listed by HubSpot: " + names);
  }
}

// Rows of both tables have the property's name second in their key.
void AddWithheld(const SmallTable::Rows& stored, const Withheld& withheld, SmallTable::Rows& wanted) {
  for (const auto& [key, cells] : stored) {
    if (cells.back() == "0" && withheld.contains(key[1])) {
      wanted.try_emplace(key, cells);
    }
  }
}

std::string MetaName(const ObjectType& type) { return "definitions " + type.type_id; }

// A table that somebody emptied is filled again.
bool AreStored(mariadb::Connection& connection, const ObjectType& type, const std::string& fingerprint) {
  return connection
      .Query(fmt::format(
          "SELECT 1 FROM hubspot_meta WHERE name = {} AND value = {} AND EXISTS (SELECT 1 FROM "
          "hubspot_properties WHERE object_type_id = {})",
          connection.Quote(MetaName(type)), connection.Quote(fingerprint), connection.Quote(type.type_id)))
      .Next();
}

}  // namespace

TableDef PropertiesTable() {
  TableDef table{"hubspot_properties", {}, {"object_type_id", "name"}};
  table.columns = {
      Column("object_type_id", "VARCHAR(50) COLLATE utf8mb4_bin", false),
      Column("name", fmt::format("VARCHAR({}) COLLATE utf8mb4_bin", kLongestName), false),
      Column("object", "VARCHAR(64)", false),
      Column("label", "VARCHAR(512)"),
      Column("type", "VARCHAR(50)"),
      Column("field_type", "VARCHAR(50)"),
      Column("group_name", "VARCHAR(255)"),
      Column("description", "TEXT"),
      Column("display_order", "INT"),
      Column("calculated", "TINYINT(1)"),
      Column("hidden", "TINYINT(1)"),
      Column("hubspot_defined", "TINYINT(1)"),
      Column("has_unique_value", "TINYINT(1)"),
      Column("external_options", "TINYINT(1)"),
      Column("sensitivity", "VARCHAR(50)"),
      Column("view_column", fmt::format("VARCHAR({})", kLongestColumnName)),
      Column("view_label_column", fmt::format("VARCHAR({})", kLongestColumnName)),
  };
  AddRest(table);
  table.indexes = {{"object_idx", {"object"}}};
  return table;
}

TableDef PropertyOptionsTable() {
  TableDef table{"hubspot_property_options", {}, {"object_type_id", "property", "value"}};
  table.columns = {
      Column("object_type_id", "VARCHAR(50) COLLATE utf8mb4_bin", false),
      Column("property", fmt::format("VARCHAR({}) COLLATE utf8mb4_bin", kLongestName), false),
      Column("value", fmt::format("VARCHAR({}) COLLATE utf8mb4_bin", kLongestValue), false),
      Column("object", "VARCHAR(64)", false),
      Column("label", "VARCHAR(512)"),
      Column("display_order", "INT"),
      Column("hidden", "TINYINT(1)"),
  };
  AddRest(table);
  table.indexes = {{"object_idx", {"object"}}};
  return table;
}

std::string MirrorDefinitions(WriteSession& session, const ObjectType& type, const Readable& readable,
                              bool always) {
  const Definitions& definitions = readable.definitions;
  std::string fingerprint = Fingerprint(definitions, readable.withheld);
  if (!always && AreStored(session.connection(), type, fingerprint)) {
    return fingerprint;
  }
  session.InTransaction([&](mariadb::Transaction& transaction) {
    const std::string mine = "object_type_id = " + transaction.Quote(type.type_id);
    const SmallTable::Rows stored = kProperties.Read(transaction, mine);
    SmallTable::Rows wanted = PropertyRows(type, definitions, stored);
    SmallTable::Rows options = OptionRows(type, definitions);
    if (!readable.withheld.empty()) {
      AddWithheld(stored, readable.withheld, wanted);
      AddWithheld(kOptions.Read(transaction, mine), readable.withheld, options);
    }
    NoteChanges(transaction, type, stored, wanted);
    kProperties.Mirror(transaction, mine, wanted);
    kOptions.Mirror(transaction, mine, options);
    WriteMeta(transaction, MetaName(type), fingerprint);
  });
  return fingerprint;
}

}  // namespace hm::sync
