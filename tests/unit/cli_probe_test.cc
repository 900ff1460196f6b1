// The probes keep to their allowance whatever HubSpot answers.
#include <gtest/gtest.h>

#include "cli/probe/ground.h"

namespace hm::cli {
namespace {

// Answers all but the account with its bodies in turn, and counts.
class Answers : public http::Transport {
 public:
  explicit Answers(std::vector<std::string> bodies) : bodies_(std::move(bodies)) {}
  http::Response Send(const http::Request& request, const std::stop_token& /*stop*/) override {
    http::Response answer;
    answer.status = 200;
    answer.body = http::Buffer(request.url.ends_with("/details") ? R"({"portalId":1})"
                                                                 : bodies_.at(sent % bodies_.size()));
    ++sent;
    return answer;
  }
  std::size_t sent = 0;

 private:
  std::vector<std::string> bodies_;
};

hubspot::ClientOptions OneTry() {
  hubspot::ClientOptions options;
  options.max_tries = 1;
  options.token = Secret("pat-na1-secret");
  return options;
}

TEST(Probes, SendNoMoreThanTheirAllowance) {
  Answers transport({R"({"total":3,"results":[{"id":"5"},{"id":"7"},{"id":"9"}]})"});
  hubspot::Client client(OneTry(), transport);
  Ground ground(client);
  ground.Begin();
  EXPECT_THROW(
      {
        while (transport.sent <= static_cast<std::size_t>(kMostProbeRequests)) ground.Get("/x");
      },
      Error);
  EXPECT_EQ(transport.sent, static_cast<std::size_t>(kMostProbeRequests));
  EXPECT_THROW(ground.Properties(), Error);
}

TEST(Probes, SurviveAnswersOfEveryForm) {
  const std::vector<std::string> bodies{
      R"({"total":9,"results":[{"id":"3","properties":{}},{"id":"2","properties":null},{}]})",
      R"({"total":1,"results":[null,{"id":5},{"id":"5","properties":[]}],"paging":"x"})", "null",
      R"({"total":1,"results":[{"from":1,"to":2}],"errors":[1,{"context":{"ids":[[]]}}]})",
      R"({"results":7,"total":"x"})"};
  Answers transport(bodies);
  hubspot::Client client(OneTry(), transport);
  EXPECT_FALSE(RunProbes(client).empty());
  EXPECT_LE(transport.sent, static_cast<std::size_t>(kMostProbeRequests));
}

}  // namespace
}  // namespace hm::cli
