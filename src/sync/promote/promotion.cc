#include "sync/promote/promotion.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <set>

#include "base/clock.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "mariadb/identifiers.h"
#include "mariadb/online_ddl.h"
#include "sync/promote/promoted_type.h"
#include "sync/promote/row_room.h"
#include "sync/report/event_log.h"

namespace hm::sync {
namespace {

using mariadb::QuoteIdentifier;

constexpr int kRowsOfBatch = 1000;
constexpr std::size_t kLongestIndexName = 64;
// A text in an index of an old row format or a small page: 767 bytes.
constexpr int kShortKey = 191;

bool EndsTheSync(const Error& e) {
  return e.kind() == ErrorKind::kConnection || e.kind() == ErrorKind::kInDoubt ||
         e.kind() == ErrorKind::kFenced || e.kind() == ErrorKind::kCancelled;
}

// Whether this was not said before by this process.
bool IsNews(const std::string& what) {
  static std::mutex mutex;
  static std::set<std::string> said;
  const std::lock_guard lock(mutex);
  return said.insert(what).second;
}

// `column`_idx, or with a number behind it.
std::string FreeName(const mariadb::TableShape& shape, const std::string& column) {
  const auto taken = [&](const std::string& name) {
    return std::ranges::any_of(shape.indexes, [&](const mariadb::IndexDef& i) { return i.name == name; });
  };
  const std::string base = column.substr(0, kLongestIndexName - 7);
  std::string name = base + "_idx";
  for (int i = 2; taken(name); ++i) {
    name = fmt::format("{}_idx{}", base, i);
  }
  return name;
}

bool HasIndex(const mariadb::TableShape& shape, const std::string& column) {
  return std::ranges::any_of(shape.indexes,
                             [&](const mariadb::IndexDef& i) { return i.columns.front() == column; });
}

}  // namespace

Promotion::Promotion(WriteSession& session, const ObjectType& type, const PromoteOptions& options,
                     const std::vector<hubspot::PropertyDefinition>& definitions)
    : session_(session),
      type_(type),
      options_(options),
      definitions_(definitions),
      columns_(ReadPromoted(session.connection(), type)) {}

const std::string* Promotion::TypeOf(const std::string& property) const {
  const auto found = std::ranges::find(definitions_, property, &hubspot::PropertyDefinition::name);
  return found == definitions_.end() ? nullptr : &found->type;
}

bool Promotion::IsWanted(const std::string& property) const {
  const auto found = options_.checked.find(type_.name);
  return found != options_.checked.end() && std::ranges::find(found->second, property) != found->second.end();
}

void Promotion::Save(const PromotedColumn& column) {
  session_.InTransaction([&](mariadb::Transaction& t) { SavePromoted(t, type_, column); });
}

void Promotion::SetState(PromotedColumn& column, std::string_view state) {
  if (column.state != state) {
    column.state = state;
    Save(column);
  }
}

void Promotion::Note(const std::string& message) {
  log::Info(message, {{"object", type_.name}});
  session_.InTransaction([&](mariadb::Transaction& t) { NoteEvent(t, event::kSchema, type_.name, message); });
}

void Promotion::MarkLeaving() {
  for (auto& [property, column] : columns_) {
    const std::string* const type = TypeOf(property);
    const bool other = type != nullptr && ColumnFor(property, *type).sql_type != column.sql_type;
    if (column.state == promotion::kDropping) {
      continue;
    }
    if (!IsWanted(property) || other) {
      SetState(column, promotion::kLeaving);
    } else if (column.state == promotion::kLeaving) {
      column.after_id.clear();
      SetState(column, promotion::kFilling);
    }
  }
}

bool Promotion::Alter(const std::string& property, const std::string& clause, const std::stop_token& stop) {
  try {
    session_.InTransaction([](mariadb::Transaction&) {});  // the lease is ours
    if (mariadb::OnlineDdl(options_.database).Alter(type_.table, clause, stop)) {
      return true;
    }
    log::Info("the table is in use; the next sync goes on with the promoted column",
              {{"object", type_.name}, {"property", property}});
  } catch (const Error& e) {
    if (EndsTheSync(e)) {
      throw;
    }
    if (IsNews(type_.name + "." + property)) {
      log::Warn("a promoted column cannot be added or removed; all else goes on",
                {{"object", type_.name}, {"property", property}, {"why", e.Coded()}, {"hint", e.hint()}});
    }
  }
  return false;
}

void Promotion::ChangeColumns(bool views_are_new, const std::stop_token& stop) {
  for (auto entry = columns_.begin(); entry != columns_.end();) {
    PromotedColumn& column = entry->second;
    const bool leaves =
        column.state == promotion::kDropping || (column.state == promotion::kLeaving && views_are_new);
    entry = leaves && Drop(column, stop) ? columns_.erase(entry) : std::next(entry);
  }
  AddNew();
  const auto shape = mariadb::ReadTable(session_.connection(), type_.table);
  for (auto& [property, column] : columns_) {
    if (shape && column.state != promotion::kDropping && column.state != promotion::kLeaving) {
      LookAfter(column, *shape, stop);
    }
  }
}

bool Promotion::Drop(PromotedColumn& column, const std::stop_token& stop) {
  SetState(column, promotion::kDropping);
  const auto shape = mariadb::ReadTable(session_.connection(), type_.table);
  const auto has_index = [&] {
    return shape && std::ranges::any_of(shape->indexes,
                                        [&](const mariadb::IndexDef& i) { return i.name == column.index; });
  };
  const bool has_column = shape && shape->Find(column.property) != nullptr;
  if ((has_index() && !Alter(column.property, "DROP INDEX " + QuoteIdentifier(column.index), stop)) ||
      (has_column && !Alter(column.property, "DROP COLUMN " + QuoteIdentifier(column.property), stop))) {
    return false;
  }
  session_.InTransaction([&](mariadb::Transaction& t) { DropPromoted(t, type_, column.property); });
  Note(fmt::format("the column {} that PROMOTE added is gone", column.property));
  return true;
}

void Promotion::AddNew() {
  const auto wanted = options_.checked.find(type_.name);
  if (wanted == options_.checked.end()) {
    return;
  }
  const auto shape = mariadb::ReadTable(session_.connection(), type_.table);
  RowRoom room(session_.connection(), type_.table);
  for (const std::string& property : wanted->second) {
    const std::string* const type = TypeOf(property);
    if (type == nullptr || columns_.contains(property) || !shape || shape->Find(property) != nullptr) {
      continue;
    }
    const PromotedColumn column = ColumnFor(property, *type);
    if (const std::string why = room.Take(column); !why.empty()) {
      if (IsNews(type_.name + "." + property)) {
        log::Warn("there is no room for a promoted column",
                  {{"object", type_.name}, {"property", property}, {"why", why}});
      }
      continue;
    }
    Save(column);
    columns_.emplace(property, column);
  }
}

// Also when somebody dropped the column or the index since.
void Promotion::LookAfter(PromotedColumn& column, const mariadb::TableShape& shape,
                          const std::stop_token& stop) {
  if (shape.Find(column.property) == nullptr) {
    column.after_id.clear();
    SetState(column, promotion::kAdding);
    if (!Alter(column.property,
               fmt::format("ADD COLUMN {} {} NULL", QuoteIdentifier(column.property), column.sql_type),
               stop)) {
      return;
    }
  } else if (column.state == promotion::kReady && !HasIndex(shape, column.property)) {
    SetState(column, promotion::kIndexing);
  }
  if (column.state == promotion::kAdding) {
    SetState(column, promotion::kFilling);
  }
}

void Promotion::Fill(Misfits& misfits, const std::stop_token& stop) {
  std::vector<PromotedColumn*> open;
  for (auto& [property, column] : columns_) {
    if (column.state == promotion::kFilling) {
      open.push_back(&column);
    }
  }
  if (!open.empty()) {
    // One that is further on is filled again from where the last one is: what is right stays as it is.
    std::string after = (*std::ranges::min_element(open, {}, &PromotedColumn::after_id))->after_id;
    while (FillBatch(open, after, misfits)) {
      HM_FAILPOINT("promoted");
      ThrowIfStopped(stop);
    }
  }
  for (auto& [property, column] : columns_) {
    if (column.state == promotion::kIndexing) {
      Index(column, stop);
    }
  }
}

bool Promotion::FillBatch(const std::vector<PromotedColumn*>& columns, std::string& after, Misfits& misfits) {
  mariadb::Connection& connection = session_.connection();
  mariadb::Result last = connection.Query(
      fmt::format("SELECT MAX(id) FROM (SELECT id FROM {} WHERE id > {} ORDER BY id LIMIT {}) batch",
                  QuoteIdentifier(type_.table), connection.Quote(after), kRowsOfBatch));
  const bool more = last.Next() && !last.IsNull(0);
  const std::string upto = more ? last.String(0) : "";
  // Not a change of content: the rows' times stay, also where a table sets them by itself.
  std::string assignments = "t.synced_at = t.synced_at, t.updated_at = t.updated_at";
  std::string counts;
  for (const PromotedColumn* const column : columns) {
    assignments +=
        fmt::format(", t.{} = {}", QuoteIdentifier(column->property), FillExpression(connection, *column));
    counts +=
        fmt::format("{}IFNULL(SUM({}), 0)", counts.empty() ? "" : ", ", MisfitCondition(connection, *column));
  }
  const std::string range =
      fmt::format("t.id > {} AND t.id <= {}", connection.Quote(after), connection.Quote(upto));
  std::vector<std::int64_t> missed(columns.size());
  session_.InTransaction([&](mariadb::Transaction& t) {
    if (more) {
      t.Execute(fmt::format("UPDATE {} t SET {} WHERE {}", QuoteIdentifier(type_.table), assignments, range));
      mariadb::Result row =
          t.Query(fmt::format("SELECT {} FROM {} t WHERE {}", counts, QuoteIdentifier(type_.table), range));
      row.Next();
      for (std::size_t i = 0; i < columns.size(); ++i) {
        missed[i] = row.Int(i);
      }
    }
    for (PromotedColumn* const column : columns) {
      column->after_id = upto;
      column->state = more ? promotion::kFilling : promotion::kIndexing;
      SavePromoted(t, type_, *column);
    }
  });
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (missed[i] > 0) {
      misfits[columns[i]->property] += missed[i];
    }
  }
  after = upto;
  return more;
}

void Promotion::Index(PromotedColumn& column, const std::stop_token& stop) {
  const auto shape = mariadb::ReadTable(session_.connection(), type_.table);
  if (!shape) {
    return;
  }
  if (!HasIndex(*shape, column.property)) {
    column.index = FreeName(*shape, column.property);
    Save(column);
    const bool part =
        column.kind == CellKind::kText && RowRoom(session_.connection(), type_.table).short_keys();
    const std::string clause =
        fmt::format("ADD INDEX {} ({}{})", QuoteIdentifier(column.index), QuoteIdentifier(column.property),
                    part ? fmt::format("({})", kShortKey) : "");
    if (!Alter(column.property, clause, stop)) {
      return;
    }
  }
  SetState(column, promotion::kReady);
  Note(fmt::format("{} has a column of its own, filled and indexed", column.property));
}

}  // namespace hm::sync
