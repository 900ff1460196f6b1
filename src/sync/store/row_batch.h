// From records to rows: the one place that knows how a record's properties become the cells of its table.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "hubspot/record_page.h"
#include "mariadb/column_batch.h"
#include "mariadb/ddl.h"
#include "sync/objects/object_types.h"

namespace hm::sync {

// Values that a typed column could not hold, by column name; they stand whole in properties_json.
using Misfits = std::map<std::string, std::int64_t>;

// A record that no row can be made of or the table refuses; quarantine.h keeps it.
struct RefusedRecord {
  std::string id;      // made up of its content where it has none
  std::string code;    // one of those below
  std::string reason;  // for a person
  std::string json;    // its properties, "" when they are not known
};
inline constexpr std::string_view kNoId = "no_id";
inline constexpr std::string_view kRefusedByDatabase = "refused";
inline constexpr std::string_view kNotGiven = "not_given";  // HubSpot lists it and does not give it

// Rows ready to bind. Cells point into the record page the rows were made of, and into the arena here: the
// page must live as long as the batch. Not thread-safe.
struct RowBatch {
  struct Row {
    std::string_view id;
    std::int64_t version;                  // last-modified, milliseconds since 1970
    std::string_view archived_at;          // as the column has it; "" for a live record
    std::string_view json;                 // properties_json
    std::vector<std::string_view> merged;  // ids of records that were merged into this one
  };
  explicit RowBatch(std::size_t columns) : cells(columns) {}

  std::vector<Row> rows;
  bool follows = false;  // a page of a list right behind that of the batch before: nothing lies between
  std::vector<RefusedRecord> refused;
  mariadb::ColumnBatch cells;  // one row for each of `rows`, columns as RowBuilder::columns()
  Arena arena;
};

// Not thread-safe. `type` must outlive it.
class RowBuilder {
 public:
  // `shape`: the table as it is; a text is cut to the width its column really has.
  RowBuilder(const ObjectType& type, const mariadb::TableShape& shape);

  // Columns of the batch, in order: id first, the version last.
  const std::vector<std::string>& columns() const { return columns_; }

  // Replaces the content of `batch`. A record without a usable id is among its `refused`.
  void Build(std::span<const hubspot::RecordView> records, RowBatch& batch);

  const Misfits& misfits() const { return misfits_; }
  Misfits TakeMisfits() { return std::exchange(misfits_, {}); }
  // Counts those of another builder as well.
  void Add(const Misfits& misfits);

 private:
  struct Target {
    CellKind kind;
    std::size_t column;
    std::size_t width = 0;  // for kText: characters, or bytes
    bool in_bytes = false;
    int precision = 0;  // for kDecimal
    int scale = 0;
  };

  // `property` must outlive this.
  void AddTarget(const std::string& column, std::string_view property, CellKind kind,
                 const mariadb::TableShape& shape);
  void BuildRow(const hubspot::RecordView& record, RowBatch& batch);
  std::string_view BuildJson(const hubspot::RecordView& record, RowBatch& batch);
  // Index of the target, nullopt when the property has none.
  std::optional<std::size_t> TargetOf(std::string_view property) const;
  std::optional<std::string_view> Convert(const Target& target, std::string_view value, Arena& arena);

  const ObjectType& type_;
  std::vector<std::string> columns_;
  std::vector<Target> targets_;
  std::unordered_map<std::string_view, std::size_t> target_of_property_;
  std::array<bool, 256> may_have_target_{};             // by a mark of the name: most properties have none
  std::vector<std::optional<std::string_view>> typed_;  // of the record in hand, one a target
  std::string json_;                                    // scratch
  Misfits misfits_;
};

}  // namespace hm::sync
