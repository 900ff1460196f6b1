#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/probe/probes.h"

namespace hm::cli {
namespace {

constexpr const char* kFollows = "nine tenths of what the headers allow are used";

constexpr const char* kLimitHeaders[] = {
    "Max",      "Remaining",         "Interval-Milliseconds", "Daily", "Daily-Remaining",
    "Secondly", "Secondly-Remaining"};

std::optional<std::string> Limit(const Answer& answer, const std::string& name) {
  const auto value = answer.headers.Find("X-HubSpot-RateLimit-" + name);
  return value ? std::optional(std::string(*value)) : std::nullopt;
}

std::string LimitsOf(const Answer& answer) {
  std::vector<std::string> present;
  for (const char* name : kLimitHeaders) {
    if (Limit(answer, name)) present.emplace_back(name);
  }
  return present.empty() ? "none" : fmt::format("{}", fmt::join(present, ", "));
}

}  // namespace

Seen ProbeListHeaders(Ground& ground) {
  const Answer& answer = ground.ListPage();
  const bool dated = answer.headers.Find("Date").has_value();
  const std::string saw = LimitsOf(answer) + (dated ? "; Date" : "; no Date");
  if (!dated) {
    return Differs(saw, "windows of time go by this machine's clock");
  }
  return Limit(answer, "Max") && Limit(answer, "Daily")
             ? AsAssumed(saw, kFollows)
             : Differs(saw, Limit(answer, "Max") ? "the day's limit is found out by being refused"
                                                 : "at most 90 requests in ten seconds are sent");
}

Seen ProbeSearchHeaders(Ground& ground) {
  ground.Object();
  const Answer& answer = ground.search_answer();
  return !Limit(answer, "Max") && Limit(answer, "Daily")
             ? AsAssumed(LimitsOf(answer), "five searches a second")
             : Differs(LimitsOf(answer), "five searches a second all the same");
}

Seen ProbeAccount(Ground& ground) {
  return ground.account_told()
             ? AsAssumed("they can", "tables are held to their account; the day ends at its midnight")
             : Differs("they cannot", "the account is not compared with the tables");
}

Seen ProbeTokenInfo(Ground& ground) {
  const char* path = "check lists the scopes; a sync does not need them";
  ground.Reserve(kTriesOfClient);
  try {
    ground.client().GetTokenInfo({});
    return AsAssumed("it does", path);
  } catch (const Error& e) {
    return Differs(fmt::format("it does not [{}]", CodeName(e.code())), path);
  }
}

Seen ProbeDailyUsage(Ground& ground) {
  const char* path = "the answers' headers are followed, not this";
  const Answer answer = ground.Get(ground.paths().DailyUsage());
  if (!answer.good()) {
    return Differs(answer.Told(), path);
  }
  return answer.Array("results").empty() ? Differs("nothing is told", path) : AsAssumed("they are", path);
}

}  // namespace hm::cli
