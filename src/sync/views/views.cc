#include "sync/views/views.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sync/history/history_views.h"
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
  const std::string typed = ViewDatabase(connection, databases.typed);
  // Those of a history that is kept no longer show what was kept.
  ViewList wanted{{typed, ViewName(type)}};
  for (const std::string& name : HistoryViewNames(type)) {
    wanted.emplace(typed, name);
  }
  bool current =
      KeepView(session, {typed, ViewName(type), type,
                         fmt::format("{} {}", from, fmt::join(TablesToJoin(connection, type), ",")),
                         [&] { return MakeView(connection, type, databases.typed); }, true});
  if (!databases.fivetran.empty()) {
    for (const ViewPlan& plan : PlanFivetranViews(connection, type, databases.fivetran, from)) {
      wanted.emplace(plan.schema, plan.name);
      current = KeepView(session, plan) && current;
    }
  }
  return current && DropOtherViews(session, type, wanted);
}

}  // namespace hm::sync
