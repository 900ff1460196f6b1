// sync_events: what happened to the mirror that a person may want to know of later; the newest kMostEvents
// stay. Messages hold counts and names of objects, properties and tables, never customer data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "mariadb/ddl.h"
#include "mariadb/transaction.h"
#include "sync/sync_context.h"

namespace hm::sync {

inline constexpr std::int64_t kMostEvents = 10'000;

namespace event {
inline constexpr std::string_view kSchema = "schema";             // tables created or changed
inline constexpr std::string_view kTakeover = "takeover";         // the lease of a connector that was gone
inline constexpr std::string_view kFirstLoad = "first_load";      // an object is complete for the first time
inline constexpr std::string_view kNewProperty = "new_property";  // HubSpot lists properties anew
inline constexpr std::string_view kGoneProperty = "gone_property";  // or no longer
inline constexpr std::string_view kHistory = "history";             // of properties begins, or has a gap
inline constexpr std::string_view kRepair = "repair";               // verify wrote what differed
inline constexpr std::string_view kRefused = "refused";             // token, scope, or a mass disappearance
inline constexpr std::string_view kFailed = "failed";               // an object's sync fails anew
inline constexpr std::string_view kRecovered = "recovered";         // it works again
}  // namespace event

mariadb::TableDef EventsTable();

struct Event {
  std::int64_t at_ms = 0;  // milliseconds since 1970, to the second
  std::string kind;
  std::string object;  // "" when it is of no one object
  std::string message;
};

// `object` may be empty.
void NoteEvent(mariadb::Transaction& transaction, std::string_view kind, std::string_view object,
               std::string_view message);

// Notes how an object's sync ended, where that is news: its first load done, a failure that the run before
// did not have, or the end of failing. Before RunRecord::End().
void NoteOutcome(mariadb::Transaction& transaction, std::string_view object, const Summary& summary,
                 const std::optional<Error>& error);

// The newest first.
std::vector<Event> ReadEvents(mariadb::Connection& connection, std::size_t most);

}  // namespace hm::sync
