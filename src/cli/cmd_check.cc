#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <set>

#include "cli/commands.h"
#include "cli/services.h"
#include "sync/objects/object_choice.h"

namespace hm::cli {
namespace {

constexpr std::size_t kSmallPacket = std::size_t{16} << 20U;
constexpr int kTries = 2;  // a person waits for the answer
constexpr std::int64_t kLargeClockDifference = 60'000;

// Prints a line a finding and remembers the worst.
class Report {
 public:
  void Ok(std::string_view what, std::string_view detail) { fmt::print("ok       {}: {}\n", what, detail); }
  void Warning(std::string_view what, std::string_view detail, std::string_view remedy) {
    fmt::print("warning  {}: {}\n         -> {}\n", what, detail, remedy);
  }
  void Failure(std::string_view what, const Error& error) {
    fmt::print("failure  {}: {}\n", what, error.Coded());
    if (!error.hint().empty()) {
      fmt::print("         -> {}\n", error.hint());
    }
    code_ = code_ == kDone ? CodeOf(error) : code_;
  }
  // Runs a step; its error becomes a finding. True when there was none.
  bool Step(std::string_view what, const std::function<void()>& step) {
    try {
      step();
      return true;
    } catch (const Error& e) {
      Failure(what, e);
      return false;
    }
  }
  ExitCode code() const { return code_; }

 private:
  ExitCode code_ = kDone;
};

std::set<std::string> Privileges(mariadb::Connection& connection) {
  const std::string grantee = "CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')";
  mariadb::Result rows = connection.Query(
      "SELECT privilege_type FROM information_schema.user_privileges WHERE grantee = " + grantee +
      " UNION SELECT privilege_type FROM information_schema.schema_privileges WHERE grantee = " + grantee +
      " AND REPLACE(table_schema, '\\\\', '') = DATABASE()");
  std::set<std::string> privileges;
  while (rows.Next()) {
    privileges.insert(rows.String(0));
  }
  return privileges;
}

void CheckRights(Report& report, mariadb::Connection& connection, const config::Settings& settings) {
  const std::set<std::string> have = Privileges(connection);
  std::string missing;
  for (const char* needed : {"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX"}) {
    if (!have.contains(needed)) {
      missing += (missing.empty() ? "" : ", ") + std::string(needed);
    }
  }
  if (missing.empty()) {
    report.Ok("database rights", "all that are needed");
  } else {
    report.Warning("database rights", fmt::format("{} not granted directly (a role may give them)", missing),
                   fmt::format("GRANT {} ON `{}`.* TO {}", missing, settings.db_name, settings.db_user));
  }
}

void CheckDatabase(Report& report, const config::Settings& settings) {
  report.Step("database", [&] {
    mariadb::Connection connection(DatabaseOptions(settings));
    const mariadb::ServerInfo& server = connection.server();
    report.Ok("database",
              fmt::format("{} at {}, {}", server.version, connection.address(),
                          server.tls_cipher.empty() ? "not encrypted" : "TLS " + server.tls_cipher));
    if (server.read_only) {
      throw Error(ErrorKind::kDatabase, "the server is read-only",
                  "connect to the primary, not to a replica");
    }
    if (server.max_allowed_packet < kSmallPacket) {
      report.Warning("database", fmt::format("max_allowed_packet is {} bytes", server.max_allowed_packet),
                     "SET GLOBAL max_allowed_packet = 67108864, so that long texts fit");
    }
    CheckRights(report, connection, settings);
  });
}

void CheckToken(Report& report, hubspot::Client& client) {
  const hubspot::AccountDetails account = client.GetAccountDetails({});
  report.Ok("token", fmt::format("accepted; account {} ({})", account.portal_id, account.account_type));
  const std::int64_t difference = client.ServerNowMillis() - NowUnixMillis();
  if (std::abs(difference) > kLargeClockDifference) {
    report.Warning("clock", fmt::format("HubSpot's clock differs by {} s", difference / 1000),
                   "set up NTP; syncs use HubSpot's time and stay right");
  } else {
    report.Ok("clock", "agrees with HubSpot's");
  }
}

// What the token may do is told for private-app tokens and service keys; an OAuth token works without it.
void CheckScopes(Report& report, hubspot::Client& client) {
  try {
    const hubspot::TokenInfo info = client.GetTokenInfo({});
    report.Ok("scopes", fmt::format("{}", fmt::join(info.scopes, " ")));
  } catch (const Error& e) {
    report.Warning("scopes", e.what(), "they are tried object by object below");
  }
}

void CheckObject(Report& report, hubspot::Client& client, const sync::ObjectCatalogue& catalogue,
                 const std::string& object) {
  report.Step(object, [&] {
    if (object == sync::kPipelines) {
      report.Ok(object,
                fmt::format("readable, {} pipelines of deals", client.ListPipelines("deals", {}).size()));
      return;
    }
    if (object == sync::kOwners) {
      report.Ok(object, fmt::format("readable, {} active", client.ListOwners(false, {}).size()));
      return;
    }
    const std::string& path = catalogue.Find(object)->path;
    const auto properties = client.ListProperties(path, {});
    hubspot::RecordPage page;
    client.ListRecords({path, {}, {}, false, 1}, page, {});
    report.Ok(object, fmt::format("readable, {} properties", properties.size()));
  });
}

void CheckObjects(Report& report, hubspot::Client& client, const config::Settings& settings) {
  sync::ObjectCatalogue catalogue;
  sync::Choice choice;
  report.Step("objects", [&] { choice = ChooseObjects(catalogue, ObjectsWanted(settings), client, {}); });
  for (const std::string& object : choice.objects) {
    if (const auto refused = choice.refused.find(object); refused != choice.refused.end()) {
      report.Failure(object, refused->second);
    } else {
      CheckObject(report, client, catalogue, object);
    }
  }
  for (const auto& [object, error] : choice.passed_over) {
    report.Warning(object, error.what(), error.hint());
  }
}

void CheckQuota(Report& report, const hubspot::Stats& stats) {
  if (stats.daily_limit && stats.daily_remaining) {
    report.Ok("requests left today", fmt::format("{} of {}", *stats.daily_remaining, *stats.daily_limit));
  }
}

}  // namespace

ExitCode Check(const config::Sources& sources) {
  const config::Settings settings = LoadSettings(sources);
  config::RequireHubSpot(settings);
  config::RequireDatabase(settings);
  Report report;
  report.Ok("configuration", "complete");
  CheckDatabase(report, settings);
  HubSpot hubspot(settings, kTries);
  if (report.Step("token", [&] { CheckToken(report, hubspot.client); })) {
    CheckScopes(report, hubspot.client);
    CheckObjects(report, hubspot.client, settings);
    CheckQuota(report, hubspot.client.stats());
  }
  return report.code();
}

}  // namespace hm::cli
