#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.h"
#include "cli/services.h"
#include "cli/signals.h"
#include "sync/objects/object_choice.h"
#include "sync/store/lease.h"
#include "sync/store/migrate.h"

namespace hm::cli {

ExitCode Migrate(const config::Sources& sources, bool dry_run) {
  const config::Settings settings = LoadSettings(sources);
  config::RequireDatabase(settings);
  const mariadb::ConnectionOptions options = DatabaseOptions(settings);
  sync::ObjectCatalogue catalogue;
  mariadb::Connection connection(options);
  catalogue.Load(connection);
  const std::vector<std::string> objects =
      sync::StoredObjects(connection, catalogue, ObjectsWanted(settings));
  const bool with_history = !settings.history.empty();
  std::vector<std::string> statements;
  if (dry_run) {
    statements = sync::PlanMigration(connection, catalogue, objects, with_history);
  } else {
    const Signals signals;
    const sync::Lease lease(options, sync::WhenHeld::kRefuse, signals.stop());
    statements = sync::Migrate(options, catalogue, objects, with_history);
  }
  for (const std::string& statement : statements) {
    fmt::print("{};\n", statement);
  }
  fmt::print(stderr, "{}\n",
             statements.empty() ? "the tables are up to date"
             : dry_run          ? fmt::format("{} statements would run", statements.size())
                                : fmt::format("{} statements done", statements.size()));
  return kDone;
}

}  // namespace hm::cli
