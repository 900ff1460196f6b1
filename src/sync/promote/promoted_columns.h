// hubspot_promoted_columns: the columns that PROMOTE added to the tables of objects, and how far each has
// come. What stands there was made by this program, and nothing else is ever dropped.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "sync/objects/object_types.h"

namespace hm::sync {

// In the order in which a column lives.
namespace promotion {
inline constexpr std::string_view kAdding = "adding";      // the table may have it already
inline constexpr std::string_view kFilling = "filling";    // every write fills it; old rows up to after_id
inline constexpr std::string_view kIndexing = "indexing";  // every row is filled
inline constexpr std::string_view kReady = "ready";        // the views use it
inline constexpr std::string_view kLeaving = "leaving";    // still filled, as a view may still use it
inline constexpr std::string_view kDropping = "dropping";  // no longer filled
}  // namespace promotion

struct PromotedColumn {
  std::string property;  // the column bears its name
  std::string sql_type;
  CellKind kind;
  std::string state;
  std::string after_id;  // up to which old rows are filled
  std::string index;     // its name; "" until it was chosen
};
using PromotedColumns = std::map<std::string, PromotedColumn, std::less<>>;  // by property

mariadb::TableDef PromotedTable();

PromotedColumns ReadPromoted(mariadb::Connection& connection, const ObjectType& type);
void SavePromoted(mariadb::Transaction& transaction, const ObjectType& type, const PromotedColumn& column);
void DropPromoted(mariadb::Transaction& transaction, const ObjectType& type, const std::string& property);

// The type with the promoted columns that its table has and every write fills.
ObjectType WithPromoted(mariadb::Connection& connection, const ObjectType& type);
// The type with those that are filled in every row and have their index, for views.
ObjectType WithFilled(mariadb::Connection& connection, const ObjectType& type);

// A check for the transactions of whoever writes rows beside the object's sync, which may add or drop columns
// meanwhile: throws Error(kRetry) when they are others by now than `type`, made by WithPromoted(), has, and
// keeps them as they are until the transaction ends. To be run once the transaction has read the table.
std::function<void(mariadb::Transaction&)> HoldPromoted(const ObjectType& type);

}  // namespace hm::sync
