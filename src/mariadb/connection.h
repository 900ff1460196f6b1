// One session with a MariaDB (10.5 or newer) or MySQL (5.7 or newer) server. Move-only; closes on
// destruction. One thread at a time, except Cancel(). Statements that write rows run on a Transaction
// (transaction.h); Execute() here is for DDL and session settings, which commit by themselves.
//
// Every session speaks utf8mb4, UTC, strict mode and READ COMMITTED, whatever the server's defaults are, with
// autocommit on. LOAD DATA LOCAL, reconnecting and several statements in one are off.
//
// All functions throw Error. After an error of kind kConnection or kInDoubt the connection is broken(): drop
// it and make a new one; every further call throws kConnection at once.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "mariadb/result.h"

namespace hm::mariadb {

struct HostPort {
  std::string host;
  std::uint16_t port = 3306;
};

enum class TlsMode {
  kOff,
  kPreferred,  // TLS when the server offers it, plaintext otherwise; no certificate check
  kRequired,   // refuses plaintext; checks the chain only when tls_ca is set
  kVerify,     // refuses plaintext; checks chain (tls_ca or the system's) and host name
};

struct ConnectionOptions {
  // Tried in turn until one takes writes; when none does, the first that answers. "localhost" with port 3306
  // means the default unix socket when there is one.
  std::vector<HostPort> hosts = {};
  // Path of a unix socket; wins over hosts. TLS is not used on a socket: the bytes never leave the machine.
  std::string socket = {};
  std::string user = {};
  Secret password = {};
  std::string database = {};  // "" for none
  TlsMode tls = TlsMode::kOff;
  std::string tls_ca = {};
  std::string tls_cert = {};
  std::string tls_key = {};
  std::chrono::seconds connect_timeout{10};
  // A read that gets no byte for so long fails with kConnection; above statement_timeout. 0 waits for ever.
  std::chrono::seconds read_timeout{70};
  // The server ends a statement after this (MariaDB only). 0 is no limit.
  std::chrono::seconds statement_timeout{60};
  // How long DDL waits for those that use the table (they hold a metadata lock), and others queue behind it.
  std::chrono::seconds metadata_lock_wait{30};
  // False sends multi-row text in place of bulk arrays, as to servers without the bulk protocol.
  bool allow_bulk = true;
};

struct ServerInfo {
  std::string version;      // "10.11.19-MariaDB-0+deb12u1"
  unsigned number = 0;      // 101119
  bool is_mariadb = false;  // else MySQL
  bool bulk = false;        // array binding is usable and allowed
  bool read_only = false;   // @@global.read_only
  std::size_t max_allowed_packet = 0;
  std::string tls_cipher;  // "" for plaintext
};

class Connection {
 public:
  // Connects or throws: kConnection (not reachable, TLS, too many connections for a second), kDatabase
  // (rights, password, missing database, server too old).
  explicit Connection(const ConnectionOptions& options);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // A read outside any transaction. Asked again, twice at most, when the server ends it for another's sake:
  // on Galera DDL does that to every statement that uses the table, reads too (1213).
  Result Query(std::string_view sql);
  // DDL or a session setting; kBug while a Transaction is open, because DDL would commit it.
  void Execute(std::string_view sql);

  // 'value', escaped for this session.
  std::string Quote(std::string_view value) const;

  const ServerInfo& server() const;
  // "db.example:3306" or the socket path.
  const std::string& address() const;
  const std::string& database() const;

  void Ping();
  bool broken() const;

  // Any thread, while this object lives and is not being moved: makes the running and all further calls fail
  // with kConnection. What the server had in hand may still take effect, as with any lost connection.
  void Cancel() noexcept;

 private:
  friend class Transaction;
  class Session;  // session.h
  std::unique_ptr<Session> session_;
};

}  // namespace hm::mariadb
