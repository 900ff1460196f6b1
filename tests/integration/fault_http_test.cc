// Faults of HTTP, by their ids in docs/faults.md, where the client meets them: waits are skipped, all else is
// real.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "http/curl_transport.h"
#include "hubspot/client.h"
#include "support/process.h"
#include "support/simulator.h"

namespace hm::hubspot {
namespace {

using Json = nlohmann::json;

class FaultHttp : public testing::Test {
 protected:
  ClientOptions Options() {
    ClientOptions options;
    options.base_url = sim_.url();
    options.token = Secret(test::Simulator::Token());
    options.sleep = [](Millis, const std::stop_token&) {};
    return options;
  }

  static std::size_t Scan(Client& client) {
    std::size_t records = 0;
    RecordPage page;
    std::string after;
    do {
      client.ListRecords({.object = "contacts", .after = after}, page, {});
      records += page.records().size();
      after = page.next_after();
    } while (!after.empty());
    return records;
  }

  test::Simulator sim_{BINARY_DIR, {"--profile", "small", "--contacts", "250"}};
  http::CurlTransport transport_{{.allow_plain_http = true}};
};

TEST_F(FaultHttp, F_H6_ServersThatFailForAMomentAreAskedAgain) {
  for (const int status : {408, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 530}) {
    sim_.Post("/_sim/faults", {{"match", "/contacts"}, {"nth", 2}, {"times", 2}, {"status", status}});
    Client client(Options(), transport_);
    EXPECT_EQ(Scan(client), 250U) << status;
    EXPECT_EQ(client.stats().retries, 2) << status;
    sim_.Delete("/_sim/faults");
  }
}

TEST_F(FaultHttp, F_H12_SearchThatIsRefusedForEverDoesNotHoldLists) {
  sim_.Post("/_sim/faults", {{"match", "/search"},
                             {"times", -1},
                             {"status", 429},
                             {"body", {{"policyName", "SECONDLY"}}},
                             {"headers", {{"Retry-After", "3600"}}}});
  Client client(Options(), transport_);
  std::stop_source stop;
  ErrorKind ended_by = ErrorKind::kBug;
  std::jthread searcher([&] {
    RecordPage page;
    try {
      client.SearchRecords({.object = "contacts", .modified_property = "lastmodifieddate", .to_ms = 1}, page,
                           stop.get_token());
    } catch (const Error& e) {
      ended_by = e.kind();
    }
  });
  while (client.stats().refusals == 0) {
    std::this_thread::yield();
  }
  EXPECT_EQ(Scan(client), 250U);
  stop.request_stop();
  searcher.join();
  EXPECT_EQ(ended_by, ErrorKind::kCancelled);
  EXPECT_EQ(client.stats().refusals, 1);
}

// HTTP/2 as HubSpot speaks it: the second stream is refused, the fourth meets a GOAWAY.
constexpr std::string_view kHttp2Server = R"js(
const http2 = require('http2'), fs = require('fs');
const server = http2.createSecureServer({key: fs.readFileSync('key.pem'), cert: fs.readFileSync('cert.pem')});
let sessions = 0, streams = 0;
server.on('session', (session) => { sessions++; session.on('error', () => {}); });
server.on('stream', (stream) => {
  stream.on('error', () => {});
  const number = ++streams;
  if (number === 2) return stream.close(http2.constants.NGHTTP2_REFUSED_STREAM);
  if (number === 4) return stream.session.goaway(http2.constants.NGHTTP2_NO_ERROR, stream.id - 2);
  stream.respond({':status': 200, 'content-type': 'application/json'});
  stream.end(JSON.stringify({sessions, streams}));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
)js";

TEST(FaultHttp2, F_H18_RefusedStreamsAndGoawayAreAskedAgain) {
  if (test::Run({"sh", "-c", "command -v node"}).exit_code != 0) GTEST_SKIP() << "no node here";
  std::string dir = testing::TempDir() + "hm-http2-XXXXXX";
  ASSERT_NE(mkdtemp(dir.data()), nullptr);
  ASSERT_EQ(
      test::Run({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-addext",
                 "subjectAltName=IP:127.0.0.1", "-keyout", dir + "/key.pem", "-out", dir + "/cert.pem"})
          .exit_code,
      0);
  {
    test::Process server({"node", "-e", std::string(kHttp2Server)}, {}, dir);
    while (server.Running() && !server.Out().ends_with('\n')) {
      std::this_thread::yield();
    }
    ASSERT_TRUE(server.Running()) << server.Err();
    http::CurlTransport transport({.ca_file = dir + "/cert.pem"});
    http::Request request;
    request.url = "https://127.0.0.1:" + std::to_string(std::stoi(server.Out())) + "/crm";
    Json last;
    for (int i = 0; i < 5; ++i) {
      http::Response answer = transport.Send(request, {});
      EXPECT_EQ(answer.status, 200) << i;
      last = Json::parse(answer.body.view());
    }
    EXPECT_EQ(last.at("streams"), 7);  // five answers, two refusals
    EXPECT_GE(last.at("sessions"), 2);
  }
  std::filesystem::remove_all(dir);
}

}  // namespace
}  // namespace hm::hubspot
