#include <gtest/gtest.h>

#include <string>

#include "support/process.h"
#include "support/simulator.h"

namespace hm::test {
namespace {

using nlohmann::json;

TEST(SimPort, IsNotSharedWithAnother) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1"});
  const std::string port = sim.url().substr(sim.url().rfind(':') + 1);
  const RunResult second =
      test::Run({std::string(BINARY_DIR) + "/hubspot-sim", "--port", port, "--contacts", "1"}, {},
                std::chrono::seconds{10});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_EQ(second.err,
            "hubspot-sim: cannot listen on 127.0.0.1:" + port + "; is another one running there?\n");
}

TEST(SimLimits, BurstRefusalHasThePolicyAndAllHeaders) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1", "--rate-limit", "3"});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(sim.Api(kContactsPath).status, 200);
  const HttpAnswer refused = sim.Api(kContactsPath);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.Json()["policyName"], "TEN_SECONDLY_ROLLING");
  EXPECT_EQ(refused.Json()["errorType"], "RATE_LIMIT");
  EXPECT_EQ(refused.headers.at("x-hubspot-ratelimit-max"), "3");
  EXPECT_EQ(refused.headers.at("x-hubspot-ratelimit-remaining"), "0");
  EXPECT_EQ(refused.headers.at("x-hubspot-ratelimit-interval-milliseconds"), "10000");
  EXPECT_FALSE(refused.headers.contains("retry-after"));
  const json counters = sim.Counters();
  EXPECT_EQ(counters["refused429"], 1);
  EXPECT_EQ(counters["maxPer10s"], 4);
}

TEST(SimLimits, SearchRefusalIsTheBareOne) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1", "--search-rate", "2"});
  HttpAnswer answer;
  for (int i = 0; i < 3; ++i) answer = sim.Api(std::string(kContactsPath) + "/search", "{}");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.Json()["message"], "You have reached your secondly limit.");
  EXPECT_EQ(answer.Json()["category"], "RATE_LIMITS");
  EXPECT_FALSE(answer.Json().contains("policyName"));
  EXPECT_TRUE(answer.headers.contains("x-hubspot-ratelimit-daily-remaining"));
  EXPECT_FALSE(answer.headers.contains("x-hubspot-ratelimit-max"));
  EXPECT_EQ(sim.Api(kContactsPath).status, 200) << "search has a lane of its own";
}

TEST(SimLimits, DailyQuotaRefusesUntilTheAccountsMidnight) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1", "--daily-limit", "2"});
  sim.Api(kContactsPath);
  sim.Api(kContactsPath);
  const HttpAnswer refused = sim.Api(kContactsPath);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.Json()["policyName"], "DAILY");
  EXPECT_EQ(refused.headers.at("x-hubspot-ratelimit-daily-remaining"), "0");
  sim.Post("/_sim/settings", {{"clockOffsetMs", 86'400'000}});
  EXPECT_EQ(sim.Api(kContactsPath).status, 200);
}

TEST(SimLimits, LongUrlsGetAnHtmlPage) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1"});
  EXPECT_EQ(sim.Api(kContactsPath + ("?properties=" + std::string(15'800, 'a'))).status, 200);
  const HttpAnswer answer = sim.Api(kContactsPath + ("?properties=" + std::string(16'000, 'a')));
  EXPECT_EQ(answer.status, 414);
  EXPECT_EQ(answer.headers.at("content-type"), "text/html");
  EXPECT_NE(answer.body.find("414 Request-URI Too Large"), std::string::npos);
}

TEST(SimLimits, TokensAndScopes) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1"});
  const HttpAnswer none = sim.Api(kContactsPath, "", "");
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(none.Json()["category"], "INVALID_AUTHENTICATION");
  const HttpAnswer wrong = sim.Api(kContactsPath, "", "pat-na1-wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.Json()["category"], "EXPIRED_AUTHENTICATION");
  sim.Post("/_sim/settings", {{"scopes", {"crm.objects.deals.read"}}});
  const HttpAnswer refused = sim.Api(kContactsPath);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.Json()["category"], "MISSING_SCOPES");
  EXPECT_EQ(refused.Json()["errors"][0]["context"]["requiredGranularScopes"][0], "crm.objects.contacts.read");
  EXPECT_EQ(sim.Api("/crm/v3/objects/deals").status, 200);
}

TEST(SimLimits, SensitivePropertiesNeedTheirScope) {
  const Simulator sim(BINARY_DIR, {"--contacts", "1"});
  EXPECT_EQ(sim.Api(std::string(kContactsPath) + "?properties=passport_number").status, 403);
  const json plain = sim.Api("/crm/v3/properties/contacts").Json()["results"];
  for (const json& property : plain) EXPECT_NE(property["name"], "passport_number");
  EXPECT_EQ(sim.Api("/crm/properties/2026-09/contacts?dataSensitivity=sensitive").Json()["results"].size(),
            1U);
}

TEST(SimLimits, TheTokenTellsPortalAndScopes) {
  const Simulator sim(BINARY_DIR);
  const json info =
      sim.Api("/oauth/v2/private-apps/get/access-token-info", json({{"tokenKey", Simulator::Token()}}).dump())
          .Json();
  EXPECT_EQ(info["hubId"], sim.Api("/account-info/2026-09/details").Json()["portalId"]);
  EXPECT_FALSE(info["scopes"].empty());
}

}  // namespace
}  // namespace hm::test
