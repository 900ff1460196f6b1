#include "sync/views/view_keeper.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <atomic>

#include "base/error.h"
#include "base/log.h"
#include "mariadb/errors.h"
#include "mariadb/identifiers.h"
#include "mariadb/rights.h"
#include "sync/store/content_hash.h"

namespace hm::sync {
namespace {

// Raised when this program would make another view of the same definitions.
constexpr int kGenerator = 3;
// A statement that waits for a reader's lock makes later readers wait behind it.
constexpr int kLockWaitSeconds = 2;

std::string HashOfText(const std::string& text) {
  const ContentHash hash = HashContent(text);
  return {hash.begin(), hash.end()};
}

struct Made {
  std::string from;  // of what
  std::string text;  // its text's hash
};

bool IsThere(mariadb::Connection& connection, const std::string& schema, const std::string& name) {
  return connection
      .Query(
          fmt::format("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = {} AND TABLE_NAME = {}",
                      connection.Quote(schema), connection.Quote(name)))
      .Next();
}

// Nothing when this program did not make it.
Made ReadMade(mariadb::Connection& connection, const ViewPlan& plan) {
  mariadb::Result row = connection.Query(
      fmt::format("SELECT made_from, text_hash FROM hubspot_views WHERE view_schema = {} AND view_name = {}",
                  connection.Quote(plan.schema), connection.Quote(plan.name)));
  return row.Next() ? Made{row.String(0), row.String(1)} : Made{};
}

void SaveMade(WriteSession& session, const ViewPlan& plan, const ViewText& view, const Made& made) {
  session.InTransaction([&](mariadb::Transaction& t) {
    t.Execute(fmt::format(
        "REPLACE INTO hubspot_views (object_type_id, object, view_schema, view_name, columns, left_out, "
        "made_from, text_hash, updated_at) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, UTC_TIMESTAMP())",
        t.Quote(plan.type.type_id), t.Quote(plan.type.name), t.Quote(plan.schema), t.Quote(plan.name),
        view.columns, view.left_out, t.Quote(made.from), t.Quote(made.text)));
  });
}

bool HasDatabase(mariadb::Connection& connection, const std::string& name) {
  return connection
      .Query("SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = " + connection.Quote(name))
      .Next();
}

// Waits for readers no longer than that.
void ExecuteSoon(mariadb::Connection& connection, const std::string& sql) {
  connection.Execute(fmt::format("SET SESSION lock_wait_timeout = {}", kLockWaitSeconds));
  struct Restore {
    mariadb::Connection& connection;
    ~Restore() {
      try {
        connection.Execute("SET SESSION lock_wait_timeout = DEFAULT");
      } catch (const Error& e) {  // the connection is gone, and its settings with it
        log::Debug("the session is gone", {{"why", e.Coded()}});
      }
    }
  } restore{connection};
  connection.Execute(sql);
}

void Create(mariadb::Connection& connection, const std::string& schema, const ViewText& view) {
  if (!HasDatabase(connection, schema)) {
    connection.Execute("CREATE DATABASE IF NOT EXISTS " + mariadb::QuoteIdentifier(schema) +
                       " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
  }
  ExecuteSoon(connection, view.sql);
}

std::string Remedy(mariadb::Connection& connection, const std::string& schema, const Error& error) {
  if (!error.hint().starts_with("GRANT")) {
    return error.hint();
  }
  mariadb::Result user = connection.Query("SELECT CURRENT_USER()");
  const std::string account = user.Next() ? user.String(0) : "";
  const auto at = account.rfind('@');
  return fmt::format("GRANT {} ON {}.* TO '{}'@'{}'", fmt::join(mariadb::kViewsDatabaseRights, ", "),
                     mariadb::QuoteIdentifier(mariadb::GrantPattern(schema)), account.substr(0, at),
                     at == std::string::npos ? "%" : account.substr(at + 1));
}

bool IsTheSessions(const Error& error) {
  return error.kind() == ErrorKind::kConnection || error.kind() == ErrorKind::kInDoubt ||
         error.kind() == ErrorKind::kFenced || error.kind() == ErrorKind::kCancelled;
}

// Whether the view is there now.
bool TryCreate(mariadb::Connection& connection, const ViewPlan& plan, const ViewText& view) {
  static std::atomic<bool> said{false};
  try {
    Create(connection, plan.schema, view);
    return true;
  } catch (const Error& e) {
    if (IsTheSessions(e)) {
      throw;
    }
    if (e.kind() == ErrorKind::kRetry) {
      log::Info("the view is in use; the next sync replaces it", {{"view", plan.schema + "." + plan.name}});
    } else if (!said.exchange(true)) {
      log::Warn("the views cannot be made; the tables are not concerned",
                {{"view", plan.schema + "." + plan.name},
                 {"why", e.Coded()},
                 {"remedy", Remedy(connection, plan.schema, e)}});
    }
    return false;
  }
}

void SayWhatIsTaken(const ViewPlan& plan) {
  static std::atomic<bool> said{false};
  if (!said.exchange(true)) {
    log::Warn("a table or view of that name is not this program's and stays as it is",
              {{"name", plan.schema + "." + plan.name},
               {"remedy", "rename it, or have the views made in another database"}});
  }
}

// Whether it is gone. A table that somebody put in its place is none of it.
bool TryDrop(mariadb::Connection& connection, const ObjectType& type, const std::string& schema,
             const std::string& name) {
  static std::atomic<bool> said{false};
  try {
    ExecuteSoon(connection, fmt::format("DROP VIEW IF EXISTS {}.{}", mariadb::QuoteIdentifier(schema),
                                        mariadb::QuoteIdentifier(name)));
    log::Info("a view that the settings no longer ask for was dropped",
              {{"object", type.name}, {"view", schema + "." + name}});
    return true;
  } catch (const Error& e) {
    if (IsTheSessions(e)) {
      throw;
    }
    if (e.kind() != ErrorKind::kRetry && !said.exchange(true)) {
      log::Warn(
          "a view that the settings no longer ask for cannot be dropped",
          {{"view", schema + "." + name}, {"why", e.Coded()}, {"remedy", Remedy(connection, schema, e)}});
    }
    return false;
  }
}

bool IsView(mariadb::Connection& connection, const std::string& schema, const std::string& name) {
  return connection
      .Query(fmt::format("SELECT 1 FROM information_schema.VIEWS WHERE TABLE_SCHEMA = {} AND TABLE_NAME = {}",
                         connection.Quote(schema), connection.Quote(name)))
      .Next();
}

}  // namespace

mariadb::TableDef ViewsTable() {
  mariadb::TableDef table{"hubspot_views", {}, {"view_schema", "view_name"}};
  table.columns = {
      {"view_schema", "VARCHAR(64)", false},
      {"view_name", "VARCHAR(64)", false},
      {"object_type_id", "VARCHAR(50) COLLATE utf8mb4_bin", false},
      {"object", "VARCHAR(64)", false},
      {"columns", "INT", false},
      {"left_out", "INT", false},
      {"made_from", "CHAR(32)", false},
      {"text_hash", "CHAR(32)", false},
      {"updated_at", "DATETIME", false},
  };
  return table;
}

bool KeepView(WriteSession& session, const ViewPlan& plan) {
  mariadb::Connection& connection = session.connection();
  const bool there = IsThere(connection, plan.schema, plan.name);
  const Made known = ReadMade(connection, plan);
  Made made{HashOfText(fmt::format("{} {}", kGenerator, plan.made_from)), ""};
  if (there && made.from == known.from) {
    return true;
  }
  if (there && known.from.empty() && !plan.replaces_others) {
    SayWhatIsTaken(plan);
    return true;
  }
  const ViewText view = plan.make();
  made.text = HashOfText(view.sql);
  if (!there || made.text != known.text) {
    session.InTransaction([](mariadb::Transaction&) {});  // the lease is ours
    if (!TryCreate(connection, plan, view)) {
      return !there || known.from.empty();
    }
    if (view.left_out > 0) {
      log::Warn("the view has no room for some columns; their values stand in properties_json",
                {{"view", plan.schema + "." + plan.name},
                 {"columns", static_cast<std::int64_t>(view.columns)},
                 {"left_out", static_cast<std::int64_t>(view.left_out)}});
    }
  }
  SaveMade(session, plan, view, made);
  return true;
}

bool DropOtherViews(WriteSession& session, const ObjectType& type, const ViewList& wanted) {
  mariadb::Connection& connection = session.connection();
  ViewList made;
  {
    mariadb::Result rows =
        connection.Query("SELECT view_schema, view_name FROM hubspot_views WHERE object_type_id = " +
                         connection.Quote(type.type_id));
    while (rows.Next()) {
      made.emplace(rows.String(0), rows.String(1));
    }
  }
  bool all_gone = true;
  for (const auto& [schema, name] : made) {
    if (wanted.contains({schema, name})) {
      continue;
    }
    session.InTransaction([](mariadb::Transaction&) {});  // the lease is ours
    if (IsView(connection, schema, name) && !TryDrop(connection, type, schema, name)) {
      all_gone = false;
      continue;
    }
    session.InTransaction([&](mariadb::Transaction& t) {
      t.Execute(fmt::format("DELETE FROM hubspot_views WHERE view_schema = {} AND view_name = {}",
                            t.Quote(schema), t.Quote(name)));
    });
  }
  return all_gone;
}

}  // namespace hm::sync
