#include "cli/grants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "mariadb/errors.h"
#include "mariadb/identifiers.h"
#include "mariadb/rights.h"

namespace hm::cli {
namespace {

std::string AllOf(const std::string& database) {
  return mariadb::QuoteIdentifier(mariadb::GrantPattern(database)) + ".*";
}

std::string CreateDatabase(const std::string& database) {
  return fmt::format("CREATE DATABASE IF NOT EXISTS {} CHARACTER SET utf8mb4;",
                     mariadb::QuoteIdentifier(database));
}

}  // namespace

std::string HostOfUser(const config::Settings& settings) {
  const auto local = [](const config::HostPort& host) {
    return host.host == "localhost" || host.host == "127.0.0.1" || host.host == "::1";
  };
  const bool here = !settings.db_socket.empty() || std::ranges::all_of(settings.db_hosts, local);
  return here ? "localhost" : "%";
}

std::vector<std::string> ViewDatabases(const config::Settings& settings) {
  std::vector<std::string> databases;
  for (const std::string& name : {settings.db_views_name, settings.db_fivetran_name}) {
    if (!name.empty() && name != settings.db_name && std::ranges::find(databases, name) == databases.end()) {
      databases.push_back(name);
    }
  }
  return databases;
}

std::vector<std::string> SetUpStatements(const config::Settings& settings) {
  const std::string user = fmt::format("'{}'@'{}'", settings.db_user, HostOfUser(settings));
  std::vector<std::string> statements{
      CreateDatabase(settings.db_name),
      fmt::format("CREATE USER IF NOT EXISTS {} IDENTIFIED BY 'the password';", user),
      fmt::format("GRANT {}, {} ON {} TO {};", fmt::join(mariadb::kNeededRights, ", "),
                  fmt::join(mariadb::kViewRights, ", "), AllOf(settings.db_name), user),
  };
  for (const std::string& database : ViewDatabases(settings)) {
    statements.push_back(CreateDatabase(database));
    statements.push_back(fmt::format("GRANT {} ON {} TO {};", fmt::join(mariadb::kViewsDatabaseRights, ", "),
                                     AllOf(database), user));
  }
  return statements;
}

}  // namespace hm::cli
