// `check --probe`: asks the user's own account about every assumption on HubSpot's behaviour that nobody
// could verify from outside, by reading alone and within kMostRequests. What it finds is told in fixed words,
// counts and HTTP statuses, so that it can be sent to others: no ids, no values, no names, no token, no
// account.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hubspot/client.h"

namespace hm::cli {

inline constexpr int kMostProbeRequests = 40;

enum class Verdict {
  kAsAssumed,
  kDiffers,
  kNotSeen,   // the account holds nothing to tell it by
  kNoAnswer,  // HubSpot refused the question, or the requests are used up
};

std::string_view ToString(Verdict verdict);

// What a probe saw, and which way a sync takes because of it.
struct Seen {
  Verdict verdict;
  std::string saw;
  std::string path;
};

struct Finding {
  std::string_view probe;     // "list-order"
  std::string_view question;  // what is assumed
  Seen seen;
};

// Runs all of them. One that fails is a finding and ends no other. `client` must be fresh: all that it sends
// counts. Throws Error when HubSpot takes no request at all: kAuth, kRetry.
std::vector<Finding> RunProbes(hubspot::Client& client);

}  // namespace hm::cli
