#include "sync/views/views.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sync/promote/promoted_columns.h"
#include "sync/views/fivetran_views.h"
#include "sync/views/view_keeper.h"
#include "sync/views/view_sql.h"

namespace hm::sync {

bool KeepViews(WriteSession& session, const ObjectType& type, const ViewDatabases& databases,
               const std::string& fingerprint) {
  mariadb::Connection& connection = session.connection();
  if (!connection.server().is_mariadb) {
    return true;  // MySQL 5.7 has neither JSON_VALUE nor the regular expressions of the views
  }
  std::string from = fingerprint;
  for (const TypedColumn& column : WithFilled(connection, type).columns) {
    from += column.promoted ? fmt::format(" {} {}", column.column, column.sql_type) : "";
  }
  bool current =
      KeepView(session, {ViewDatabase(connection, databases.typed), ViewName(type), type,
                         fmt::format("{} {}", from, fmt::join(TablesToJoin(connection, type), ",")),
                         [&] { return MakeView(connection, type, databases.typed); }, true});
  if (!databases.fivetran.empty()) {
    for (const ViewPlan& plan : PlanFivetranViews(connection, type, databases.fivetran, from)) {
      current = KeepView(session, plan) && current;
    }
  }
  return current;
}

}  // namespace hm::sync
