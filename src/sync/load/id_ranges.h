// The ranges of a first load as the database keeps them: rows of hubspot_sync_ranges, saved in the
// transaction of the rows they cover.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "sync/load/range_plan.h"

namespace hm::sync {

mariadb::TableDef RangeTable();

// In order; empty when the object has none.
std::vector<IdRange> LoadRanges(mariadb::Connection& connection, std::string_view object);
// Adds ranges and moves those that are there.
void SaveRanges(mariadb::Transaction& transaction, std::string_view object, std::span<const IdRange> ranges);
void ClearRanges(mariadb::Transaction& transaction, std::string_view object);

}  // namespace hm::sync
