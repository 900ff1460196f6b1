// The probes keep to their allowance whatever HubSpot answers.
#include <gtest/gtest.h>

#include "cli/probe/ground.h"

namespace hm::cli {
namespace {

// Answers everything with a status and a body, and counts.
class SameAnswer : public http::Transport {
 public:
  SameAnswer(int status, std::string body) : status_(status), body_(std::move(body)) {}
  http::Response Send(const http::Request& request, const std::stop_token& /*stop*/) override {
    ++sent;
    http::Response answer;
    answer.status = status_;
    answer.body = http::Buffer(request.url.ends_with("/details") ? R"({"portalId":1})" : body_);
    return answer;
  }
  int sent = 0;

 private:
  int status_;
  std::string body_;
};

hubspot::ClientOptions OneTry() {
  hubspot::ClientOptions options;
  options.max_tries = 1;
  options.token = Secret("pat-na1-secret");
  return options;
}

TEST(Probes, SendNoMoreThanTheirAllowance) {
  SameAnswer transport(200, R"({"portalId":1,"total":3,"results":[{"id":"5"},{"id":"7"},{"id":"9"}]})");
  hubspot::Client client(OneTry(), transport);
  Ground ground(client);
  ground.Begin();
  EXPECT_THROW(
      {
        while (transport.sent <= kMostProbeRequests) ground.Get("/x");
      },
      Error);
  EXPECT_EQ(transport.sent, kMostProbeRequests);
}

TEST(Probes, SurviveAnswersOfEveryForm) {
  for (const char* body :
       {"null", "[]", "{}", "<html>", R"({"results":7,"total":"x"})",
        R"({"total":1,"results":[null,{"id":5},{"id":"5","properties":[]}],"paging":"x"})",
        R"({"total":9,"results":[{"id":"3","properties":{}},{"id":"2","properties":null},{}]})",
        R"({"total":1,"results":[{"from":1,"to":2}],"errors":[1,{"context":{"ids":[[]]}}]})"}) {
    SameAnswer transport(200, body);
    hubspot::Client client(OneTry(), transport);
    EXPECT_FALSE(RunProbes(client).empty()) << body;
    EXPECT_LE(transport.sent, kMostProbeRequests) << body;
  }
}

}  // namespace
}  // namespace hm::cli
