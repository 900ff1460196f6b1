#include "sync/store/small_table.h"

#include <fmt/format.h>

#include "mariadb/identifiers.h"

namespace hm::sync {
namespace {

std::string NameList(const SmallTable& table) {
  std::string names;
  for (const auto* list : {&table.keys, &table.values}) {
    for (const std::string& name : *list) {
      names += (names.empty() ? "" : ", ") + mariadb::QuoteIdentifier(name);
    }
  }
  return names;
}

mariadb::InsertStatement Upsert(const SmallTable& table) {
  std::string row = "(";
  for (std::size_t i = 0; i < table.keys.size() + table.values.size(); ++i) {
    row += "?, ";
  }
  std::string assignments;
  for (const std::string& name : table.values) {
    assignments += fmt::format("{0} = VALUES({0}), ", mariadb::QuoteIdentifier(name));
  }
  return {fmt::format("INSERT INTO {} ({}, synced_at, created_at, updated_at) VALUES ",
                      mariadb::QuoteIdentifier(table.table), NameList(table)),
          row + "UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP())",
          fmt::format(" ON DUPLICATE KEY UPDATE {}synced_at = VALUES(synced_at), updated_at = "
                      "VALUES(updated_at)",
                      assignments)};
}

void Append(mariadb::ColumnBatch& batch, const SmallTable::Key& key, const SmallTable::Cells& cells) {
  std::size_t column = 0;
  for (const std::string& part : key) {
    batch.Append(column++, part);
  }
  for (const std::optional<std::string>& cell : cells) {
    batch.Append(column++, cell ? std::optional<std::string_view>(*cell) : std::nullopt);
  }
}

}  // namespace

SmallTable::Rows SmallTable::Read(mariadb::Transaction& transaction, const std::string& condition) const {
  Rows rows;
  mariadb::Result result =
      transaction.Query(fmt::format("SELECT {} FROM {}{}", NameList(*this), mariadb::QuoteIdentifier(table),
                                    condition.empty() ? "" : " WHERE " + condition));
  while (result.Next()) {
    Key key;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      key.push_back(result.String(i));
    }
    Cells cells;
    for (std::size_t i = keys.size(); i < keys.size() + values.size(); ++i) {
      const auto text = result.Text(i);
      cells.push_back(text ? std::optional<std::string>(*text) : std::nullopt);
    }
    rows[std::move(key)] = std::move(cells);
  }
  return rows;
}

WriteCounts SmallTable::Mirror(mariadb::Transaction& transaction, const std::string& condition,
                               const Rows& wanted) const {
  Rows stored = Read(transaction, condition);
  mariadb::ColumnBatch batch(keys.size() + values.size());
  WriteCounts counts;
  for (const auto& [key, cells] : wanted) {
    const auto found = stored.find(key);
    ++counts.read;
    if (found != stored.end() && found->second == cells) {
      ++counts.unchanged;
    } else {
      Append(batch, key, cells);
    }
  }
  for (auto& [key, cells] : stored) {
    if (!wanted.contains(key) && cells.back() != gone) {
      cells.back() = gone;
      Append(batch, key, cells);
    }
  }
  if (!batch.empty()) {
    transaction.ExecuteBatch(Upsert(*this), batch);
  }
  counts.written = static_cast<std::int64_t>(batch.rows());
  return counts;
}

}  // namespace hm::sync
