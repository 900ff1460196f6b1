// Bulk and multi-row inserts of a Session.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "mariadb/session.h"

namespace hm::mariadb {
namespace {

// Measured: multi-row text is fastest at 500 rows, bulk does not gain beyond 1,000.
constexpr std::size_t kTextRows = 500;
constexpr std::size_t kBulkRows = 10000;
// What a server keeps in its cache while it works on it. Below what gets a mapping of its own (main.cc):
// libmariadb makes a statement in memory that it gives back at once.
constexpr std::size_t kBulkBytes = std::size_t{240} << 10;
// Most of what a cell costs beside its bytes: indicator and length, or quotes and comma.
constexpr std::size_t kCellOverhead = 10;
constexpr std::size_t kMaxStatements = 64;

std::size_t RowBytes(const ColumnBatch& batch, std::size_t row, bool text) {
  std::size_t bytes = 0;
  for (std::size_t c = 0; c < batch.column_count(); ++c) {
    const std::size_t size = batch.Text(c, row).size();
    bytes += (text ? size * 2 : size) + kCellOverhead;
  }
  return bytes;
}

// The row template with a marker where each ? stands.
std::vector<std::string_view> SplitRow(std::string_view row, std::size_t columns) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (auto mark = row.find('?'); mark != std::string_view::npos; mark = row.find('?', begin)) {
    parts.push_back(row.substr(begin, mark - begin));
    begin = mark + 1;
  }
  parts.push_back(row.substr(begin));
  if (parts.size() != columns + 1) {
    throw Error(ErrorKind::kBug, fmt::format("insert has {} ? for {} columns", parts.size() - 1, columns));
  }
  return parts;
}

// A text is looked at character by character on its way to a column, and once more before that when it comes
// as a string: a tenth of what the server does for a row with a large one.
bool HasLargeText(const ColumnBatch& batch, std::size_t column, std::size_t begin, std::size_t end) {
  constexpr unsigned long kLarge = 512;
  const unsigned long* const lengths = batch.lengths(column, begin);
  return std::any_of(lengths, lengths + (end - begin), [](unsigned long length) { return length > kLarge; });
}

// libmariadb's structure serves reading and writing alike, hence the casts; it only reads while sending.
MYSQL_BIND Bind(const ColumnBatch& batch, std::size_t column, std::size_t row, std::size_t end) {
  MYSQL_BIND bind{};
  bind.buffer_type = HasLargeText(batch, column, row, end) ? MYSQL_TYPE_BLOB : MYSQL_TYPE_STRING;
  bind.buffer = static_cast<void*>(const_cast<const char**>(batch.data(column, row)));
  bind.length = const_cast<unsigned long*>(batch.lengths(column, row));
  bind.u.indicator = const_cast<char*>(batch.indicators(column, row));
  return bind;
}

}  // namespace

std::size_t Connection::Session::ChunkEnd(const InsertStatement& statement, const ColumnBatch& batch,
                                          std::size_t begin) const {
  const bool text = !server_.bulk;
  const std::size_t budget = text ? server_.max_allowed_packet / 2
                                  : std::min<std::size_t>(server_.max_allowed_packet / 2, kBulkBytes);
  const std::size_t max_rows = text ? kTextRows : kBulkRows;
  const std::size_t template_bytes = text ? statement.row.size() + 2 : 0;
  std::size_t bytes = statement.head.size() + statement.tail.size() + kCellOverhead;
  std::size_t end = begin;
  while (end < batch.rows() && end - begin < max_rows) {
    bytes += RowBytes(batch, end, text) + template_bytes;
    if (bytes > budget && end > begin) break;
    ++end;
    if (bytes > server_.max_allowed_packet) {
      throw Error(ErrorKind::kData, ErrorCode::kPacketTooSmall,
                  "row is larger than the server's max_allowed_packet",
                  "raise max_allowed_packet on the server");
    }
  }
  return end;
}

MYSQL_STMT* Connection::Session::Prepared(const std::string& sql, std::size_t parameters) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return found->second.get();
  if (statements_.size() >= kMaxStatements) statements_.clear();
  Statement statement(mysql_stmt_init(handle_.get()));
  if (statement == nullptr) throw Error(ErrorKind::kBug, "no memory for a statement");
  if (mysql_stmt_prepare(statement.get(), sql.data(), sql.size()) != 0) {
    Fail(mysql_stmt_errno(statement.get()), mysql_stmt_sqlstate(statement.get()),
         mysql_stmt_error(statement.get()), "prepare a write", false);
  }
  if (mysql_stmt_param_count(statement.get()) != parameters) {
    throw Error(ErrorKind::kBug, fmt::format("insert does not have {} parameters", parameters));
  }
  return statements_.emplace(sql, std::move(statement)).first->second.get();
}

std::uint64_t Connection::Session::ExecuteBulk(const InsertStatement& insert, const ColumnBatch& batch,
                                               std::size_t begin, std::size_t end) {
  const std::string sql = insert.head + insert.row + insert.tail;
  MYSQL_STMT* statement = Prepared(sql, batch.column_count());
  std::vector<MYSQL_BIND> binds;
  for (std::size_t c = 0; c < batch.column_count(); ++c) binds.push_back(Bind(batch, c, begin, end));
  const auto rows = static_cast<unsigned>(end - begin);
  if (mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &rows) == 0 &&
      mysql_stmt_bind_param(statement, binds.data()) == 0 && mysql_stmt_execute(statement) == 0) {
    return mysql_stmt_affected_rows(statement);
  }
  const unsigned code = mysql_stmt_errno(statement);
  const std::string sqlstate = mysql_stmt_sqlstate(statement);
  const std::string message = mysql_stmt_error(statement);
  // A failed statement may need a reset or a new preparation: simpler is a new one.
  statements_.erase(sql);
  Fail(code, sqlstate.c_str(), message.c_str(), "write rows", false);
}

std::uint64_t Connection::Session::ExecuteText(const InsertStatement& insert, const ColumnBatch& batch,
                                               std::size_t begin, std::size_t end) {
  const auto parts = SplitRow(insert.row, batch.column_count());
  std::string sql = insert.head;
  for (std::size_t row = begin; row < end; ++row) {
    if (row != begin) sql += ',';
    for (std::size_t c = 0; c < batch.column_count(); ++c) {
      sql += parts[c];
      if (batch.IsNull(c, row)) {
        sql += "NULL";
      } else {
        AppendQuoted(sql, batch.Text(c, row));
      }
    }
    sql += parts.back();
  }
  sql += insert.tail;
  return Execute(sql, "write rows");
}

std::uint64_t Connection::Session::ExecuteBatch(const InsertStatement& insert, const ColumnBatch& batch) {
  ThrowIfBroken();
  InitThread();
  if (!batch.Complete()) throw Error(ErrorKind::kBug, "batch has columns of unequal length");
  std::uint64_t affected = 0;
  for (std::size_t begin = 0; begin < batch.rows();) {
    const std::size_t end = ChunkEnd(insert, batch, begin);
    affected +=
        server_.bulk ? ExecuteBulk(insert, batch, begin, end) : ExecuteText(insert, batch, begin, end);
    begin = end;
  }
  return affected;
}

}  // namespace hm::mariadb
