#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/services.h"
#include "sync/objects/object_catalogue.h"
#include "sync/views/view_sql.h"

namespace hm::cli {

ExitCode PrintView(const config::Sources& sources, const std::string& object) {
  const config::Settings settings = LoadSettings(sources);
  config::RequireDatabase(settings);
  mariadb::Connection connection(DatabaseOptions(settings));
  sync::ObjectCatalogue catalogue;
  catalogue.Load(connection);
  const sync::ObjectType* const type = catalogue.Find(object);
  if (type == nullptr) {
    throw Error(ErrorKind::kConfig, ErrorCode::kUnknownObject,
                fmt::format("\"{}\" is no object that has a view", object),
                "name it as its table is called: contacts, deals");
  }
  fmt::print("{};\n", sync::MakeView(connection, *type, settings.db_views_name).sql);
  return kDone;
}

}  // namespace hm::cli
