// The status address of `run`: what it answers in each state, and what it refuses.
#include <fmt/format.h>

#include <fstream>

#include "support/served_account.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class StatusServer : public ServedAccount {};

TEST_F(StatusServer, TellsOfAHealthyMirror) {
  Load();
  Serve();
  ASSERT_TRUE(AwaitReady());
  ASSERT_TRUE(AwaitHealth("ok")) << Status();
  ASSERT_TRUE(Await([&] { return Object("contacts").at("next_sync_ms").is_number(); }, kLong));
  const json status = Status();
  EXPECT_EQ(status.at("api"), 1);
  EXPECT_EQ(status.at("problems"), json::array());
  EXPECT_EQ(status.at("writer").at("is_this"), true);
  const json contacts = Object("contacts");
  EXPECT_EQ(contacts.at("rows"), 250);
  EXPECT_EQ(contacts.at("table"), "hubspot_contacts");
  EXPECT_EQ(contacts.at("fresh"), true);
  EXPECT_GE(contacts.at("next_sync_ms").get<std::int64_t>(), status.at("now_ms").get<std::int64_t>());
  EXPECT_EQ(contacts.at("error"), nullptr);
  EXPECT_EQ(status.at("runs").back().at("result"), "success");
  EXPECT_EQ(status.at("events").back().at("kind"), "schema");
  // What the first process wrote stands in the history of this one.
  EXPECT_TRUE(Await(
      [&] {
        std::int64_t written = 0;
        const json now = Status();
        for (const json& minute : now.at("history").at("written").at("contacts")) {
          written += minute.is_null() ? 0 : minute.get<std::int64_t>();
        }
        return written == 250;
      },
      kLong));
  EXPECT_EQ(Metric("database_up"), 1);
  EXPECT_EQ(Metric("ready"), 1);
  EXPECT_EQ(Metric("rows{object=\"deals\"}"), 60);
  EXPECT_GT(Metric("complete_until_timestamp_seconds{object=\"contacts\"}").value_or(0), 1.6e9);
  EXPECT_TRUE(Await(
      [&] {
        return Metric("hubspot_requests_total{endpoint=\"search\",result=\"answered\"}").value_or(0) > 0;
      },
      kLong));
  EXPECT_LT(Metric("freshness_seconds{object=\"contacts\"}").value_or(1e9), 600);
  SetRecord("contacts", "", {{"email", "new@example.com"}});
  EXPECT_TRUE(Await([&] { return Object("contacts").at("rows") == 251; }, kLong));
  EXPECT_TRUE(Await([&] { return Metric("records_written_total{object=\"contacts\"}") == 1; }, kLong));
  const Reply page = Get(port_, "/");
  EXPECT_THAT(page.body, HasSubstr("<title>hubspot-mariadb</title>"));
  EXPECT_THAT(page.headers.at("content-security-policy"), AllOf(HasSubstr("sha256-"), HasSubstr("'none'")));
  Stop();
}

TEST_F(StatusServer, TellsOfAFirstLoad) {
  Open();
  Fault({{"match", "/crm/objects/2026-09/contacts"}, {"times", -1}, {"nth", 4}, {"kind", "hang"}});
  Serve();
  ASSERT_TRUE(Await([&] { return Object("contacts").value("first_load", json()).is_object(); }, kLong));
  ASSERT_TRUE(AwaitHealth("loading")) << Status();
  const json load = Object("contacts").at("first_load");
  EXPECT_EQ(load.at("total"), 250);
  EXPECT_EQ(Metric("first_load_expected_records{object=\"contacts\"}"), 250);
  EXPECT_EQ(Metric("complete_until_timestamp_seconds{object=\"contacts\"}"), 0);
  Stop();
}

TEST_F(StatusServer, AMissingScopeShowsWithItsRemedy) {
  Load();
  hubspot_->Post("/_sim/settings",
                 {{"scopes", {"crm.objects.contacts.read", "crm.schemas.contacts.read", "oauth"}}});
  Serve();
  ASSERT_TRUE(AwaitHealth("failed")) << Status();
  ASSERT_TRUE(Await([&] { return Object("deals").at("error").is_object(); }, kLong));
  const json problem = Status().at("problems").at(0);
  EXPECT_EQ(problem.at("object"), "deals");
  EXPECT_EQ(problem.at("kind"), "scope");
  EXPECT_THAT(problem.at("hint").get<std::string>(), HasSubstr("crm.objects.deals.read"));
  EXPECT_EQ(Metric("failed{object=\"deals\"}"), 1);
  EXPECT_EQ(Metric("failed{object=\"contacts\"}"), 0);
  EXPECT_GT(Metric("errors_total{object=\"deals\",kind=\"scope\"}").value_or(0), 0);
  Stop();
}

TEST_F(StatusServer, ADatabaseThatIsDownMakesItUnreadyButNotDead) {
  MariadbServer server;
  Load({"--contacts", "20", "--deals", "5"}, server);
  Serve();
  ASSERT_TRUE(AwaitReady());
  server.Stop();
  ASSERT_TRUE(AwaitHealth("down"));
  EXPECT_EQ(Get(port_, "/livez").status, 200);
  EXPECT_EQ(Get(port_, "/healthz").status, 200);
  const Reply ready = Get(port_, "/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("database: "));
  EXPECT_EQ(Metric("database_up"), 0);
  EXPECT_EQ(Metric("ready"), 0);
  EXPECT_EQ(Object("contacts").at("rows"), 20);  // as known last
  server.Start();
  EXPECT_TRUE(AwaitHealth("ok")) << Status();
  Stop();
}

TEST_F(StatusServer, RefusesWhatNoReaderSends) {
  Load({"--contacts", "5", "--deals", "5"});
  Serve();
  struct Case {
    std::string request;
    int status;
  };
  const std::string host = "Host: localhost\r\n";
  const Case cases[] = {
      {"GET /livez HTTP/1.1\r\n" + host + "\r\n", 200},
      {"GET /livez HTTP/1.0\r\n\r\n", 200},
      {"GET /livez?x=1 HTTP/1.1\r\n" + host + "\r\n", 200},
      {"GET /api/../livez HTTP/1.1\r\n" + host + "\r\n", 404},
      {"GET /nothing HTTP/1.1\r\n" + host + "\r\n", 404},
      {"POST /livez HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\nhi", 405},
      {"DELETE / HTTP/1.1\r\n" + host + "\r\n", 405},
      {"OPTIONS / HTTP/1.1\r\n" + host + "Origin: https://evil.example\r\n\r\n", 405},
      {"GET /api/status HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
      {"GET /livez HTTP/1.1\r\n" + host + "Content-Length: 10\r\n\r\n0123456789", 413},
      {"GET /livez HTTP/1.1\r\n" + host + "X: " + std::string(100'000, 'x') + "\r\n\r\n", 431},
      {"GET /" + std::string(100'000, 'x') + " HTTP/1.1\r\n" + host + "\r\n", 414},
  };
  for (const Case& c : cases) {
    const Reply reply = Ask(port_, c.request);
    EXPECT_EQ(reply.status, c.status) << c.request.substr(0, 60) << reply.body;
    EXPECT_FALSE(reply.headers.contains("access-control-allow-origin"));
    if (c.status < 414 && c.status != 0) {
      EXPECT_EQ(reply.headers.at("x-content-type-options"), "nosniff");
      EXPECT_EQ(reply.headers.at("cross-origin-resource-policy"), "same-origin");
      EXPECT_EQ(reply.headers.at("cache-control"), "no-store");
      EXPECT_THAT(reply.headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
    }
  }
  const Reply head = Ask(port_, "HEAD /api/status HTTP/1.1\r\n" + host + "\r\n");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  Stop();
}

TEST_F(StatusServer, SlowAndManyClientsEndAndHinderNobodyForLong) {
  Load({"--contacts", "5", "--deals", "5"});
  Serve();
  std::vector<std::unique_ptr<RawConnection>> slow;
  for (int i = 0; i < 40; ++i) {
    slow.push_back(std::make_unique<RawConnection>(port_));
    slow.back()->Send("GET /livez HTTP/1.1\r\nHost: local");
  }
  EXPECT_TRUE(Await([&] { return Listens(); }, kLong));
  // One that never falls silent is ended all the same.
  const RawConnection dripping(port_);
  EXPECT_TRUE(Await([&] { return !dripping.Send("x"); }, std::chrono::seconds{60}));
  Stop();
}

TEST_F(StatusServer, APortInUseIsAnErrorAtTheStartAndANewAddressAfterAReload) {
  Load({"--contacts", "5", "--deals", "5"});
  const std::string env_file = testing::TempDir() + "/listen-" + connector_->database() + ".env";
  std::ofstream(env_file) << fmt::format("STATUS_LISTEN=127.0.0.1:{}\n", port_);
  std::filesystem::permissions(env_file,
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  run_ = connector_->Start({"run", "--env-file", env_file});
  ASSERT_TRUE(Await([&] { return Listens(); }, kLong));
  const RunResult second = connector_->Run({"run"}, {{"STATUS_LISTEN", fmt::format("127.0.0.1:{}", port_)}});
  EXPECT_EQ(second.exit_code, 2);
  EXPECT_THAT(second.err, AllOf(HasSubstr("STATUS_LISTEN"), HasSubstr("another program listens there"),
                                HasSubstr(std::to_string(port_))));
  const std::uint16_t before = port_;
  port_ = FreePort();
  std::ofstream(env_file) << fmt::format("STATUS_LISTEN=127.0.0.1:{}\n", port_);
  run_->Signal(SIGHUP);
  EXPECT_TRUE(Await([&] { return Listens(); }, kLong)) << run_->Err();
  EXPECT_TRUE(AwaitReady());
  // The old address is left once the new one is there.
  const auto left = [&] {
    try {
      Get(before, "/livez");
      return false;
    } catch (const std::runtime_error&) {
      return true;
    }
  };
  EXPECT_TRUE(Await(left, kLong));
  Stop();
  std::filesystem::remove(env_file);
}

}  // namespace
}  // namespace hm::test
