// Everything the simulated account is: object types, pipelines, settings, counters, faults. One mutex guards
// it.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/faults.h"
#include "sim/limiter.h"
#include "sim/pipelines.h"
#include "sim/store.h"

namespace hubsim {

struct WorldOptions {
  std::uint64_t seed = 1;
  std::map<std::string, std::size_t> counts;  // records by object name
  bool small = false;
  // Share of records with awkward values, 0 to 1.
  double awkward = 0.02;
  std::map<std::string, std::string> catalogue_files;  // object name -> properties JSON
};

struct Settings {
  std::string token = "pat-na1-00000000-1111-2222-3333-444444444444";
  std::int64_t portal_id = 4321987;
  std::set<std::string> scopes;
  Millis index_lag_ms = 0;
  Millis clock_offset_ms = 0;
  int latency_ms = 0;
  // Longest request line in characters; a longer one gets the 414 page.
  std::size_t max_url = 16'000;
  bool gzip = false;
  bool shuffle_search = false;
  bool short_pages = false;
  bool future_rows = false;
  // HubSpot's beta: a merge keeps the primary's id instead of making a third.
  bool merge_keeps_primary = false;
  // Losers of a merge stand in the archived list, under their own id.
  bool list_merged = false;
  bool own_type_associations = false;  // records may be associated with others of their type
  // What reading a loser gives: the winner, nothing (a batch read leaves it out without a word), or an error.
  std::string merged_read = "winner";
  // How long a record is gone from the live list before it stands in the archived one.
  Millis archived_lag_ms = 0;
  // Archived records are dropped for good after that many days.
  std::int64_t archived_days = 90;
  // Added to the Date header alone, on top of clock_offset_ms.
  Millis date_offset_ms = 0;
  // Most rows a page of the list holds, whatever its `limit`; 0 for no such bound.
  std::uint64_t list_page_rows = 0;
  // Most records a batch read of associations takes.
  std::uint64_t association_inputs = 1000;
  // false: list cursors are opaque and only those handed out are taken.
  bool lower_bound_list = true;
  // Also the definitions of sensitive properties need their scope.
  bool sensitive_lists_need_scope = false;
  // The token is an OAuth access token: nothing tells of the day's requests, nor of the token.
  bool oauth = false;
  // true: list cursors are numbers, but one that was not handed out counts as none.
  bool own_cursors_only = false;
};

// An association made or removed by a test, on top of the seeded ones.
struct AssociationEdit {
  std::string from;
  std::uint64_t from_id;
  std::string to;
  std::uint64_t to_id;
  std::vector<int> type_ids;
  bool removed;
};

class World {
 public:
  explicit World(const WorldOptions& options);

  std::mutex mutex;
  Settings settings;
  std::set<std::uint64_t> given_cursors;  // kept with own_cursors_only
  Limiter limiter;
  Counters counters;
  AtOnce at_once;
  Faults faults;
  std::map<std::string, Json> pipelines;
  // Active and archived ones, as the API shows them.
  Json owners;
  std::vector<AssociationEdit> associations;
  // Changes a second by object (POST /_sim/churn).
  std::map<std::string, double> churn;
  // The latest requests, for a look at what a client did.
  std::deque<Json> log;
  std::uint64_t requests = 0;

  // By plural name, singular in any case, or type id ("contacts", "COMPANY", "0-3"); null when unknown.
  ObjectStore* Find(std::string_view type);
  const std::vector<std::unique_ptr<ObjectStore>>& Stores() const { return stores_; }
  // Of a custom object: p4321987_cars.
  std::string QualifiedName(const ObjectType& type) const;
  // A custom object was deleted, and one of the same name made: no records, another type id. `store` dies.
  void Remake(ObjectStore& store, const std::string& type_id);

  // The account's clock (with the offset) and the machine's.
  Millis Now() const;
  static Millis RealNow();
  // Records changed now reach the search index then.
  Millis VisibleAt() const { return VisibleAt(settings.index_lag_ms); }
  static Millis VisibleAt(Millis lag_ms) { return RealNow() + lag_ms; }
  // Drops what HubSpot's recycle bin keeps no longer.
  void PurgeExpired(ObjectStore& store) const;
  // Number of the day in the account's time zone; daily quotas reset with it.
  std::int64_t AccountDay() const;

 private:
  std::vector<std::unique_ptr<ObjectStore>> stores_;
};

}  // namespace hubsim
