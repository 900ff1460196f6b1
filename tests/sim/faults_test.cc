#include <gtest/gtest.h>

#include <string>

#include "support/simulator.h"

namespace hm::test {
namespace {

using nlohmann::json;

class SimFaults : public ::testing::Test {
 protected:
  HttpAnswer With(json rule, long timeout_ms = 5000) {
    rule["match"] = "/objects/contacts";
    sim_.Post("/_sim/faults", rule);
    return sim_.Api(kContactsPath, "", Simulator::Token(), {}, timeout_ms);
  }
  Simulator sim_{BINARY_DIR, {"--contacts", "20"}};
};

TEST_F(SimFaults, StatusComesAtTheNthRequestAndThenStops) {
  const json rule{{"match", "GET /crm"}, {"nth", 2}, {"status", 502}, {"headers", {{"Retry-After", "7"}}}};
  sim_.Post("/_sim/faults", rule);
  EXPECT_EQ(sim_.Api(kContactsPath).status, 200);
  const HttpAnswer bad = sim_.Api(kContactsPath);
  EXPECT_EQ(bad.status, 502);
  EXPECT_EQ(bad.headers.at("retry-after"), "7");
  EXPECT_NE(bad.headers.at("content-type").find("text/html"), std::string::npos);
  EXPECT_EQ(sim_.Api(kContactsPath).status, 200);
}

TEST_F(SimFaults, ResetAndHangGiveNoAnswer) {
  EXPECT_NE(With({{"kind", "reset"}}).failure, "");
  EXPECT_NE(With({{"kind", "hang"}}, 300).failure, "");
  EXPECT_EQ(sim_.Api(kContactsPath).status, 200);
}

TEST_F(SimFaults, CutBodiesEndEarly) {
  const HttpAnswer cut = With({{"kind", "cut"}});
  EXPECT_EQ(cut.status, 200);
  EXPECT_NE(cut.failure, "");
  EXPECT_FALSE(cut.body.empty());
}

TEST_F(SimFaults, WrongBodiesAreCompleteAnswers) {
  const HttpAnswer bad = With({{"kind", "badjson"}});
  EXPECT_EQ(bad.failure, "");
  EXPECT_THROW(bad.Json(), json::exception);
  EXPECT_EQ(With({{"kind", "empty200"}}).body, "");
  const HttpAnswer zipped = With({{"kind", "cutgzip"}});
  EXPECT_EQ(zipped.headers.at("content-encoding"), "gzip");
  EXPECT_EQ(With({{"kind", "redirect"}}).headers.at("location"), "https://elsewhere.example/");
}

TEST_F(SimFaults, DripIsSlow) { EXPECT_NE(With({{"kind", "drip"}, {"ms", 20}}, 300).failure, ""); }

TEST_F(SimFaults, DeletingThemEndsThem) {
  sim_.Post("/_sim/faults", {{"match", "/crm"}, {"times", -1}, {"status", 500}});
  EXPECT_EQ(sim_.Api(kContactsPath).status, 500);
  EXPECT_EQ(sim_.Api(kContactsPath).status, 500);
  sim_.Delete("/_sim/faults");
  EXPECT_EQ(sim_.Api(kContactsPath).status, 200);
}

TEST_F(SimFaults, StopsCleanlyWhileARequestHangs) {
  With({{"kind", "hang"}}, 100);
  EXPECT_EQ(sim_.Stop(), 0);
}

}  // namespace
}  // namespace hm::test
