#include "sync/views/definition_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>

#include "base/digest.h"
#include "sync/store/cells.h"
#include "sync/views/view_joins.h"
#include "sync/views/view_names.h"

namespace hm::sync {
namespace {

constexpr std::size_t kLongestText = 65'535;  // bytes of a TEXT

const SmallTable kPropertyTable{
    "hubspot_properties",
    {"object_type_id", "name"},
    {"object", "label", "type", "field_type", "group_name", "description", "display_order", "calculated",
     "hidden", "hubspot_defined", "has_unique_value", "external_options", "sensitivity", "view_column",
     "view_label_column", "archived"},
    "1"};
constexpr std::size_t kViewColumn = 13;  // among the values
constexpr std::size_t kViewLabelColumn = 14;

const SmallTable kOptionTable{"hubspot_property_options",
                              {"object_type_id", "property", "value"},
                              {"object", "label", "display_order", "hidden", "archived"},
                              "1"};

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

}  // namespace

const SmallTable& PropertiesRows() { return kPropertyTable; }
const SmallTable& OptionsRows() { return kOptionTable; }

std::string FingerprintOf(const Definitions& definitions, const Withheld& withheld) {
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
  return Md5Hex(bytes);
}

SmallTable::Rows PropertyRows(const ObjectType& type, const Definitions& definitions,
                              const SmallTable::Rows& stored) {
  GivenColumns columns(type, stored);
  SmallTable::Rows rows;
  // All columns first: a property's own name goes before another's label.
  for (const hubspot::PropertyDefinition& d : definitions) {
    const SmallTable::Key key{type.type_id, KeyText(d.name)};
    if (!Fits(d.name, kLongestPropertyName) || rows.contains(key)) {
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
    if (!Fits(d.name, kLongestPropertyName)) {
      continue;
    }
    for (const hubspot::PropertyOption& option : d.options) {
      if (Fits(option.value, kLongestOptionValue)) {
        rows.try_emplace({type.type_id, KeyText(d.name), KeyText(option.value)},
                         SmallTable::Cells{type.name, Cut(option.label, 512), Order(option.display_order),
                                           Flag(option.hidden), "0"});
      }
    }
  }
  return rows;
}

}  // namespace hm::sync
