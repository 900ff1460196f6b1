// The server's defaults are not ours to choose: under each of them the same data arrives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/secret.h"
#include "http/curl_transport.h"
#include "hubspot/client.h"
#include "support/connector.h"
#include "sync/engine.h"

namespace hm::test {
namespace {

using testing::IsEmpty;

class ServerDefaults : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(ServerDefaults, F_D18_DoNotChangeWhatArrives) {
  MariadbServer server(GetParam());
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "300", "--deals", "150",
                                        "--awkward", "0.3", "--no-limits"});
  const Connector connector(hubspot, server);
  const RunResult run = connector.Run({"sync"});
  EXPECT_EQ(run.exit_code, 0) << run.err;
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_THAT(connector.Differences("deals"), IsEmpty());
  // synced_at is UTC whatever the server's zone is.
  EXPECT_EQ(
      connector.Value(
          "SELECT MAX(ABS(TIMESTAMPDIFF(SECOND, synced_at, UTC_TIMESTAMP()))) < 120 FROM hubspot_contacts"),
      "1");
}

INSTANTIATE_TEST_SUITE_P(
    All, ServerDefaults,
    testing::Values(
        std::vector<std::string>{"--character-set-server=latin1", "--collation-server=latin1_swedish_ci"},
        std::vector<std::string>{"--default-time-zone=+05:45", "--sql-mode="},
        std::vector<std::string>{"--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES,STRICT_TRANS_TABLES"}));

// As on MySQL: no array binding, so multi-row statements do the same work.
TEST(NoBulkProtocol, TheSameDataArrives) {
  const Simulator hubspot(BinaryDir(), {"--profile", "small", "--contacts", "300", "--deals", "150",
                                        "--awkward", "0.3", "--no-limits"});
  const Connector connector(hubspot, SharedServer());
  http::CurlTransport transport({.allow_plain_http = true});
  hubspot::Client client({.base_url = hubspot.url(), .token = Secret(Simulator::Token())}, transport);
  mariadb::ConnectionOptions options = connector.options();
  options.allow_bulk = false;
  sync::Engine engine(client, {options, {.buffer = Millis{300'000}}, Millis{1000}});
  engine.Prepare({{"contacts", "deals", "pipelines"}, "SYNC_OBJECTS"}, {});
  for (const sync::Outcome& outcome : engine.SyncAll({"contacts", "deals"}, {})) {
    EXPECT_FALSE(outcome.error) << outcome.error->what();
  }
  EXPECT_THAT(connector.Differences("contacts"), IsEmpty());
  EXPECT_THAT(connector.Differences("deals"), IsEmpty());
}

}  // namespace
}  // namespace hm::test
