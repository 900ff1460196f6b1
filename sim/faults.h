// Faults that tests order: the nth request that fits gets something else than its answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/catalogue.h"
#include "sim/http.h"

namespace hubsim {

class Faults {
 public:
  // Body of POST /_sim/faults. Throws nlohmann::json::exception on a wrong shape, std::invalid_argument for a
  // kind or key it does not know.
  int Add(const Json& rule);
  void Clear() { rules_.clear(); }
  // Rule for this request, counting it; nullopt when it is to be answered as usual.
  // `route` is the request's label with the object's plural name, such as "listArchived/contacts".
  std::optional<Json> Match(const Request& request, const std::string& route);
  Json ToJson() const;

 private:
  struct Rule {
    Json spec;
    std::string match;
    // "listArchived/contacts", or "listArchived" for any object; empty for all.
    std::string route;
    std::string body;
    int nth = 1;
    int times = 1;
    int seen = 0;
    int hits = 0;
  };
  static bool Fits(const Rule& rule, const Request& request, const std::string& route);

  std::vector<Rule> rules_;
};

// What the fault makes of the ordinary answer. `reply` is the ordinary answer.
Reply ApplyFault(const Json& fault, const Request& request, Reply reply);
// True when the ordinary answer is not needed (a plain status or a reset).
bool ReplacesAnswer(const Json& fault);

}  // namespace hubsim
