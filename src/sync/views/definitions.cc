#include "sync/views/definitions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "sync/report/event_log.h"
#include "sync/store/meta.h"
#include "sync/views/definition_rows.h"
#include "sync/views/view_names.h"

namespace hm::sync {
namespace {

using mariadb::ColumnDef;
using mariadb::TableDef;

constexpr std::size_t kNamesInEvent = 20;

ColumnDef Column(std::string name, std::string type, bool nullable = true) {
  return {std::move(name), std::move(type), nullable};
}

void AddRest(TableDef& table) {
  table.columns.push_back({"archived", "TINYINT(1)", false, "0"});
  for (const char* name : {"synced_at", "created_at", "updated_at"}) {
    table.columns.push_back(Column(name, "DATETIME", false));
  }
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
      Column("name", fmt::format("VARCHAR({}) COLLATE utf8mb4_bin", kLongestPropertyName), false),
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
      Column("property", fmt::format("VARCHAR({}) COLLATE utf8mb4_bin", kLongestPropertyName), false),
      Column("value", fmt::format("VARCHAR({}) COLLATE utf8mb4_bin", kLongestOptionValue), false),
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
  std::string fingerprint = FingerprintOf(definitions, readable.withheld);
  if (!always && AreStored(session.connection(), type, fingerprint)) {
    return fingerprint;
  }
  session.InTransaction([&](mariadb::Transaction& transaction) {
    const std::string mine = "object_type_id = " + transaction.Quote(type.type_id);
    const SmallTable::Rows stored = PropertiesRows().Read(transaction, mine);
    SmallTable::Rows wanted = PropertyRows(type, definitions, stored);
    SmallTable::Rows options = OptionRows(type, definitions);
    if (!readable.withheld.empty()) {
      AddWithheld(stored, readable.withheld, wanted);
      AddWithheld(OptionsRows().Read(transaction, mine), readable.withheld, options);
    }
    NoteChanges(transaction, type, stored, wanted);
    PropertiesRows().Mirror(transaction, mine, wanted);
    OptionsRows().Mirror(transaction, mine, options);
    WriteMeta(transaction, MetaName(type), fingerprint);
  });
  return fingerprint;
}

}  // namespace hm::sync
