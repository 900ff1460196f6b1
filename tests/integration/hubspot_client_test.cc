// The client against the simulator over a real socket: whole scans survive what the network does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "http/curl_transport.h"
#include "hubspot/client.h"
#include "support/await.h"
#include "support/simulator.h"

namespace hm::hubspot {
namespace {

using Json = nlohmann::json;

http::CurlOptions Loopback() {
  http::CurlOptions options;
  options.allow_plain_http = true;
  return options;
}

class ClientOverSockets : public testing::Test {
 protected:
  ClientOptions Options(const std::string& version = "2026-09") {
    ClientOptions options;
    options.base_url = sim.url();
    options.version = version;
    options.token = Secret(test::Simulator::Token());
    options.sleep = [](Millis, const std::stop_token&) {};
    return options;
  }

  // All ids of a list scan.
  std::vector<std::string> Scan(Client& client) {
    std::vector<std::string> ids;
    RecordPage page;
    std::string after;
    do {
      client.ListRecords({.object = "contacts", .properties = properties, .after = after}, page, {});
      for (const RecordView& record : page.records()) {
        ids.emplace_back(record.id);
      }
      after = page.next_after();
    } while (!after.empty());
    return ids;
  }

  void Fault(Json rule) {
    rule["match"] = "/crm/objects";
    sim.Post("/_sim/faults", rule);
  }

  test::Simulator sim{
      BINARY_DIR,
      {"--contacts", "250", "--companies", "0", "--deals", "10", "--tickets", "0", "--cars", "0", "--profile",
       "small", "--gzip", "--awkward", "0.3", "--lone-surrogates", "--index-lag-ms", "0"}};
  http::CurlTransport transport{Loopback()};
  std::vector<std::string> properties = {"email", "firstname", "lastname"};
};

TEST_F(ClientOverSockets, ScansAllInBothVersions) {
  for (const char* version : {"2026-09", "v3"}) {
    Client client(Options(version), transport);
    EXPECT_EQ(Scan(client).size(), 250U) << version;
    EXPECT_GT(client.GetAccountDetails({}).portal_id, 0);
    EXPECT_FALSE(client.ListProperties("contacts", {}).empty());
    EXPECT_FALSE(client.ListPipelines("deals", {}).empty());
  }
}

TEST_F(ClientOverSockets, SurvivesBrokenAnswers) {
  for (const char* kind : {"reset", "cut", "cutgzip", "badjson", "empty200", "status", "redirect"}) {
    SCOPED_TRACE(kind);
    Client client(Options(), transport);
    Fault({{"kind", kind}, {"nth", 2}});
    EXPECT_EQ(Scan(client).size(), 250U);
    EXPECT_GE(client.stats().requests, 3);
    sim.Delete("/_sim/faults");
  }
}

TEST_F(ClientOverSockets, SearchesAndReadsBatches) {
  Client client(Options(), transport);
  std::vector<std::string> ids;
  RecordPage page;
  SearchRequest request{.object = "contacts", .modified_property = "lastmodifieddate", .limit = 100};
  request.to_ms = client.ServerNowMillis() + 86'400'000;
  do {
    client.SearchRecords(request, page, {});
    for (const RecordView& record : page.records()) {
      ids.emplace_back(record.id);
    }
    request.after_id = ids.empty() ? "" : ids.back();
  } while (!page.records().empty());
  EXPECT_EQ(ids.size(), 250U);
  const std::vector<std::string_view> wanted = {ids[0], ids[1], "1"};
  client.BatchRead("contacts", properties, wanted, page, {});
  EXPECT_EQ(page.records().size(), 2U);
  EXPECT_THAT(page.missing_ids(), testing::ElementsAre("1"));
}

TEST_F(ClientOverSockets, StopEndsAHang) {
  Client client(Options(), transport);
  Fault({{"kind", "hang"}});
  std::stop_source stop;
  std::jthread stopper([&] {
    test::Await([&] { return sim.Get("/_sim/faults").at(0).at("hits") == 1; });
    stop.request_stop();
  });
  RecordPage page;
  try {
    client.ListRecords({.object = "contacts"}, page, stop.get_token());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kCancelled);
  }
}

TEST_F(ClientOverSockets, WrongTokenIsAuth) {
  ClientOptions options = Options();
  options.token = Secret("pat-na1-wrong");
  Client client(std::move(options), transport);
  try {
    client.GetAccountDetails({});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kAuth);
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("wrong")));
  }
}

}  // namespace
}  // namespace hm::hubspot
