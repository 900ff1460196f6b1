#include "cli/grants.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "mariadb/errors.h"
#include "mariadb/identifiers.h"

namespace hm::cli {

std::string HostOfUser(const config::Settings& settings) {
  const auto local = [](const config::HostPort& host) {
    return host.host == "localhost" || host.host == "127.0.0.1" || host.host == "::1";
  };
  const bool here = !settings.db_socket.empty() || std::ranges::all_of(settings.db_hosts, local);
  return here ? "localhost" : "%";
}

std::vector<std::string> SetUpStatements(const config::Settings& settings) {
  const std::string user = fmt::format("'{}'@'{}'", settings.db_user, HostOfUser(settings));
  return {
      fmt::format("CREATE DATABASE IF NOT EXISTS {} CHARACTER SET utf8mb4;",
                  mariadb::QuoteIdentifier(settings.db_name)),
      fmt::format("CREATE USER IF NOT EXISTS {} IDENTIFIED BY 'the password';", user),
      fmt::format("GRANT {}, {} ON {}.* TO {};", fmt::join(kNeededRights, ", "), fmt::join(kViewRights, ", "),
                  mariadb::QuoteIdentifier(mariadb::GrantPattern(settings.db_name)), user),
  };
}

}  // namespace hm::cli
