// Which records belong together: seeded by creation order, changed by tests.
#pragma once

#include <string>
#include <vector>

#include "sim/world.h"

namespace hubsim {

struct Association {
  std::uint64_t to_id;
  std::vector<int> type_ids;
};

// Associations of one record, ascending by id. Gone and archived records have none.
std::vector<Association> AssociationsOf(World& world, ObjectStore& from, Slot slot, ObjectStore& to);
// Association types between two object types: {"category","typeId","label"}.
Json AssociationTypes(const std::string& from, const std::string& to);
// The entries of an answer's associationTypes.
Json TypesJson(const std::vector<int>& ids, const Json& known);
// All that live records have: {"fromId","toId","category","typeId","label"}.
Json AssociationTruth(World& world, ObjectStore& from, ObjectStore& to);
// "contact_to_company" and the like, as inline lists name types; unlabelled ones end in _unlabeled.
std::string InlineTypeName(const ObjectType& from, const ObjectType& to, int type_id);

}  // namespace hubsim
