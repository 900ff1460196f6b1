// What an object's table holds of the records in hand, looked up before they are written: far cheaper than to
// write what did not change.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mariadb/result.h"
#include "sync/sensitive/withheld.h"
#include "sync/store/row_batch.h"
#include "sync/store/write_session.h"

namespace hm::sync {

struct HeldRow {
  std::int64_t version;
  std::string archived_at;  // "" for a live row
  std::int64_t checksum;    // of properties_json; -1 when there is none
  Withheld::Values withheld{};
};
using HeldRows = std::unordered_map<std::string, HeldRow>;  // by id

// Not thread-safe. All must outlive it.
class RowLookUp {
 public:
  using Query = std::function<mariadb::Result(std::string_view sql)>;  // in a transaction or outside

  RowLookUp(WriteSession& session, const ObjectType& type) : session_(session), type_(type) {}

  // Whether batches hold all records between their first id and their last, as pages of the list do: those
  // that follow one another are looked up by that range then, which costs a fraction.
  void ExpectPages(bool pages) { pages_ = pages; }
  // Reads the values of these too.
  void KeepWithheld(const Withheld& withheld) { withheld_ = &withheld; }

  HeldRows Read(const Query& query, std::span<const RowBatch* const> batches);

 private:
  std::string StoredColumns() const;
  void Take(mariadb::Result rows, HeldRows& held) const;
  // False, and nothing is added, when these are no range or the table has far more rows there, or had a
  // moment ago.
  bool ReadRange(const Query& query, std::span<const std::string_view> ids, HeldRows& held);

  WriteSession& session_;
  const ObjectType& type_;
  bool pages_ = false;
  int crowded_ = 0;                     // look-ups by range not to be tried
  const Withheld* withheld_ = nullptr;  // null or empty: nothing is
};

}  // namespace hm::sync
