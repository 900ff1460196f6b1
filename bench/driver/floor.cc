#include "floor.h"

#include <fmt/format.h>

#include "mariadb/identifiers.h"
#include "mariadb/transaction.h"
#include "stage.h"

namespace hm::bench {
namespace {

constexpr const char* kTable = "bench_floor";

mariadb::InsertStatement Statement(const std::vector<std::string>& columns) {
  std::string names;
  std::string marks;
  std::string assignments;
  for (const std::string& column : columns) {
    const std::string name = mariadb::QuoteIdentifier(column);
    names += name + ", ";
    marks += "?, ";
    if (column != "id") assignments += fmt::format(", {0} = VALUES({0})", name);
  }
  return {fmt::format("INSERT INTO {} ({}synced_at, created_at, updated_at) VALUES ", kTable, names),
          fmt::format("({}UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP())", marks),
          " ON DUPLICATE KEY UPDATE synced_at = VALUES(synced_at)" + assignments};
}

}  // namespace

Rows::Rows(mariadb::Connection& connection, std::size_t most) {
  mariadb::Result names = connection.Query(
      "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = "
      "'hubspot_contacts' AND column_name NOT IN ('synced_at', 'created_at', 'updated_at', 'merged_into') "
      "ORDER BY ordinal_position");
  std::string list;
  while (names.Next()) {
    columns_.push_back(names.String(0));
    list += (list.empty() ? "" : ", ") + mariadb::QuoteIdentifier(columns_.back());
  }
  mariadb::Result rows =
      connection.Query(fmt::format("SELECT {} FROM hubspot_contacts ORDER BY id LIMIT {}", list, most));
  while (rows.Next()) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      cells_.push_back(rows.IsNull(i) ? std::nullopt : std::optional(rows.String(i)));
    }
  }
}

double Rows::mean_json_bytes() const {
  const auto at = static_cast<std::size_t>(std::ranges::find(columns_, "properties_json") - columns_.begin());
  std::size_t bytes = 0;
  for (std::size_t row = 0; row < size(); ++row) bytes += cells_[row * columns_.size() + at]->size();
  return static_cast<double>(bytes) / static_cast<double>(size());
}

void Rows::Fill(mariadb::ColumnBatch& batch, std::size_t begin, std::size_t end) const {
  batch.Clear();
  for (std::size_t row = begin; row < end; ++row) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      const auto& cell = cells_[row * columns_.size() + column];
      batch.Append(column, cell ? std::optional<std::string_view>(*cell) : std::nullopt);
    }
  }
}

double WriteAll(const mariadb::ConnectionOptions& options, const Rows& rows, Way way, std::size_t rows_each) {
  mariadb::ConnectionOptions how = options;
  how.allow_bulk = way == Way::kBulk;
  mariadb::Connection connection(how);
  connection.Execute(fmt::format("CREATE OR REPLACE TABLE {} LIKE hubspot_contacts", kTable));
  if (way == Way::kBulk) connection.Execute("SET check_constraint_checks = 0");
  const mariadb::InsertStatement statement = Statement(rows.columns());
  mariadb::ColumnBatch batch(rows.columns().size());
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t begin = 0; begin < rows.size(); begin += rows_each) {
    rows.Fill(batch, begin, std::min(begin + rows_each, rows.size()));
    mariadb::Transaction transaction(connection);
    transaction.ExecuteBatch(statement, batch);
    transaction.Commit();
  }
  const double seconds = Seconds(start);
  connection.Execute(fmt::format("DROP TABLE {}", kTable));
  return seconds;
}

}  // namespace hm::bench
