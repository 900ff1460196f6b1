#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hubspot/errors.h"
#include "hubspot/retry.h"

namespace hm::hubspot {
namespace {

using testing::HasSubstr;
using testing::Not;

http::Response Answer(int status, std::string_view body) {
  http::Response answer;
  answer.status = status;
  answer.body = http::Buffer(body);
  return answer;
}

Failure Of(int status, std::string_view body) {
  return FailureFromAnswer(Answer(status, body), "GET h/p", 0);
}

TEST(Errors, MapsStatusToKind) {
  EXPECT_EQ(Of(400, "{}").error.kind(), ErrorKind::kBug);
  EXPECT_EQ(Of(401, "{}").error.kind(), ErrorKind::kAuth);
  EXPECT_EQ(Of(403, "{}").error.kind(), ErrorKind::kScope);
  EXPECT_EQ(Of(404, "").error.kind(), ErrorKind::kBug);
  EXPECT_EQ(Of(414, "<html>").error.kind(), ErrorKind::kTooLong);
  EXPECT_EQ(Of(408, "").reason, Reason::kServer);
  EXPECT_EQ(Of(423, "").reason, Reason::kLocked);
  EXPECT_EQ(Of(477, "").reason, Reason::kMigrating);
  EXPECT_EQ(Of(302, "").reason, Reason::kBadAnswer);
  for (const int status : {500, 502, 503, 504, 520, 521, 524, 526, 530}) {
    EXPECT_EQ(Of(status, "").reason, Reason::kServer) << status;
    EXPECT_EQ(Of(status, "").error.kind(), ErrorKind::kRetry) << status;
  }
}

TEST(Errors, HasACodeForWhatAUserCanDo) {
  EXPECT_EQ(CodeName(Of(429, "{}").error.code()), "HM2004");
  EXPECT_EQ(CodeName(Of(503, "{}").error.code()), "HM2007");
  EXPECT_EQ(CodeName(Of(400, "{}").error.code()), "HM2009");
  EXPECT_EQ(CodeName(Of(414, "{}").error.code()), "HM2010");
}

TEST(Errors, TellsDailyFromBurst) {
  EXPECT_EQ(Of(429, R"({"message":"You have reached your daily limit.","policyName":"DAILY"})").reason,
            Reason::kDaily);
  EXPECT_EQ(Of(429, R"({"message":"You have reached your Daily Limit."})").reason, Reason::kDaily);
  EXPECT_EQ(Of(429, R"({"message":"You have reached your secondly limit.","category":"RATE_LIMITS"})").reason,
            Reason::kBusy);
  EXPECT_EQ(Of(429, "<html>").reason, Reason::kBusy);
}

TEST(Errors, NamesMissingScopes) {
  const auto failure =
      Of(403, R"({"message":"This app hasn't…","errors":[{"message":"One or more","context":)"
              R"({"requiredGranularScopes":["crm.objects.deals.read","x"]}}],"category":"MISSING_SCOPES"})");
  EXPECT_THAT(failure.error.what(), HasSubstr("crm.objects.deals.read, x"));
}

TEST(Errors, ReadsARefusedToken) {
  const auto expired = Of(
      401, R"({"message":"The OAuth token used to make this call expired 75 second(s) ago.",)"
           R"("category":"EXPIRED_AUTHENTICATION","context":{"expire time":["2022-06-21T10:37:52.040Z"]}})");
  EXPECT_THAT(expired.error.what(), HasSubstr("EXPIRED_AUTHENTICATION"));
  EXPECT_THAT(expired.error.hint(), HasSubstr("HUBSPOT_API_KEY"));
  const auto wrong =
      Of(401, R"({"message":"The OAuth token used to make this call expired 20705 day(s) ago.",)"
              R"("category":"EXPIRED_AUTHENTICATION","context":{"expire time":["1970-01-01T00:00:00Z"]}})");
  EXPECT_THAT(wrong.error.what(), HasSubstr("does not know this token"));
}

TEST(Errors, ShowsNothingItShouldNot) {
  EXPECT_THAT(Of(502, "<html><script>evil</script>").error.what(), Not(HasSubstr("html")));
  const auto failure = Of(
      400,
      R"({"message":"bad\u001b[31m token pat-na1-12345678-abcd-ef00 here","category":"VALIDATION_ERROR","correlationId":"c-1"})");
  EXPECT_STREQ(failure.error.what(),
               "GET h/p: HTTP 400 VALIDATION_ERROR: bad [31m token pat-*** here (correlation id c-1)");
  EXPECT_LT(std::string(Of(400, R"({"message":")" + std::string(9000, 'x') + "\"}").error.what()).size(),
            400U);
  EXPECT_EQ(CleanText("ééé", 3), "é…");
}

TEST(Errors, SurvivesOddEnvelopes) {
  for (const char* body :
       {"[]", "null", "1", R"({"errors":[1,null,{"context":[]},{"context":{"requiredScopes":[1]}}]})",
        R"({"message":5,"category":{},"context":"x"})", "\xff\xfe"}) {
    for (const int status : {400, 401, 403, 429, 500}) {
      EXPECT_NO_THROW(Of(status, body)) << body;
    }
  }
}

TEST(Errors, F_H10_ReadsRetryAfter) {
  EXPECT_EQ(ParseRetryAfter("7", 0), Millis(7000));
  EXPECT_EQ(ParseRetryAfter("86400", 0), Millis(86'400'000));
  EXPECT_EQ(ParseRetryAfter("Sun, 06 Nov 1994 08:49:37 GMT", 784111770000), Millis(7000));
  for (const char* text : {"", "0", "-5", "abc", "86401", "1000000000000", "99999999999999999999", "1.5",
                           "Sun, 06 Nov 1994 08:49:37 GMT"}) {
    EXPECT_EQ(ParseRetryAfter(text, 784111777000), std::nullopt) << text;
  }
}

Failure Fault(Reason reason, std::optional<Millis> after = {}) {
  return {reason, Error(ErrorKind::kRetry, "x"), after};
}
Backoff Longest() {
  return Backoff([](std::int64_t bound) { return bound - 1; });
}
constexpr Millis kHours5{5 * 3'600'000};

TEST(Backoff, DoublesUpToAMinuteAndGivesUp) {
  auto backoff = Longest();
  std::vector<std::int64_t> waits;
  while (const auto wait = backoff.Next(Fault(Reason::kServer), kHours5)) {
    waits.push_back(wait->count());
  }
  EXPECT_THAT(waits, testing::ElementsAre(500, 1000, 2000, 4000, 8000, 16000, 32000));
}

TEST(Backoff, CountsByReason) {
  const auto count = [](Reason reason) {
    auto backoff = Longest();
    int tries = 1;
    while (tries < 100 && backoff.Next(Fault(reason), kHours5)) {
      ++tries;
    }
    return tries;
  };
  EXPECT_EQ(count(Reason::kFinal), 1);
  EXPECT_EQ(count(Reason::kBadAnswer), 3);
  EXPECT_EQ(count(Reason::kNetwork), 8);
  EXPECT_EQ(count(Reason::kBusy), 12);
  EXPECT_EQ(count(Reason::kDaily), 100);
}

// `check` and `init`: who looks on wants to hear of it now.
TEST(Backoff, APersonDoesNotWaitForMidnight) {
  auto backoff = Backoff([](std::int64_t bound) { return bound - 1; }, 2);
  EXPECT_EQ(backoff.Next(Fault(Reason::kDaily), kHours5), std::nullopt);
  Millis waited{};
  while (const auto wait = backoff.Next(Fault(Reason::kBusy), kHours5)) {
    waited += *wait;
  }
  EXPECT_EQ(waited, Millis(15'500)) << "as long as HubSpot counts, and a little more";
}

TEST(Backoff, OneTryIsOne) {
  for (const Reason reason : {Reason::kBadAnswer, Reason::kNetwork, Reason::kBusy, Reason::kDaily}) {
    auto backoff = Backoff([](std::int64_t) { return 0; }, 1);
    EXPECT_EQ(backoff.Next(Fault(reason), kHours5), std::nullopt);
  }
}

TEST(Backoff, F_H8_ObeysWhatIsAsked) {
  auto backoff = Backoff([](std::int64_t) { return 0; });
  EXPECT_EQ(backoff.Next(Fault(Reason::kBusy, Millis(7000)), kHours5), Millis(7000));
  EXPECT_EQ(backoff.Next(Fault(Reason::kMigrating, Millis(80'000'000)), kHours5), Millis(80'000'000));
  EXPECT_EQ(backoff.Next(Fault(Reason::kLocked), kHours5), Millis(2000));
  EXPECT_EQ(backoff.Next(Fault(Reason::kDaily), kHours5), Millis(3'600'000));
  EXPECT_EQ(backoff.Next(Fault(Reason::kDaily), Millis(60'000)), Millis(60'000));
}

TEST(Backoff, KnowsTheAccountsMidnight) {
  EXPECT_EQ(UntilMidnight(0, 0), Millis(86'400'000));
  EXPECT_EQ(UntilMidnight(1000, 0), Millis(86'399'000));
  EXPECT_EQ(UntilMidnight(0, -5 * 3'600'000), Millis(5 * 3'600'000));
  EXPECT_EQ(UntilMidnight(0, 2 * 3'600'000), Millis(22 * 3'600'000));
}

}  // namespace
}  // namespace hm::hubspot
