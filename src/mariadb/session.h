// What a Connection and its Transaction share: the client handle, its facts and its prepared statements.
// Internal to mariadb/.
#pragma once

#include <mysql.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "mariadb/column_batch.h"
#include "mariadb/connect.h"
#include "mariadb/connection.h"

namespace hm::mariadb {

class Connection::Session {
 public:
  // The first host that takes writes; without one, the first that answers at all. Throws the last host's
  // error when none does, and the first that is a refusal.
  static std::unique_ptr<Session> ToAnyOf(const ConnectionOptions& options);
  // Connects to the socket or the first host, and sets the session up.
  explicit Session(const ConnectionOptions& options);

  Result Query(std::string_view sql, std::string_view action = "query");
  // Affected rows.
  std::uint64_t Execute(std::string_view sql, std::string_view action, bool during_commit = false);
  std::uint64_t ExecuteBatch(const InsertStatement& statement, const ColumnBatch& batch);
  std::string Quote(std::string_view value) const;
  void AppendQuoted(std::string& out, std::string_view value) const;
  void Ping();
  void Cancel() noexcept;
  // Gives the session up: the server rolls back once the handle closes.
  void Break() noexcept {
    Cancel();
    broken_ = true;
  }

  const ServerInfo& server() const { return server_; }
  const std::string& address() const { return address_; }
  const std::string& database() const { return database_; }
  bool broken() const { return broken_; }
  bool in_transaction = false;

 private:
  struct CloseStatement {
    void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
  };
  using Statement = std::unique_ptr<MYSQL_STMT, CloseStatement>;

  void SetUp(const ConnectionOptions& options);
  void ReadServerInfo(bool allow_bulk);
  void RefuseOldServer() const;
  bool TakesWrites();
  bool ServerHasBulk() const;
  void ThrowIfBroken() const;
  void Send(std::string_view sql, std::string_view action, bool during_commit);
  [[noreturn]] void Fail(unsigned code, const char* sqlstate, const char* message, std::string_view action,
                         bool during_commit);
  MYSQL_STMT* Prepared(const std::string& sql, std::size_t parameters);
  std::uint64_t ExecuteBulk(const InsertStatement& statement, const ColumnBatch& batch, std::size_t begin,
                            std::size_t end);
  std::uint64_t ExecuteText(const InsertStatement& statement, const ColumnBatch& batch, std::size_t begin,
                            std::size_t end);
  std::size_t ChunkEnd(const InsertStatement& statement, const ColumnBatch& batch, std::size_t begin) const;

  std::string address_;
  std::string user_;
  std::string database_;
  std::string account_;
  ServerInfo server_;
  bool broken_ = false;
  // A second descriptor of the socket: libmariadb may close its own while Cancel() runs on another thread.
  Descriptor cancel_;
  Handle handle_;
  // After handle_: statements close first.
  std::unordered_map<std::string, Statement> statements_;
};

}  // namespace hm::mariadb
