#include "sync/store/row_look_up.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "mariadb/identifiers.h"
#include "sync/objects/record_ids.h"

namespace hm::sync {
namespace {

using mariadb::QuoteIdentifier;

// Rows between those of a page that the page has not, such as archived ones: more of them are not read.
constexpr std::size_t kRowsBetween = 50;
// Where there are more, so many look-ups that follow do not try: those rows were read for nothing.
constexpr int kCrowdedRanges = 4;

}  // namespace

std::string RowLookUp::StoredColumns() const {
  // Bare columns: IFNULL around a checksum makes the server count in decimals, a seventh of the look-up.
  return fmt::format(
      "SELECT id, hs_lastmodifieddate, archived, archived_at, CRC32(properties_json){} FROM {} ",
      withheld_ == nullptr ? "" : withheld_->Columns(session_.connection()), QuoteIdentifier(type_.table));
}

void RowLookUp::Take(mariadb::Result rows, HeldRows& held) const {
  while (rows.Next()) {
    const bool archived = rows.Int(2) != 0;
    held.emplace(rows.String(0),
                 HeldRow{rows.OptionalInt(1).value_or(0),
                         std::string(archived ? rows.Text(3).value_or("archived") : std::string_view{}),
                         rows.OptionalInt(4).value_or(-1),
                         withheld_ == nullptr ? Withheld::Values{} : withheld_->Read(rows, 5)});
  }
}

bool RowLookUp::ReadRange(const Query& query, std::span<const std::string_view> ids, HeldRows& held) {
  if (crowded_ > 0) {
    --crowded_;
    return false;
  }
  // By text, as the table has them.
  if (ids.size() < 2 || !std::ranges::is_sorted(ids)) {
    return false;
  }
  const std::size_t most = ids.size() + ids.size() / 4 + kRowsBetween;
  mariadb::Result rows = query(fmt::format("{} FORCE INDEX (PRIMARY) WHERE id BETWEEN {} AND {} LIMIT {}",
                                           StoredColumns(), session_.connection().Quote(ids.front()),
                                           session_.connection().Quote(ids.back()), most));
  if (rows.row_count() == most) {
    crowded_ = kCrowdedRanges;
    return false;
  }
  Take(std::move(rows), held);
  return true;
}

HeldRows RowLookUp::Read(const Query& query, std::span<const RowBatch* const> batches) {
  HeldRows held;
  std::vector<std::string_view> ids;
  std::size_t unread = 0;  // where those of `ids` begin that no range has been tried for
  for (std::size_t i = 0; i < batches.size(); ++i) {
    for (const RowBatch::Row& row : batches[i]->rows) {
      ids.push_back(row.id);
    }
    const bool ends = i + 1 == batches.size() || !batches[i + 1]->follows;
    if (pages_ && ends && ReadRange(query, std::span(ids).subspan(unread), held)) {
      ids.resize(unread);
    }
    unread = ends ? ids.size() : unread;
  }
  if (!ids.empty()) {
    Take(query(fmt::format("{} WHERE id IN ({})", StoredColumns(), QuotedIds(session_.connection(), ids))),
         held);
  }
  return held;
}

}  // namespace hm::sync
