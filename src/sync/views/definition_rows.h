// The rows of hubspot_properties and hubspot_property_options, as HubSpot's definitions of one object make
// them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hubspot/schema.h"
#include "sync/objects/object_types.h"
#include "sync/sensitive/withheld.h"
#include "sync/store/small_table.h"

namespace hm::sync {

using Definitions = std::vector<hubspot::PropertyDefinition>;

// Keys of both tables together stay below InnoDB's 3,072 bytes. HubSpot's names have at most 100 characters.
inline constexpr std::size_t kLongestPropertyName = 191;
inline constexpr std::size_t kLongestOptionValue = 512;

// The tables' columns but the row times; in both, the property's name is second in the key and `archived`
// the last cell.
const SmallTable& PropertiesRows();
const SmallTable& OptionsRows();

// Differs whenever a definition does.
std::string FingerprintOf(const Definitions& definitions, const Withheld& withheld);

// `stored` are the rows that there are: a column of the view, once given, stays its property's. A name too
// long for the key gets no row.
SmallTable::Rows PropertyRows(const ObjectType& type, const Definitions& definitions,
                              const SmallTable::Rows& stored);
SmallTable::Rows OptionRows(const ObjectType& type, const Definitions& definitions);

}  // namespace hm::sync
