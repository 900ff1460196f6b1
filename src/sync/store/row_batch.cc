#include "sync/store/row_batch.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "hubspot/timestamps.h"
#include "json/writer.h"
#include "sync/store/cells.h"
#include "sync/store/content_hash.h"
#include "sync/store/marks.h"
#include "sync/store/view_cells.h"

namespace hm::sync {
namespace {

constexpr std::size_t kMostIdCharacters = 50;

const mariadb::ColumnShape& ShapeOf(const mariadb::TableShape& shape, std::string_view column) {
  const mariadb::ColumnShape* found = shape.Find(column);
  if (found == nullptr) {
    throw Error(ErrorKind::kDatabase, ErrorCode::kTableMissing,
                fmt::format("table {} has no column {}", shape.name, column), "run hubspot-mariadb migrate");
  }
  return *found;
}

std::string_view FindProperty(const hubspot::RecordView& record, std::string_view name) {
  const auto found = std::find_if(record.properties.begin(), record.properties.end(),
                                  [&](const hubspot::PropertyValue& p) { return p.name == name; });
  return found == record.properties.end() ? std::string_view{} : found->value;
}

// Of a name; few have the same.
std::uint8_t Mark(std::string_view name) {
  const char last = name.empty() ? '\0' : name.back();
  return static_cast<std::uint8_t>(name.size() * 31 + static_cast<unsigned char>(last));
}

// Properties as one JSON object. What stands side by side in HubSpot's answer is copied in one piece.
class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_.assign(1, '{'); }

  void Add(const hubspot::PropertyValue& property) {
    if (!run_.empty() && property.json.data() == run_.data() + run_.size() + 1) {
      run_ = {run_.data(), run_.size() + 1 + property.json.size()};
      return;
    }
    CopyRun();
    run_ = property.json;
    if (run_.empty()) {
      AppendComma();
      json::AppendString(out_, property.name);
      out_ += ':';
      json::AppendString(out_, property.value, property.plain);
    }
  }
  void End() {
    CopyRun();
    out_ += '}';
  }

 private:
  void CopyRun() {
    if (!run_.empty()) {
      AppendComma();
      out_ += run_;
    }
  }
  void AppendComma() {
    if (out_.size() > 1) {
      out_ += ',';
    }
  }

  std::string& out_;
  std::string_view run_;  // of the answer, not copied yet
};

std::optional<std::string_view> Keep(const std::optional<std::string>& cell, Arena& arena) {
  return cell ? std::optional(arena.Copy(*cell)) : std::nullopt;
}

}  // namespace

RowBuilder::RowBuilder(const ObjectType& type, const mariadb::TableShape& shape)
    : type_(type), columns_{"id"} {
  for (const TypedColumn& column : type.columns) {
    AddTarget(column.column, column.property, column.kind, shape);
  }
  AddTarget("createdate", type.create_property, CellKind::kDateTime, shape);
  for (const char* name :
       {"lastmodifieddate", "properties_json", "archived", "archived_at", "hs_lastmodifieddate"}) {
    ShapeOf(shape, name);
    columns_.emplace_back(name);
  }
  typed_.resize(targets_.size());
}

void RowBuilder::AddTarget(const std::string& column, std::string_view property, CellKind kind,
                           const mariadb::TableShape& shape) {
  const mariadb::ColumnShape& actual = ShapeOf(shape, column);
  Target target{kind, columns_.size()};
  target.width = actual.char_length.value_or(0);
  target.in_bytes = actual.data_type.ends_with("text");
  target.precision = static_cast<int>(actual.numeric_precision.value_or(0));
  target.scale = static_cast<int>(actual.numeric_scale.value_or(0));
  target_of_property_.emplace(property, targets_.size());
  may_have_target_.at(Mark(property)) = true;
  targets_.push_back(target);
  columns_.push_back(column);
}

void RowBuilder::Build(std::span<const hubspot::RecordView> records, RowBatch& batch) {
  batch.rows.clear();
  batch.refused.clear();
  batch.cells.Clear();
  batch.arena.Clear();
  for (const hubspot::RecordView& record : records) {
    BuildRow(record, batch);
  }
}

void RowBuilder::Add(const Misfits& misfits) {
  for (const auto& [column, count] : misfits) {
    misfits_[column] += count;
  }
}

void RowBuilder::BuildRow(const hubspot::RecordView& record, RowBatch& batch) {
  if (record.id.empty() || record.id.size() > kMostIdCharacters) {
    const std::string json(BuildJson(record, batch));
    const ContentHash hash = HashContent(json);
    batch.refused.push_back({"no id " + std::string(hash.data(), hash.size()), std::string(kNoId),
                             "HubSpot sent a record without a usable id; please report this", json});
    return;
  }
  std::fill(typed_.begin(), typed_.end(), std::nullopt);
  const std::string_view json = BuildJson(record, batch);
  const std::string_view modified = FindProperty(record, type_.last_modified_property);
  const std::int64_t version =
      std::max<std::int64_t>(hubspot::ParseTimestampMillis(modified).value_or(record.updated_at_ms), 0);

  mariadb::ColumnBatch& cells = batch.cells;
  cells.Append(0, record.id);
  for (std::size_t i = 0; i < targets_.size(); ++i) {
    cells.Append(targets_[i].column, typed_[i]);
  }
  std::size_t column = targets_.size() + 1;
  cells.Append(column++, ToDateTimeCell(version, batch.arena));
  cells.Append(column++, json);
  cells.Append(column++, std::string_view(record.archived ? "1" : "0"));
  std::optional<std::string_view> archived_cell;
  if (record.archived_at_ms) {
    archived_cell = ToDateTimeCell(*record.archived_at_ms, batch.arena);
  }
  cells.Append(column++, archived_cell);
  cells.Append(column, batch.arena.Copy(fmt::format_int(version).c_str()));
  batch.rows.push_back({record.id, version, record.archived ? archived_cell.value_or("archived") : "", json,
                        MergedInto(record)});
}

std::optional<std::size_t> RowBuilder::TargetOf(std::string_view property) const {
  if (!may_have_target_.at(Mark(property))) {
    return std::nullopt;
  }
  const auto found = target_of_property_.find(property);
  return found == target_of_property_.end() ? std::nullopt : std::optional(found->second);
}

std::string_view RowBuilder::BuildJson(const hubspot::RecordView& record, RowBatch& batch) {
  JsonObject object(json_);
  for (const hubspot::PropertyValue& property : record.properties) {
    object.Add(property);
    if (const auto target = TargetOf(property.name)) {
      typed_[*target] = Convert(targets_[*target], property.value, batch.arena);
    }
  }
  object.End();
  return batch.arena.Copy(json_);
}

// A cleared property ("") is NULL in a number or time column and no misfit.
std::optional<std::string_view> RowBuilder::Convert(const Target& target, std::string_view value,
                                                    Arena& arena) {
  std::optional<std::string_view> cell;
  switch (target.kind) {
    case CellKind::kText:
      cell = target.in_bytes ? CutBytes(value, target.width) : CutText(value, target.width);
      break;
    case CellKind::kDecimal:
      cell = Keep(ToDecimalCell(value, target.precision, target.scale), arena);
      break;
    case CellKind::kDateTime:
      if (const auto millis = hubspot::ParseTimestampMillis(value)) {
        cell = ToDateTimeCell(*millis, arena);
      }
      break;
    case CellKind::kViewNumber:
      cell = Keep(ToViewNumber(value), arena);
      break;
    case CellKind::kViewDate:
      cell = Keep(ToViewDate(value), arena);
      break;
    case CellKind::kViewDateTime:
      cell = Keep(ToViewDateTime(value), arena);
      break;
    case CellKind::kViewBool:
      cell = Keep(ToViewBool(value), arena);
      break;
  }
  const bool fits = cell && (target.kind != CellKind::kText || cell->size() == value.size());
  if (!fits && !value.empty()) {
    ++misfits_[columns_[target.column]];
  }
  return cell;
}

}  // namespace hm::sync
