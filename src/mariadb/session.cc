#include "mariadb/session.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "mariadb/errors.h"

namespace hm::mariadb {
namespace {

unsigned ParseVersion(std::string_view text) {
  unsigned out = 0;
  for (int part = 0; part < 3; ++part) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    out = out * 100 + (error == std::errc{} ? value : 0);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.starts_with('.')) text.remove_prefix(1);
  }
  return out;
}

// The server's own defaults let '0000-00-00' in, speak latin1, shift TIMESTAMPs by zone and wait for ever.
// sql_mode also pins quoting, so that Quote() cannot be undermined.
std::string SetupStatement(bool is_mariadb, const ConnectionOptions& options) {
  std::string sql = fmt::format(
      "SET time_zone='+00:00', "
      "sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,"
      "NO_ENGINE_SUBSTITUTION', NAMES utf8mb4 COLLATE utf8mb4_bin, innodb_lock_wait_timeout=10, "
      "lock_wait_timeout={}, wait_timeout=600, autocommit=1",
      options.metadata_lock_wait.count());
  if (is_mariadb) {
    // A stopped process must not hold its row locks against the one that takes over.
    sql += fmt::format(
        ", max_statement_time={}, system_versioning_alter_history=KEEP, idle_transaction_timeout=8",
        options.statement_timeout.count());
  }
  return sql;
}

}  // namespace

std::unique_ptr<Connection::Session> Connection::Session::ToAnyOf(const ConnectionOptions& options) {
  if (!options.socket.empty() || options.hosts.size() < 2) return std::make_unique<Session>(options);
  std::optional<ConnectionOptions> answering;
  std::optional<Error> last;
  for (const HostPort& host : options.hosts) {
    ConnectionOptions one = options;
    one.hosts = {host};
    try {
      auto session = std::make_unique<Session>(one);
      if (session->TakesWrites()) return session;
      if (!answering) answering = one;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kConnection) throw;
      last = error;
    }
  }
  if (answering) return std::make_unique<Session>(*answering);
  throw *last;
}

Connection::Session::Session(const ConnectionOptions& options)
    : user_(options.user), database_(options.database) {
  OpenedHandle opened = Open(options);
  address_ = std::move(opened.address);
  handle_ = std::move(opened.handle);
  cancel_ = Descriptor(handle_.get());
  SetUp(options);
}

void Connection::Session::SetUp(const ConnectionOptions& options) {
  ReadServerInfo(options.allow_bulk);
  RefuseOldServer();
  Execute(SetupStatement(server_.is_mariadb, options), "set up the session");
  // The statement is the same everywhere; the variable is tx_isolation or transaction_isolation.
  Execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "set up the session");
}

void Connection::Session::ReadServerInfo(bool allow_bulk) {
  Result row = Query("SELECT VERSION(), @@max_allowed_packet, @@global.read_only, CURRENT_USER()", "connect");
  row.Next();
  server_.version = row.String(0);
  server_.number = ParseVersion(server_.version);
  server_.is_mariadb =
      server_.version.find("MariaDB") != std::string::npos || mariadb_connection(handle_.get()) != 0;
  server_.max_allowed_packet = static_cast<std::size_t>(row.Int(1));
  // MariaDB 12 answers with a word.
  const std::string read_only = row.String(2);
  server_.read_only = read_only != "0" && read_only != "OFF";
  account_ = row.String(3);
  const char* cipher = mysql_get_ssl_cipher(handle_.get());
  server_.tls_cipher = cipher == nullptr ? "" : cipher;
  server_.bulk = allow_bulk && ServerHasBulk();
}

// False on a server that is read-only for this user, and on a Galera node that is cut off.
bool Connection::Session::TakesWrites() try {
  Execute("START TRANSACTION READ WRITE", "begin");
  Execute("ROLLBACK", "begin");
  return true;
} catch (const Error& error) {
  if (error.kind() != ErrorKind::kConnection) throw;
  return false;
}

bool Connection::Session::ServerHasBulk() const {
  unsigned long capabilities = 0;
  unsigned long extended = 0;
  if (mariadb_get_infov(handle_.get(), MARIADB_CONNECTION_SERVER_CAPABILITIES, &capabilities) != 0 ||
      mariadb_get_infov(handle_.get(), MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &extended) != 0) {
    return false;
  }
  // A set CLIENT_MYSQL says that the other side is no MariaDB.
  const bool extended_valid = (capabilities & CLIENT_MYSQL) == 0;
  return extended_valid && (extended & (MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32)) != 0;
}

void Connection::Session::RefuseOldServer() const {
  const unsigned oldest = server_.is_mariadb ? 100500 : 50700;
  if (server_.number >= oldest) return;
  throw Error(ErrorKind::kDatabase, ErrorCode::kServerTooOld,
              fmt::format("{} runs version {}, which is too old: {} is the oldest accepted", address_,
                          server_.version, server_.is_mariadb ? "MariaDB 10.5" : "MySQL 5.7"),
              "upgrade the server (MariaDB 10.11 or newer is best) or connect to a newer one");
}

void Connection::Session::ThrowIfBroken() const {
  if (broken_) throw Error(ErrorKind::kConnection, fmt::format("the connection to {} was lost", address_));
}

void Connection::Session::Fail(unsigned code, const char* sqlstate, const char* message,
                               std::string_view action, bool during_commit) {
  Error error = MakeError(code, sqlstate, message,
                          {.action = action,
                           .server = address_,
                           .user = user_,
                           .database = database_,
                           .account = account_,
                           .during_commit = during_commit});
  if (error.kind() == ErrorKind::kConnection || error.kind() == ErrorKind::kInDoubt) Break();
  throw error;
}

void Connection::Session::Send(std::string_view sql, std::string_view action, bool during_commit) {
  ThrowIfBroken();
  InitThread();
  if (mysql_real_query(handle_.get(), sql.data(), sql.size()) == 0) return;
  Fail(mysql_errno(handle_.get()), mysql_sqlstate(handle_.get()), mysql_error(handle_.get()), action,
       during_commit);
}

Result Connection::Session::Query(std::string_view sql, std::string_view action) {
  Send(sql, action, false);
  MYSQL_RES* rows = mysql_store_result(handle_.get());
  if (rows == nullptr && mysql_errno(handle_.get()) != 0) {
    Fail(mysql_errno(handle_.get()), mysql_sqlstate(handle_.get()), mysql_error(handle_.get()), action,
         false);
  }
  return Result(rows);
}

std::uint64_t Connection::Session::Execute(std::string_view sql, std::string_view action,
                                           bool during_commit) {
  Send(sql, action, during_commit);
  // A statement that turns out to have rows must be read to its end.
  if (mysql_field_count(handle_.get()) != 0) {
    const Result rows(mysql_store_result(handle_.get()));
    return 0;
  }
  return mysql_affected_rows(handle_.get());
}

void Connection::Session::AppendQuoted(std::string& out, std::string_view value) const {
  const std::size_t at = out.size();
  out.resize(at + value.size() * 2 + 3);
  out[at] = '\'';
  const unsigned long length =
      mysql_real_escape_string(handle_.get(), out.data() + at + 1, value.data(), value.size());
  out.resize(at + 1 + length);
  out += '\'';
}

std::string Connection::Session::Quote(std::string_view value) const {
  std::string out;
  AppendQuoted(out, value);
  return out;
}

void Connection::Session::Ping() {
  ThrowIfBroken();
  InitThread();
  if (mysql_ping(handle_.get()) == 0) return;
  Fail(mysql_errno(handle_.get()), mysql_sqlstate(handle_.get()), mysql_error(handle_.get()), "ping", false);
}

void Connection::Session::Cancel() noexcept { cancel_.ShutDown(); }

}  // namespace hm::mariadb
