// Which sensitive properties the token may read. HubSpot refuses a whole read when one that it may not is
// among those asked for, so nothing is asked for that its scopes do not name. They are learnt by one request
// when the token is new, once a day, when `run` starts and by a full sync, and kept in hubspot_meta between.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "hubspot/client.h"
#include "sync/objects/object_types.h"
#include "sync/store/write_session.h"

namespace hm::sync {

// Thread-safe. The client must outlive it.
class SensitiveScopes {
 public:
  // `anew`: what was kept by an earlier process does not count.
  SensitiveScopes(hubspot::Client& client, bool anew) : client_(client), anew_(anew) {}

  // The classes whose properties may be read, of `sensitive` and `highly_sensitive`. `keep` as the session
  // may write. HubSpot's silence is no error: what is known of the same token holds.
  std::vector<std::string> ClassesOf(WriteSession& session, const ObjectType& type, bool keep,
                                     const std::stop_token& stop);

  // HubSpot refused these all the same: the object has none until the scopes are learnt again.
  void Refused(WriteSession& session, const ObjectType& type, bool keep);

 private:
  struct Learnt {
    std::string token;     // its fingerprint
    std::int64_t at_ms{};  // by HubSpot's clock
  };
  bool IsFresh() const;
  void Load(WriteSession& session);
  void Learn(WriteSession& session, bool keep, const std::stop_token& stop);
  std::string Mark() const;

  hubspot::Client& client_;
  std::mutex mutex_;
  bool anew_;                                                 // guarded by mutex_
  bool loaded_ = false;                                       // guarded by mutex_
  Learnt learnt_;                                             // guarded by mutex_
  std::map<std::string, std::set<std::string>> scopes_;       // guarded by mutex_: objects by class
  std::map<std::string, std::string, std::less<>> refusals_;  // guarded by mutex_: by type id, Mark() of then
};

}  // namespace hm::sync
