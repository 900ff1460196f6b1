#include "mariadb/connect.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "mariadb/errors.h"

namespace hm::mariadb {
namespace {

// One place to try.
struct Address {
  std::string host;  // "" on a socket
  unsigned port = 0;
  std::string socket;  // "" over TCP

  std::string Name() const { return socket.empty() ? fmt::format("{}:{}", host, port) : socket; }
};

constexpr std::uint16_t kDefaultPort = 3306;
// Debian's, and the usual ones of other builds.
constexpr std::array kDefaultSockets{"/run/mysqld/mysqld.sock", "/var/lib/mysql/mysql.sock",
                                     "/tmp/mysql.sock"};
// A server counts a connection until its thread has noticed that it was closed, also one of our own.
constexpr Millis kUntilClosedIsGone{1'000};
constexpr Millis kBetweenAttempts{50};

Address Resolve(const HostPort& at) {
  if (at.host != "localhost") return {at.host, at.port, {}};
  if (at.port == kDefaultPort) {
    for (const char* path : kDefaultSockets) {
      if (access(path, F_OK) == 0) return {{}, 0, path};
    }
  }
  return {"127.0.0.1", at.port, {}};
}

void SetFlag(MYSQL* handle, mysql_option option, bool on) {
  const my_bool value = on ? 1 : 0;
  mysql_optionsv(handle, option, &value);
}

void SetSeconds(MYSQL* handle, mysql_option option, std::chrono::seconds value) {
  const auto seconds = static_cast<unsigned>(value.count());
  mysql_optionsv(handle, option, &seconds);
}

void SetText(MYSQL* handle, mysql_option option, const std::string& value) {
  if (!value.empty()) mysql_optionsv(handle, option, value.c_str());
}

void SetTls(MYSQL* handle, const ConnectionOptions& options, TlsMode mode) {
  SetFlag(handle, MYSQL_OPT_SSL_ENFORCE, mode != TlsMode::kOff);
  SetFlag(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, mode == TlsMode::kVerify);
  if (mode == TlsMode::kOff) return;
  if (mode != TlsMode::kPreferred) SetText(handle, MYSQL_OPT_SSL_CA, options.tls_ca);
  SetText(handle, MYSQL_OPT_SSL_CERT, options.tls_cert);
  SetText(handle, MYSQL_OPT_SSL_KEY, options.tls_key);
}

// A server chooses the plugin; without this a false one could ask for the password in clear text. Over a
// verified connection or a socket it may (PAM, LDAP).
void SetAllowedAuth(MYSQL* handle, const ConnectionOptions& options) {
  std::string plugins = "mysql_native_password,client_ed25519,caching_sha2_password,sha256_password,parsec";
  if (!options.socket.empty() || options.tls == TlsMode::kVerify) plugins += ",dialog,mysql_clear_password";
  mysql_optionsv(handle, MARIADB_OPT_RESTRICTED_AUTH, plugins.c_str());
}

Handle Prepare(const ConnectionOptions& options, TlsMode mode) {
  Handle handle(mysql_init(nullptr));
  if (handle == nullptr) throw Error(ErrorKind::kBug, "no memory for a database connection");
  MYSQL* h = handle.get();
  SetSeconds(h, MYSQL_OPT_CONNECT_TIMEOUT, options.connect_timeout);
  SetSeconds(h, MYSQL_OPT_READ_TIMEOUT, options.read_timeout);
  SetSeconds(h, MYSQL_OPT_WRITE_TIMEOUT, options.read_timeout);
  SetFlag(h, MYSQL_OPT_RECONNECT, false);
  // The default of 1 would let a hostile server read our files.
  const unsigned no_local_infile = 0;
  mysql_optionsv(h, MYSQL_OPT_LOCAL_INFILE, &no_local_infile);
  mysql_optionsv(h, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_optionsv(h, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "hubspot-mariadb");
  SetAllowedAuth(h, options);
  SetTls(h, options, mode);
  return handle;
}

Error ConnectError(MYSQL* handle, const ConnectionOptions& options, const Address& address) {
  return MakeError(mysql_errno(handle), mysql_sqlstate(handle), mysql_error(handle),
                   {.action = "connect",
                    .server = address.Name(),
                    .user = options.user,
                    .database = options.database,
                    .account = {}});
}

void RequireCipher(MYSQL* handle, const Address& address) {
  // libmariadb 3.3 goes on in plaintext when ENFORCE meets a server without TLS (measured).
  if (mysql_get_ssl_cipher(handle) != nullptr) return;
  throw Error(ErrorKind::kConnection, ErrorCode::kNoTls,
              fmt::format("{} does not offer TLS, but TLS is required", address.Name()),
              "turn TLS on in the server, or set DB_TLS to preferred or off (docs/mariadb.md)");
}

Handle OpenOnce(const ConnectionOptions& options, const Address& address, TlsMode mode) {
  Handle handle = Prepare(options, mode);
  const std::string& password = options.password.Reveal();
  // Never a null password: libmariadb would read MYSQL_PWD.
  const MYSQL* ok = mysql_real_connect(
      handle.get(), address.host.empty() ? nullptr : address.host.c_str(), options.user.c_str(),
      password.c_str(), options.database.empty() ? nullptr : options.database.c_str(), address.port,
      address.socket.empty() ? nullptr : address.socket.c_str(), 0);
  if (ok == nullptr) {
    constexpr unsigned kTlsError = 2026;
    if (mode == TlsMode::kPreferred && mysql_errno(handle.get()) == kTlsError) {
      return OpenOnce(options, address, TlsMode::kOff);
    }
    throw ConnectError(handle.get(), options, address);
  }
  if (mode == TlsMode::kRequired || mode == TlsMode::kVerify) RequireCipher(handle.get(), address);
  return handle;
}

Handle OpenWhenThereIsRoom(const ConnectionOptions& options, const Address& address, TlsMode mode) {
  const SteadyTime until = std::chrono::steady_clock::now() + kUntilClosedIsGone;
  while (true) {
    try {
      return OpenOnce(options, address, mode);
    } catch (const Error& e) {
      if (e.code() != ErrorCode::kServerFull || std::chrono::steady_clock::now() > until) throw;
    }
    std::this_thread::sleep_for(kBetweenAttempts);
  }
}

Address AddressOf(const ConnectionOptions& options) {
  if (!options.socket.empty()) return {{}, 0, options.socket};
  if (options.hosts.empty()) throw Error(ErrorKind::kConfig, "no database host or socket is set");
  return Resolve(options.hosts.front());
}

}  // namespace

Descriptor::Descriptor(MYSQL* handle) : fd_(fcntl(mysql_get_socket(handle), F_DUPFD_CLOEXEC, 0)) {}

Descriptor::~Descriptor() {
  if (fd_ >= 0) close(fd_);
}

void Descriptor::ShutDown() const noexcept {
  if (fd_ >= 0) shutdown(fd_, SHUT_RDWR);
}

void InitThread() {
  static std::once_flag once;
  std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
  struct Guard {
    Guard() { mysql_thread_init(); }
    ~Guard() { mysql_thread_end(); }
  };
  thread_local const Guard guard;
}

OpenedHandle Open(const ConnectionOptions& options) {
  InitThread();
  const Address address = AddressOf(options);
  const TlsMode mode = address.socket.empty() ? options.tls : TlsMode::kOff;
  return {OpenWhenThereIsRoom(options, address, mode), address.Name()};
}

}  // namespace hm::mariadb
