#include "sync/views/views.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sync/views/fivetran_views.h"
#include "sync/views/view_keeper.h"
#include "sync/views/view_sql.h"

namespace hm::sync {

void KeepViews(WriteSession& session, const ObjectType& type, const ViewDatabases& databases,
               const std::string& fingerprint) {
  mariadb::Connection& connection = session.connection();
  if (!connection.server().is_mariadb) {
    return;  // MySQL 5.7 has neither JSON_VALUE nor the regular expressions of the views
  }
  KeepView(session, {ViewDatabase(connection, databases.typed), ViewName(type), type,
                     fmt::format("{} {}", fingerprint, fmt::join(TablesToJoin(connection, type), ",")),
                     [&] { return MakeView(connection, type, databases.typed); }, true});
  if (!databases.fivetran.empty()) {
    for (const ViewPlan& plan : PlanFivetranViews(connection, type, databases.fivetran, fingerprint)) {
      KeepView(session, plan);
    }
  }
}

}  // namespace hm::sync
