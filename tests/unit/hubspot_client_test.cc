#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "hubspot/client.h"

namespace hm::hubspot {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

struct Canned {
  int status = 200;
  std::string body;
  std::vector<http::Header> headers{};
};

// Answers from a list; an empty body with status 0 is a broken connection.
class FakeTransport : public http::Transport {
 public:
  http::Response Send(const http::Request& request, const std::stop_token& /*stop*/) override {
    requests.push_back(request);
    const Canned canned = answers.empty() ? Canned{500, "", {}} : answers.front();
    if (!answers.empty()) {
      answers.pop_front();
    }
    if (canned.status == 0) {
      throw Error(ErrorKind::kRetry, http::Describe(request) + ": connection reset");
    }
    http::Response answer;
    answer.status = canned.status;
    answer.body = http::Buffer(canned.body);
    for (const auto& header : canned.headers) {
      answer.headers.Add(header.name, header.value);
    }
    return answer;
  }

  std::deque<Canned> answers;
  std::vector<http::Request> requests;
};

class ClientTest : public testing::Test {
 protected:
  ClientOptions Options(std::string version = "2026-09") {
    ClientOptions options;
    options.base_url = "https://api.example/";
    options.version = std::move(version);
    options.token = Secret("pat-na1-secret");
    options.sleep = [this](Millis wait, const std::stop_token&) { sleeps.push_back(wait); };
    return options;
  }

  ErrorKind KindOf(const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      message = error.what();
      return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::kBug;
  }

  FakeTransport transport;
  std::vector<Millis> sleeps;
  std::string message;
};

constexpr const char* kEmptyPage = R"({"results":[]})";

TEST_F(ClientTest, AsksForAListExactly) {
  Client client(Options(), transport);
  transport.answers = {{200, kEmptyPage}, {200, kEmptyPage}};
  RecordPage page;
  const std::vector<std::string> properties = {"email", "a b"};
  const ListRequest request{.object = "contacts", .properties = properties, .after = "1=", .archived = true};
  client.ListRecords(request, page, {});
  client.ListRecords({.object = "2-123", .limit = 7}, page, {});
  EXPECT_EQ(transport.requests[0].url,
            "https://api.example/crm/objects/2026-09/"
            "contacts?limit=100&archived=true&after=1%3D&properties=email%2Ca%20b");
  EXPECT_EQ(transport.requests[0].url.size(), client.ListUrlLength(request));
  EXPECT_EQ(transport.requests[0].bearer.Reveal(), "pat-na1-secret");
  EXPECT_EQ(transport.requests[1].url, "https://api.example/crm/objects/2026-09/2-123?limit=7");
}

TEST_F(ClientTest, SearchesByWindowAndId) {
  Client client(Options("v3"), transport);
  transport.answers = {{200, kEmptyPage}, {200, kEmptyPage}};
  RecordPage page;
  client.SearchRecords(
      {.object = "deals", .modified_property = "hs_lastmodifieddate", .from_ms = 0, .to_ms = 9}, page, {});
  client.SearchRecords({.object = "contacts",
                        .modified_property = "lastmodifieddate",
                        .from_ms = 5000,
                        .to_ms = 6000,
                        .after_id = "77",
                        .limit = 100},
                       page, {});
  EXPECT_EQ(transport.requests[0].url, "https://api.example/crm/v3/objects/deals/search");
  EXPECT_EQ(transport.requests[0].method, http::Method::kPost);
  EXPECT_EQ(
      transport.requests[0].body,
      R"({"filterGroups":[{"filters":[{"propertyName":"hs_lastmodifieddate","operator":"GTE","value":"1000"},)"
      R"({"propertyName":"hs_lastmodifieddate","operator":"LTE","value":"9"}]}],)"
      R"("sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],)"
      R"("properties":["hs_lastmodifieddate"],"limit":200})");
  EXPECT_EQ(
      transport.requests[1].body,
      R"({"filterGroups":[{"filters":[{"propertyName":"lastmodifieddate","operator":"GTE","value":"5000"},)"
      R"({"propertyName":"lastmodifieddate","operator":"LTE","value":"6000"},)"
      R"({"propertyName":"hs_object_id","operator":"GT","value":"77"}]}],)"
      R"("sorts":[{"propertyName":"hs_object_id","direction":"ASCENDING"}],)"
      R"("properties":["lastmodifieddate"],"limit":100})");
}

TEST_F(ClientTest, ReadsABatch) {
  Client client(Options(), transport);
  transport.answers = {
      {207,
       R"({"results":[{"id":"1"}],"errors":[{"category":"OBJECT_NOT_FOUND","context":{"ids":["2"]}}]})"}};
  RecordPage page;
  const std::vector<std::string> properties = {"email"};
  const std::vector<std::string_view> ids = {"1", "2"};
  client.BatchRead("contacts", properties, ids, page, {});
  EXPECT_EQ(transport.requests[0].url, "https://api.example/crm/objects/2026-09/contacts/batch/read");
  EXPECT_EQ(transport.requests[0].body, R"({"properties":["email"],"inputs":[{"id":"1"},{"id":"2"}]})");
  EXPECT_THAT(page.missing_ids(), ElementsAre("2"));
}

TEST_F(ClientTest, RepeatsPassingFaults) {
  Client client(Options(), transport);
  transport.answers = {
      {0, ""}, {502, "<html>"}, {200, R"({"results":[{"id")"}, {200, "<html>"}, {200, kEmptyPage}};
  transport.answers[3].headers = {{"Content-Type", "text/html"}};
  RecordPage page;
  client.ListRecords({.object = "contacts"}, page, {});
  EXPECT_EQ(transport.requests.size(), 5U);
  EXPECT_EQ(client.stats().retries, 4);
}

TEST_F(ClientTest, Supaglue484_GivesUpInTheEnd) {
  Client client(Options(), transport);
  RecordPage page;
  EXPECT_EQ(KindOf([&] { client.ListRecords({.object = "contacts"}, page, {}); }), ErrorKind::kRetry);
  EXPECT_EQ(transport.requests.size(), 8U);
  EXPECT_THAT(
      message,
      HasSubstr(
          "GET api.example/crm/objects/2026-09/contacts: HubSpot, or a proxy on the way, fails: HTTP 500"));
  EXPECT_THAT(message, Not(HasSubstr("limit=")));
  EXPECT_EQ(client.stats().requests, 8);
  EXPECT_EQ(client.stats().retries, 7);
  transport.requests.clear();
  transport.answers = {{200, "{"}, {200, "{"}, {200, "{"}};
  EXPECT_EQ(KindOf([&] { client.ListProperties("deals", {}); }), ErrorKind::kRetry);
  EXPECT_EQ(transport.requests.size(), 3U);
}

TEST_F(ClientTest, DoesNotRepeatWhatIsFinal) {
  Client client(Options(), transport);
  RecordPage page;
  for (const auto& [status, kind] : {std::pair{401, ErrorKind::kAuth}, std::pair{403, ErrorKind::kScope},
                                     std::pair{414, ErrorKind::kTooLong}, std::pair{400, ErrorKind::kBug}}) {
    transport.requests.clear();
    transport.answers = {{status, "{}"}};
    EXPECT_EQ(KindOf([&] { client.ListRecords({.object = "contacts"}, page, {}); }), kind);
    EXPECT_EQ(transport.requests.size(), 1U);
  }
}

TEST_F(ClientTest, ObeysRetryAfter) {
  Client client(Options(), transport);
  transport.answers = {{429, "{}", {{"Retry-After", "1"}}}, {200, kEmptyPage}};
  RecordPage page;
  const auto start = std::chrono::steady_clock::now();
  client.ListRecords({.object = "contacts"}, page, {});
  EXPECT_THAT(sleeps, ElementsAre(Millis(1000)));
  EXPECT_GE(std::chrono::steady_clock::now() - start, Millis(990))
      << "the lane itself is held for all threads";
  EXPECT_EQ(client.stats().refusals, 1);
}

TEST_F(ClientTest, F_H11_WaitsForTheAccountsMidnight) {
  auto options = Options();
  options.sleep = [this](Millis wait, const std::stop_token&) {
    sleeps.push_back(wait);
    throw Error(ErrorKind::kCancelled, "test ends here");
  };
  Client client(std::move(options), transport);
  transport.answers = {
      {200,
       R"({"portalId":7,"utcOffsetMilliseconds":-18000000,"timeZone":"US/Eastern","accountType":"STANDARD"})"},
      {429, R"({"policyName":"DAILY"})", {{"Date", "Tue, 24 Nov 2026 04:50:00 GMT"}}}};
  const auto account = client.GetAccountDetails({});
  EXPECT_EQ(account.portal_id, 7);
  EXPECT_EQ(account.time_zone, "US/Eastern");
  RecordPage page;
  EXPECT_EQ(KindOf([&] { client.ListRecords({.object = "contacts"}, page, {}); }), ErrorKind::kCancelled);
  ASSERT_EQ(sleeps.size(), 1U);
  EXPECT_NEAR(static_cast<double>(sleeps[0].count()), 600'000, 1'000);
}

// A twentieth of the day is left to the account's other programs, and to what keeps the mirror fresh.
TEST_F(ClientTest, WhatReadsAnObjectWholeLeavesAReserveOfTheDay) {
  Client client(Options(), transport);
  Client bulk = client.Bulk();
  const auto answer_with = [&](std::string_view left) {
    transport.answers.push_back({200,
                                 R"({"results":[]})",
                                 {{"Date", "Tue, 24 Nov 2026 04:50:00 GMT"},
                                  {"X-HubSpot-RateLimit-Daily", "1000"},
                                  {"X-HubSpot-RateLimit-Daily-Remaining", std::string(left)}}});
  };
  RecordPage page;
  for (const char* const left : {"50", "49", "49", "48", "1000", "999"}) {
    answer_with(left);
  }
  bulk.ListRecords({.object = "contacts"}, page, {});
  bulk.ListRecords({.object = "contacts"}, page, {});
  EXPECT_THAT(sleeps, IsEmpty()) << "50 of 1,000 are left";
  client.ListRecords({.object = "contacts"}, page, {});
  EXPECT_THAT(sleeps, IsEmpty()) << "the reserve is for the others";
  bulk.ListRecords({.object = "contacts"}, page, {});
  EXPECT_THAT(sleeps, ElementsAre(Millis(3'600'000))) << "until midnight, but an hour at most";
  bulk.ListRecords({.object = "contacts"}, page, {});
  EXPECT_THAT(sleeps, SizeIs(2));
  bulk.ListRecords({.object = "contacts"}, page, {});
  EXPECT_THAT(sleeps, SizeIs(2)) << "a new day has begun";
}

// A command that a person waits for says so.
TEST_F(ClientTest, ThePatienceOfACommandDoesNotReachToTheNextDay) {
  auto options = Options();
  options.max_tries = 2;
  Client client(std::move(options), transport);
  Client bulk = client.Bulk();
  transport.answers = {
      {200,
       R"({"results":[]})",
       {{"X-HubSpot-RateLimit-Daily", "1000"}, {"X-HubSpot-RateLimit-Daily-Remaining", "7"}}}};
  RecordPage page;
  bulk.ListRecords({.object = "contacts"}, page, {});
  try {
    bulk.ListRecords({.object = "contacts"}, page, {});
    FAIL() << "nothing is left for it";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kDailyLimit);
    EXPECT_THAT(e.what(), HasSubstr("7 of the account's 1000 requests"));
  }
}

TEST_F(ClientTest, KeepsHubSpotsClockAndCounts) {
  Client client(Options(), transport);
  transport.answers = {{200,
                        R"({"hubId":5,"scopes":["a","b"]})",
                        {{"date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                         {"x-hubspot-ratelimit-daily", "250000"},
                         {"x-hubspot-ratelimit-daily-remaining", "248685"}}}};
  const TokenInfo info = client.GetTokenInfo({});
  EXPECT_EQ(info.hub_id, 5);
  EXPECT_THAT(info.scopes, ElementsAre("a", "b"));
  EXPECT_EQ(transport.requests[0].body, R"({"tokenKey":"pat-na1-secret"})");
  EXPECT_NEAR(static_cast<double>(client.ServerNowMillis()), 784111777000.0, 1000);
  EXPECT_EQ(client.stats().daily_limit, 250000);
  EXPECT_EQ(client.stats().daily_remaining, 248685);
}

TEST_F(ClientTest, ReadsPropertiesAndPipelines) {
  Client client(Options(), transport);
  transport.answers = {
      {200,
       R"({"results":[{"name":"closedate","label":"Close Date","type":"datetime","fieldType":"date",)"
       R"("groupName":"g","calculated":true,"hidden":false,"displayOrder":14},{"name":"hs_object_id"}]})"},
      {200,
       R"({"results":[{"id":"default","label":" Sales","displayOrder":0,"createdAt":"1970-01-01T00:00:00Z",)"
       R"("stages":[{"id":"closedwon","label":"Won","displayOrder":5,"metadata":{"isClosed":"true","probability":"1.0"}},)"
       R"({"id":2,"metadata":{"ticketState":"OPEN"}},{"id":"x"}]}]})"}};
  const auto properties = client.ListProperties("deals", {});
  ASSERT_EQ(properties.size(), 2U);
  EXPECT_EQ(properties[0].type, "datetime");
  EXPECT_TRUE(properties[0].calculated);
  EXPECT_EQ(properties[1].label, "");
  const auto pipelines = client.ListPipelines("deals", {});
  ASSERT_EQ(pipelines.size(), 1U);
  EXPECT_EQ(pipelines[0].created_at_ms, 0);
  EXPECT_EQ(pipelines[0].updated_at_ms, std::nullopt);
  const auto& stages = pipelines[0].stages;
  ASSERT_EQ(stages.size(), 3U);
  EXPECT_EQ(stages[0].probability, "1.0");
  EXPECT_EQ(stages[0].is_closed, true);
  EXPECT_EQ(stages[0].metadata_json, R"({"isClosed":"true","probability":"1.0"})");
  EXPECT_EQ(stages[1].id, "2");
  EXPECT_EQ(stages[1].is_closed, false);
  EXPECT_EQ(stages[2].metadata_json, "{}");
  EXPECT_EQ(stages[2].is_closed, std::nullopt);
}

TEST(Paths, KnowsTwoSpellings) {
  EXPECT_EQ(Paths("2026-09").Pipelines("deals"), "/crm/pipelines/2026-09/deals");
  EXPECT_EQ(Paths("v3").Properties("deals"), "/crm/v3/properties/deals");
  EXPECT_EQ(Paths("v3").AccountDetails(), "/account-info/v3/details");
  EXPECT_EQ(Paths("2027-03-beta").Objects("a/b"), "/crm/objects/2027-03-beta/a%2Fb");
  for (const char* version : {"", "v4", "2026", "2026-9", "2026-09x", "../x"}) {
    EXPECT_THROW(Paths{version}, Error) << version;
  }
}

}  // namespace
}  // namespace hm::hubspot
