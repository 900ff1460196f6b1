// hubspot_associations, hubspot_association_types, and the queue of records whose associations are to be read
// again. What writes runs in the caller's transaction.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hubspot/types.h"
#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "sync/associations/links.h"

namespace hm::sync {

mariadb::TableDef AssociationTable();
mariadb::TableDef AssociationTypeTable();
mariadb::TableDef AssociationQueueTable();

// The associations that the table has of these records, sorted. `reading`: a Connection or a Transaction.
template <typename Reading>
std::vector<Link> StoredLinks(Reading& reading, const LinkPair& pair, const std::vector<std::uint64_t>& ids,
                              LinkKinds& kinds);

// In the order of their text, the first `limit` after `after`: records that are live here,
std::vector<std::string> LiveIds(mariadb::Connection& connection, const ObjectType& type,
                                 std::string_view after, std::size_t limit);
// and records that the table has associations of, whether they are here or not.
std::vector<std::string> LinkedIds(mariadb::Connection& connection, const LinkPair& pair,
                                   std::string_view after, std::size_t limit);

void DeleteLinks(mariadb::Transaction& transaction, const LinkPair& pair, const std::vector<Link>& links,
                 const LinkKinds& kinds);
void InsertLinks(mariadb::Transaction& transaction, const LinkPair& pair, const std::vector<Link>& links,
                 const LinkKinds& kinds);
// All between the two records of each, of whatever kind.
void DeleteBetween(mariadb::Transaction& transaction, const LinkPair& pair, const std::vector<Link>& links);

// Those of archived, merged and erased records, from both sides.
void DeleteLinksOf(mariadb::Transaction& transaction, const ObjectType& type,
                   std::span<const std::string_view> ids);

// Makes the table say what HubSpot says of the pair; true when something changed.
bool SaveAssociationTypes(mariadb::Transaction& transaction, const LinkPair& pair,
                          const std::vector<hubspot::AssociationType>& types);
// Type ids of the objects with which records of `from` can be associated.
std::vector<std::string> AssociatedTypes(mariadb::Connection& connection, const ObjectType& from);

// To be read again: associations of these records of `type` with records of `to`, a type id, or "" for all.
void QueueLinks(mariadb::Transaction& transaction, const ObjectType& type,
                std::span<const std::string_view> ids, std::string_view to);

// For rows just written, ids in the first column: those archived lose their associations, those of the others
// are queued if `queue`.
void NoteLinks(mariadb::Transaction& transaction, const ObjectType& type, const mariadb::ColumnBatch& rows,
               std::size_t archived_column, bool queue);

struct QueuedLinks {
  std::vector<std::string> numbers;  // of the queue's rows, ascending
  std::vector<std::string> ids;      // of records, each once
};
// The first `limit` of the queue whose number is above `after`.
QueuedLinks ReadQueue(mariadb::Connection& connection, const ObjectType& type, std::string_view to,
                      std::string_view after, std::size_t limit);
void Dequeue(mariadb::Transaction& transaction, const QueuedLinks& queued);
// Whatever is queued of these records. Reads the queue of the whole object.
void Unqueue(mariadb::Transaction& transaction, const ObjectType& type,
             std::span<const std::string_view> ids);

}  // namespace hm::sync
