// hubspot_property_history: a row for each change of a property, of objects that HISTORY names.
#pragma once

#include <span>
#include <string_view>

#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "sync/objects/object_types.h"

namespace hm::sync {

mariadb::TableDef HistoryTable();

// The history of those of these records that have no row (any more) goes, also while HISTORY is unset: where
// it was kept ever, the table is there.
void EraseHistory(mariadb::Transaction& transaction, const ObjectType& type,
                  std::span<const std::string_view> ids);

}  // namespace hm::sync
