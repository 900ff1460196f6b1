// Views over hubspot_property_history: v_deals_history, each change with the moment up to which it held, and
// for objects with pipelines v_deal_stage_durations.
#pragma once

#include <string>
#include <vector>

#include "sync/objects/object_types.h"
#include "sync/store/write_session.h"

namespace hm::sync {

// Makes them, or replaces those whose text is another by now; as KeepView() otherwise.
void KeepHistoryViews(WriteSession& session, const ObjectType& type, const std::string& views_database);

// Of all that it makes for the object.
std::vector<std::string> HistoryViewNames(const ObjectType& type);

}  // namespace hm::sync
