#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/check/checks.h"
#include "cli/check/rights.h"
#include "cli/grants.h"
#include "mariadb/errors.h"
#include "mariadb/identifiers.h"
#include "mariadb/rights.h"

namespace hm::cli {
namespace {

// Of the user and of the roles that are active.
Rights RightsOf(mariadb::Connection& connection) {
  mariadb::Result rows = connection.Query("SHOW GRANTS");
  std::vector<Grant> grants;
  while (rows.Next()) {
    if (auto grant = ParseGrant(rows.String(0))) grants.push_back(std::move(*grant));
  }
  return Rights(std::move(grants));
}

std::string AccountOf(mariadb::Connection& connection) {
  mariadb::Result row = connection.Query("SELECT CURRENT_USER()");
  const std::string account = row.Next() ? row.String(0) : "";
  const auto at = account.rfind('@');
  return at == std::string::npos ? fmt::format("'{}'", account)
                                 : fmt::format("'{}'@'{}'", account.substr(0, at), account.substr(at + 1));
}

std::string GrantText(const std::vector<std::string>& rights, const std::string& database,
                      const std::string& account) {
  return fmt::format("GRANT {} ON {}.* TO {};", fmt::join(rights, ", "),
                     mariadb::QuoteIdentifier(mariadb::GrantPattern(database)), account);
}

void CheckNeeded(Report& report, const Rights& rights, const std::string& database,
                 const std::string& account) {
  const std::vector<std::string> missing = rights.Missing(mariadb::kNeededRights, database);
  if (missing.empty()) {
    report.Ok("database rights", fmt::format("{} has all that are needed", account));
    return;
  }
  const std::string what = fmt::format("{} may not {} in {}", account, fmt::join(missing, ", "), database);
  if (rights.HasParts(database)) {
    report.Warning("database rights", what + " as a whole; rights on single tables are not looked at",
                   GrantText(missing, database, account));
  } else {
    report.Failure("database rights", Error(ErrorKind::kDatabase, ErrorCode::kNoRight, what,
                                            GrantText(missing, database, account)));
  }
}

template <typename Names>
void CheckViews(Report& report, const Rights& rights, const Names& needed, const std::string& database,
                const std::string& account) {
  const std::vector<std::string> missing = rights.Missing(needed, database);
  if (missing.empty()) {
    report.Ok("rights for views", fmt::format("all that are needed in {}", database));
  } else {
    report.Warning("rights for views",
                   fmt::format("{} may not {} in {}: no views are made, all else goes on", account,
                               fmt::join(missing, ", "), database),
                   GrantText(missing, database, account));
  }
}

bool Exists(mariadb::Connection& connection, const std::string& database) {
  return connection
      .Query("SELECT 1 FROM information_schema.schemata WHERE schema_name = " + connection.Quote(database))
      .Next();
}

}  // namespace

void CheckRights(Report& report, mariadb::Connection& connection, const config::Settings& settings) {
  const Rights rights = RightsOf(connection);
  const std::string account = AccountOf(connection);
  std::vector<std::string> ours{settings.db_name};
  CheckNeeded(report, rights, settings.db_name, account);
  CheckViews(report, rights, mariadb::kViewRights, settings.db_name, account);
  for (const std::string& views : ViewDatabases(settings)) {
    ours.push_back(views);
    CheckViews(report, rights, mariadb::kViewsDatabaseRights, views, account);
    if (!Exists(connection, views)) {
      report.Warning(
          "database for views", fmt::format("{} does not exist, or may not be seen", views),
          fmt::format("CREATE DATABASE {} CHARACTER SET utf8mb4;", mariadb::QuoteIdentifier(views)));
    }
  }
  if (const std::vector<std::string> beyond = rights.Beyond(ours); !beyond.empty()) {
    report.Warning(
        "rights beyond need", fmt::format("{} also has {}", account, fmt::join(beyond, "; ")),
        "give the connector a user of its own with rights on its database alone (docs/mariadb.md)");
  }
}

}  // namespace hm::cli
