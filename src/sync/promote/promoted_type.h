// What column a property gets by its type at HubSpot, and the SQL that fills it from properties_json with
// what RowBuilder would have written.
#pragma once

#include <string>
#include <string_view>

#include "mariadb/connection.h"
#include "sync/promote/promoted_columns.h"

namespace hm::sync {

// In state kAdding. Types that are no number, time or bool are text, compared as in the view: strings without
// case, others byte by byte.
PromotedColumn ColumnFor(const std::string& property, std::string_view hubspot_type);

// The value of the row `t`.
std::string FillExpression(const mariadb::Connection& connection, const PromotedColumn& column);

// True of a row whose value the column could not hold whole, once the column is filled.
std::string MisfitCondition(const mariadb::Connection& connection, const PromotedColumn& column);

}  // namespace hm::sync
