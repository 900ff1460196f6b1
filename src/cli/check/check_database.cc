#include <fmt/format.h>

#include <map>

#include "cli/check/checks.h"
#include "cli/services.h"
#include "mariadb/identifiers.h"
#include "sync/store/lease.h"
#include "sync/store/meta.h"
#include "sync/store/migrate.h"
#include "sync/store/tables.h"

namespace hm::cli {
namespace {

constexpr std::size_t kSmallPacket = std::size_t{16} << 20U;

// Name and value of each variable or status.
std::map<std::string, std::string> Variables(mariadb::Connection& connection, const std::string& show) {
  std::map<std::string, std::string> out;
  mariadb::Result rows = connection.Query(show);
  while (rows.Next()) {
    out[rows.String(0)] = rows.String(1);
  }
  return out;
}

bool IsTable(mariadb::Connection& connection, const std::string& name) {
  return connection
      .Query("SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = " +
             connection.Quote(name))
      .Next();
}

// Whether the bytes leave the machine.
bool LeavesMachine(const std::string& address) {
  return !address.starts_with('/') && !address.starts_with("127.0.0.1:") && !address.starts_with("::1:");
}

void CheckEncryption(Report& report, mariadb::Connection& connection, const config::Settings& settings) {
  const std::string& cipher = connection.server().tls_cipher;
  const std::string& address = connection.address();
  if (cipher.empty()) {
    if (!LeavesMachine(address)) {
      report.Ok("encryption", "none, and none needed: the bytes do not leave this machine");
      return;
    }
    report.Warning("encryption", fmt::format("the connection to {} is not encrypted", address),
                   "turn TLS on in the server and set DB_TLS=verify (docs/mariadb.md)");
    return;
  }
  auto status = Variables(connection, "SHOW SESSION STATUS LIKE 'Ssl_version'");
  const std::string how = fmt::format("{} with {}", status["Ssl_version"], cipher);
  const bool checked = settings.db_tls == config::Tls::kVerify;
  if (checked || !LeavesMachine(address)) {
    report.Ok("encryption", how + (checked ? ", certificate checked" : ""));
  } else {
    report.Warning("encryption", how + ", but nobody checks that the certificate is the server's",
                   "set DB_TLS=verify, and DB_TLS_CA if the authority is your own (docs/mariadb.md)");
  }
}

void CheckServer(Report& report, const mariadb::ServerInfo& server) {
  if (server.read_only) {
    report.Failure("database", Error(ErrorKind::kDatabase, ErrorCode::kReadOnly, "the server is read-only",
                                     "connect to the primary, not to a replica"));
  }
  if (server.max_allowed_packet < kSmallPacket) {
    report.Warning("max_allowed_packet", fmt::format("{} bytes", server.max_allowed_packet),
                   "SET GLOBAL max_allowed_packet = 67108864, so that long texts fit");
  } else {
    report.Ok("max_allowed_packet", fmt::format("{} MiB", server.max_allowed_packet >> 20U));
  }
}

void CheckCharacterSet(Report& report, mariadb::Connection& connection) {
  mariadb::Result row = connection.Query("SELECT @@character_set_database, @@collation_database");
  row.Next();
  const std::string charset = row.String(0);
  const std::string both = fmt::format("{} ({})", charset, row.String(1));
  if (charset == "utf8mb4") {
    report.Ok("character set", both);
  } else {
    report.Warning("character set",
                   both + " for tables of your own; the connector's are utf8mb4 all the same",
                   fmt::format("ALTER DATABASE {} CHARACTER SET utf8mb4;",
                               mariadb::QuoteIdentifier(connection.database())));
  }
}

// A node that is cut off from its cluster answers, but takes no statement: then false. Without a provider
// wsrep_on alone makes no node.
bool CheckGalera(Report& report, mariadb::Connection& connection) {
  auto variables =
      Variables(connection, "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('wsrep_on', 'wsrep_provider')");
  const std::string& provider = variables["wsrep_provider"];
  if (variables["wsrep_on"] != "ON" || provider.empty() || provider == "none") {
    return true;
  }
  auto status = Variables(connection, "SHOW GLOBAL STATUS LIKE 'wsrep_%'");
  const std::string& state = status["wsrep_local_state_comment"];
  if (status["wsrep_ready"] != "ON") {
    report.Failure(
        "Galera", Error(ErrorKind::kDatabase, ErrorCode::kNodeNotReady,
                        fmt::format("this node takes no statements: {} ({}, {})",
                                    status["wsrep_connected"] == "ON"
                                        ? "it is cut off from the majority of its cluster, or "
                                          "has not joined it yet"
                                        : "it is not connected to its cluster",
                                    status["wsrep_cluster_status"], state),
                        "use another node (DB_HOST=a,b takes the first that works), or bring this one back"));
    return false;
  }
  report.Ok("Galera", fmt::format("one of {} nodes that take statements, {}", status["wsrep_cluster_size"],
                                  state == "Synced" ? "in step with them" : "state " + state));
  return true;
}

void CheckTables(Report& report, mariadb::Connection& connection) {
  const int stored = sync::StoredSchemaVersion(connection);
  report.Ok("tables",
            stored == 0 ? "none of this program's yet; the first sync makes them"
            : stored == sync::kSchemaVersion
                ? fmt::format("version {}", stored)
                : fmt::format("version {}; the next sync upgrades them to {}", stored, sync::kSchemaVersion));
}

void CheckLease(Report& report, mariadb::Connection& connection) {
  if (!IsTable(connection, "hubspot_lease")) {
    return;
  }
  const auto holder = sync::ReadLeaseHolder(connection);
  report.Ok("writer", holder ? "held by " + *holder : "nobody holds the database");
}

}  // namespace

std::optional<std::string> CheckDatabase(Report& report, const config::Settings& settings) {
  std::optional<std::string> portal;
  report.Step("database", [&] {
    mariadb::Connection connection(DatabaseOptions(settings));
    report.Ok("database", fmt::format("{} at {}", connection.server().version, connection.address()));
    report.Step("encryption", [&] { CheckEncryption(report, connection, settings); });
    CheckServer(report, connection.server());
    report.Step("character set", [&] { CheckCharacterSet(report, connection); });
    bool usable = true;
    report.Step("Galera", [&] { usable = CheckGalera(report, connection); });
    if (!usable) {
      return;
    }
    report.Step("database rights", [&] { CheckRights(report, connection, settings); });
    report.Step("tables", [&] { CheckTables(report, connection); });
    report.Step("writer", [&] { CheckLease(report, connection); });
    if (IsTable(connection, "hubspot_meta")) {
      portal = sync::ReadMeta(connection, sync::kPortalId);
    }
  });
  return portal;
}

}  // namespace hm::cli
