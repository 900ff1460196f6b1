#include "sync/sensitive/withheld.h"

#include <fmt/format.h>

#include <algorithm>

#include "json/writer.h"
#include "sync/objects/record_ids.h"
#include "sync/views/view_columns.h"

namespace hm::sync {
namespace {

// Behind the quote that ends the string which begins at `at`.
std::size_t EndOfString(std::string_view json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    at += json[at] == '\\' ? 1 : 0;
  }
  return std::min(at + 1, json.size());
}

bool HasDefinitions(mariadb::Connection& connection) {
  return connection
      .Query(
          "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = "
          "'hubspot_properties'")
      .Next();
}

}  // namespace

Withheld::Withheld(mariadb::Connection& connection, const ObjectType& type,
                   const std::vector<std::string>& readable) {
  if (!HasDefinitions(connection)) {
    return;
  }
  std::vector<std::string> read = readable;
  read.emplace_back("non_sensitive");
  mariadb::Result rows = connection.Query(
      fmt::format("SELECT name FROM hubspot_properties WHERE object_type_id = {} AND archived = 0 AND "
                  "sensitivity NOT IN ({})",
                  connection.Quote(type.type_id), QuotedIds(connection, read)));
  while (rows.Next()) {
    names_.push_back(rows.String(0));
  }
  std::ranges::sort(names_);
}

bool Withheld::contains(std::string_view name) const { return std::ranges::binary_search(names_, name); }

std::string Withheld::Columns(const mariadb::Connection& connection) const {
  std::string columns;
  for (const std::string& name : names_) {
    columns += fmt::format(", JSON_EXTRACT(properties_json, {})", connection.Quote(JsonPath(name)));
  }
  return columns;
}

Withheld::Values Withheld::Read(const mariadb::Result& row, std::size_t from) const {
  Values values;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (!row.IsNull(from + i)) {
      values.emplace(names_[i], row.String(from + i));
    }
  }
  return values;
}

ObjectType Withheld::Without(ObjectType type) const {
  std::erase_if(type.columns, [&](const TypedColumn& column) { return contains(column.property); });
  return type;
}

std::string WithValues(std::string_view json, const Withheld::Values& values) {
  std::string out = "{";
  const auto append = [&out](std::string_view name, std::string_view rest) {
    if (out.size() > 1) out += ',';
    json::AppendString(out, name);
    out += ':';
    out += rest;
  };
  auto next = values.begin();
  std::size_t at = 1;
  while (at < json.size() && json[at] == '"') {
    const std::size_t key_end = EndOfString(json, at);
    const std::size_t end = EndOfString(json, key_end + 1);
    const std::string_view key = json.substr(at + 1, key_end - at - 2);
    for (; next != values.end() && next->first < key; ++next) {
      append(next->first, next->second);
    }
    if (next != values.end() && next->first == key) ++next;
    if (out.size() > 1) out += ',';
    out += json.substr(at, end - at);
    at = end + 1;
  }
  for (; next != values.end(); ++next) {
    append(next->first, next->second);
  }
  return out += '}';
}

}  // namespace hm::sync
