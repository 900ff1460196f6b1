#include "sync/associations/link_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/arena.h"
#include "mariadb/identifiers.h"
#include "sync/objects/record_ids.h"

namespace hm::sync {
namespace {

using mariadb::Transaction;

constexpr const char* kId = "VARCHAR(50) COLLATE utf8mb4_bin";
constexpr const char* kTypeId = "VARCHAR(20) COLLATE utf8mb4_bin";
constexpr std::size_t kDeletedAtOnce = 200;

template <typename Quoting>
std::string PairCondition(const Quoting& quoting, const LinkPair& pair) {
  return fmt::format("from_object_type_id = {} AND to_object_type_id = {}", quoting.Quote(pair.from.type_id),
                     quoting.Quote(pair.to.type_id));
}

// Deletes by a list of conditions, some at a time.
template <typename Condition>
void DeleteEach(Transaction& transaction, const LinkPair& pair, const std::vector<Link>& links,
                Condition condition) {
  for (std::size_t start = 0; start < links.size(); start += kDeletedAtOnce) {
    std::string any;
    for (std::size_t i = start; i < std::min(start + kDeletedAtOnce, links.size()); ++i) {
      any += any.empty() ? "(" : ") OR (";
      any += condition(links[i]);
    }
    transaction.Execute(fmt::format("DELETE FROM hubspot_associations WHERE {} AND ({}))",
                                    PairCondition(transaction, pair), any));
  }
}

std::string QuotedNumbers(const std::vector<std::uint64_t>& ids) {
  std::string list;
  for (const std::uint64_t id : ids) {
    list += fmt::format("{}'{}'", list.empty() ? "" : ",", id);
  }
  return list;
}

}  // namespace

mariadb::TableDef AssociationTable() {
  mariadb::TableDef table{
      "hubspot_associations",
      {},
      {"from_object_type_id", "from_id", "to_object_type_id", "to_id", "category", "association_type_id"}};
  table.columns = {
      {"from_object_type_id", kTypeId, false}, {"from_id", kId, false},
      {"to_object_type_id", kTypeId, false},   {"to_id", kId, false},
      {"association_type_id", "INT", false},   {"category", "VARCHAR(30) COLLATE utf8mb4_bin", false},
      {"label", "VARCHAR(255)", true},         {"synced_at", "DATETIME", false}};
  table.indexes = {{"to_idx", {"to_object_type_id", "to_id", "from_object_type_id"}}};
  return table;
}

mariadb::TableDef AssociationTypeTable() {
  mariadb::TableDef table{"hubspot_association_types",
                          {},
                          {"from_object_type_id", "to_object_type_id", "category", "association_type_id"}};
  table.columns = {
      {"from_object_type_id", kTypeId, false}, {"to_object_type_id", kTypeId, false},
      {"association_type_id", "INT", false},   {"category", "VARCHAR(30) COLLATE utf8mb4_bin", false},
      {"label", "VARCHAR(255)", true},         {"synced_at", "DATETIME", false}};
  return table;
}

mariadb::TableDef AssociationQueueTable() {
  mariadb::TableDef table{"hubspot_association_queue", {}, {"number"}};
  table.columns = {{"number", "BIGINT", false, std::nullopt, true},
                   {"object_type_id", kTypeId, false},
                   {"id", kId, false},
                   {"to_object_type_id", kTypeId, false}};
  table.indexes = {{"object_idx", {"object_type_id", "to_object_type_id"}}};
  return table;
}

template <typename Reading>
std::vector<Link> StoredLinks(Reading& reading, const LinkPair& pair, const std::vector<std::uint64_t>& ids,
                              LinkKinds& kinds) {
  std::vector<Link> links;
  if (ids.empty()) {
    return links;
  }
  mariadb::Result rows = reading.Query(fmt::format(
      "SELECT from_id, to_id, category, association_type_id, label FROM hubspot_associations WHERE {} AND "
      "from_id IN ({})",
      PairCondition(reading, pair), QuotedNumbers(ids)));
  links.reserve(rows.row_count());
  while (rows.Next()) {
    links.push_back({ToNumber(*rows.Text(0)), ToNumber(*rows.Text(1)),
                     kinds.IndexOf(*rows.Text(2), *rows.Text(3), rows.Text(4).value_or(""))});
  }
  std::sort(links.begin(), links.end());
  return links;
}

template std::vector<Link> StoredLinks(mariadb::Connection&, const LinkPair&,
                                       const std::vector<std::uint64_t>&, LinkKinds&);
template std::vector<Link> StoredLinks(mariadb::Transaction&, const LinkPair&,
                                       const std::vector<std::uint64_t>&, LinkKinds&);

void DeleteLinks(Transaction& transaction, const LinkPair& pair, const std::vector<Link>& links,
                 const LinkKinds& kinds) {
  DeleteEach(transaction, pair, links, [&](const Link& link) {
    const LinkKind& kind = kinds.At(link.kind);
    return fmt::format("from_id = '{}' AND to_id = '{}' AND category = {} AND association_type_id = {}",
                       link.from, link.to, transaction.Quote(kind.category), transaction.Quote(kind.type_id));
  });
}

void DeleteBetween(Transaction& transaction, const LinkPair& pair, const std::vector<Link>& links) {
  DeleteEach(transaction, pair, links, [&](const Link& link) {
    return fmt::format("from_id = '{}' AND to_id = '{}'", link.from, link.to);
  });
}

void InsertLinks(Transaction& transaction, const LinkPair& pair, const std::vector<Link>& links,
                 const LinkKinds& kinds) {
  if (links.empty()) {
    return;
  }
  static const mariadb::InsertStatement kUpsert{
      "INSERT INTO hubspot_associations (from_object_type_id, from_id, to_object_type_id, to_id, category, "
      "association_type_id, label, synced_at) VALUES ",
      "(?, ?, ?, ?, ?, ?, ?, UTC_TIMESTAMP())",
      " ON DUPLICATE KEY UPDATE label = VALUES(label), synced_at = VALUES(synced_at)"};
  Arena arena;
  mariadb::ColumnBatch batch(7);
  batch.Reserve(links.size());
  for (const Link& link : links) {
    const LinkKind& kind = kinds.At(link.kind);
    batch.Append(0, pair.from.type_id);
    batch.Append(1, arena.Copy(fmt::format_int(link.from).c_str()));
    batch.Append(2, pair.to.type_id);
    batch.Append(3, arena.Copy(fmt::format_int(link.to).c_str()));
    batch.Append(4, kind.category);
    batch.Append(5, kind.type_id);
    batch.Append(6, kind.label.empty() ? std::nullopt : std::optional<std::string_view>(kind.label));
  }
  transaction.ExecuteBatch(kUpsert, batch);
}

void DeleteLinksOf(Transaction& transaction, const ObjectType& type, std::span<const std::string_view> ids) {
  if (ids.empty()) {
    return;
  }
  const std::string list = QuotedIds(transaction, ids);
  for (const char* side : {"from", "to"}) {
    transaction.Execute(
        fmt::format("DELETE FROM hubspot_associations WHERE {0}_object_type_id = {1} AND {0}_id IN ({2})",
                    side, transaction.Quote(type.type_id), list));
  }
}

bool SaveAssociationTypes(Transaction& transaction, const LinkPair& pair,
                          const std::vector<hubspot::AssociationType>& types) {
  using Key = std::pair<std::string, std::string>;
  const std::string of_pair = PairCondition(transaction, pair);
  std::map<Key, std::string> stored;
  mariadb::Result rows = transaction.Query(
      "SELECT category, association_type_id, IFNULL(label, '') FROM hubspot_association_types WHERE " +
      of_pair);
  while (rows.Next()) {
    stored[{rows.String(0), rows.String(1)}] = rows.String(2);
  }
  LinkKinds kinds;
  bool changed = false;
  for (const hubspot::AssociationType& type : types) {
    const LinkKind& kind = kinds.At(kinds.IndexOf(type.category, std::to_string(type.type_id), type.label));
    const auto known = stored.extract({kind.category, kind.type_id});
    if (!known.empty() && known.mapped() == kind.label) {
      continue;
    }
    changed = true;
    transaction.Execute(fmt::format(
        "REPLACE INTO hubspot_association_types (from_object_type_id, to_object_type_id, category, "
        "association_type_id, label, synced_at) VALUES ({}, {}, {}, {}, NULLIF({}, ''), UTC_TIMESTAMP())",
        transaction.Quote(pair.from.type_id), transaction.Quote(pair.to.type_id),
        transaction.Quote(kind.category), kind.type_id, transaction.Quote(kind.label)));
  }
  for (const auto& [key, label] : stored) {
    changed = true;
    transaction.Execute(fmt::format(
        "DELETE FROM hubspot_association_types WHERE {} AND category = {} AND association_type_id = {}",
        of_pair, transaction.Quote(key.first), key.second));
  }
  return changed;
}

// By the primary key: left alone, the server may go through all of an index of `archived` for each part.
std::vector<std::string> LiveIds(mariadb::Connection& connection, const ObjectType& type,
                                 std::string_view after, std::size_t limit) {
  return connection
      .Query(fmt::format("SELECT id FROM {} FORCE INDEX (PRIMARY) WHERE archived = 0 AND id > {} ORDER BY id "
                         "LIMIT {}",
                         mariadb::QuoteIdentifier(type.table), connection.Quote(after), limit))
      .Texts();
}

std::vector<std::string> LinkedIds(mariadb::Connection& connection, const LinkPair& pair,
                                   std::string_view after, std::size_t limit) {
  return connection
      .Query(
          fmt::format("SELECT DISTINCT from_id FROM hubspot_associations FORCE INDEX (PRIMARY) WHERE {} AND "
                      "from_id > {} ORDER BY from_id LIMIT {}",
                      PairCondition(connection, pair), connection.Quote(after), limit))
      .Texts();
}

std::vector<std::string> AssociatedTypes(mariadb::Connection& connection, const ObjectType& from) {
  return connection
      .Query("SELECT DISTINCT to_object_type_id FROM hubspot_association_types WHERE from_object_type_id = " +
             connection.Quote(from.type_id))
      .Texts();
}

void QueueLinks(Transaction& transaction, const ObjectType& type, std::span<const std::string_view> ids,
                std::string_view to) {
  if (ids.empty()) {
    return;
  }
  static const mariadb::InsertStatement kInsert{
      "INSERT INTO hubspot_association_queue (object_type_id, id, to_object_type_id) VALUES ", "(?, ?, ?)"};
  mariadb::ColumnBatch batch(3);
  for (const std::string_view id : ids) {
    batch.Append(0, type.type_id);
    batch.Append(1, id);
    batch.Append(2, to);
  }
  transaction.ExecuteBatch(kInsert, batch);
}

void NoteLinks(Transaction& transaction, const ObjectType& type, const mariadb::ColumnBatch& rows,
               std::size_t archived_column, bool queue) {
  std::vector<std::string_view> gone;
  std::vector<std::string_view> live;
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const bool archived = rows.Text(archived_column, row) == "1";
    if (archived || queue) {
      (archived ? gone : live).push_back(rows.Text(0, row));
    }
  }
  DeleteLinksOf(transaction, type, gone);
  QueueLinks(transaction, type, live, "");
}

QueuedLinks ReadQueue(mariadb::Connection& connection, const ObjectType& type, std::string_view to,
                      std::string_view after, std::size_t limit) {
  mariadb::Result rows = connection.Query(
      fmt::format("SELECT number, id FROM hubspot_association_queue WHERE object_type_id = {} AND "
                  "to_object_type_id = {} AND number > {} ORDER BY number LIMIT {}",
                  connection.Quote(type.type_id), connection.Quote(to), after, limit));
  QueuedLinks queued;
  while (rows.Next()) {
    queued.numbers.push_back(rows.String(0));
    queued.ids.push_back(rows.String(1));
  }
  std::sort(queued.ids.begin(), queued.ids.end());
  queued.ids.erase(std::unique(queued.ids.begin(), queued.ids.end()), queued.ids.end());
  return queued;
}

void Dequeue(Transaction& transaction, const QueuedLinks& queued) {
  if (!queued.numbers.empty()) {
    transaction.Execute(fmt::format("DELETE FROM hubspot_association_queue WHERE number IN ({})",
                                    fmt::join(queued.numbers, ",")));
  }
}

void Unqueue(Transaction& transaction, const ObjectType& type, std::span<const std::string_view> ids) {
  if (!ids.empty()) {
    transaction.Execute(
        fmt::format("DELETE FROM hubspot_association_queue WHERE object_type_id = {} AND id IN ({})",
                    transaction.Quote(type.type_id), QuotedIds(transaction, ids)));
  }
}

}  // namespace hm::sync
