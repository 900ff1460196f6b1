// Faults of the network, by their ids in docs/faults.md, where the transport meets them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/error.h"
#include "http/curl_transport.h"
#include "support/raw_server.h"

namespace hm::http {
namespace {

using test::Ok;
using test::RawServer;
using test::ReadRequest;
using test::SendAll;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

CurlOptions ForLoopback() {
  CurlOptions options;
  options.allow_plain_http = true;
  return options;
}

Request To(const std::string& url) {
  Request request;
  request.url = url;
  request.bearer = Secret("pat-na1-canary");
  return request;
}

// The text and hint of the error that passes with time.
std::string FailureOf(Transport& transport, const std::string& url) {
  try {
    transport.Send(To(url), {});
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kRetry);
    EXPECT_THAT(std::string(e.what()) + e.hint(), Not(HasSubstr("canary")));
    return std::string(e.what()) + "; " + e.hint();
  }
  ADD_FAILURE() << "no error";
  return {};
}

// Accepts nothing and has no room for more: the kernel drops further SYNs, as a firewall does.
class BlackHole {
 public:
  // `port` 0 picks one.
  explicit BlackHole(int family, int port = 0) : listener_(socket(family, SOCK_STREAM, 0)) {
    sockaddr_storage address{};
    address.ss_family = static_cast<sa_family_t>(family);
    socklen_t size = sizeof(sockaddr_in);
    if (family == AF_INET6) {
      auto& v6 = reinterpret_cast<sockaddr_in6&>(address);
      v6.sin6_addr = in6addr_loopback;
      v6.sin6_port = htons(static_cast<std::uint16_t>(port));
      size = sizeof(sockaddr_in6);
    } else {
      reinterpret_cast<sockaddr_in&>(address).sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    ready_ = listener_ >= 0 && bind(listener_, raw, size) == 0 && listen(listener_, 0) == 0 &&
             getsockname(listener_, raw, &size) == 0;
    port_ = ntohs(reinterpret_cast<sockaddr_in&>(address).sin_port);
    for (int i = 0; ready_ && i < 4; ++i) {
      fillers_.push_back(socket(family, SOCK_STREAM | SOCK_NONBLOCK, 0));
      connect(fillers_.back(), raw, size);
    }
  }
  ~BlackHole() {
    for (const int fd : fillers_) close(fd);
    close(listener_);
  }
  BlackHole(const BlackHole&) = delete;
  BlackHole& operator=(const BlackHole&) = delete;

  bool ready() const { return ready_; }
  int port() const { return port_; }

 private:
  int listener_;
  bool ready_ = false;
  int port_ = 0;
  std::vector<int> fillers_;
};

TEST(FaultNetwork, F_N1_AnUnknownHostIsNamedAndAskedForAgain) {
  CurlTransport transport(CurlOptions{});
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(FailureOf(transport, "https://no-such-host.invalid/crm"), HasSubstr("no-such-host.invalid"));
  }
}

TEST(FaultNetwork, F_N3_AnAddressThatSwallowsConnectionsEndsWithTheConnectTimeout) {
  const BlackHole hole(AF_INET);
  ASSERT_TRUE(hole.ready());
  CurlOptions options = ForLoopback();
  options.connect_timeout = Millis{200};
  CurlTransport transport(options);
  EXPECT_THAT(FailureOf(transport, "http://127.0.0.1:" + std::to_string(hole.port()) + "/"),
              AllOf(HasSubstr("127.0.0.1"), HasSubstr("Timeout was reached")));
}

TEST(FaultNetwork, F_N4_ADeadIpv6RouteFallsBackToIpv4) {
  RawServer v4([](int fd, int) {
    ReadRequest(fd);
    SendAll(fd, Ok("{}"));
  });
  const BlackHole v6(AF_INET6, v4.port());
  if (!v6.ready()) GTEST_SKIP() << "no ::1 here";
  CurlOptions options = ForLoopback();
  options.connect_timeout = Millis{10'000};
  CurlTransport transport(options);
  EXPECT_EQ(transport.Send(To("http://localhost:" + std::to_string(v4.port()) + "/"), {}).status, 200);
}

TEST(FaultNetwork, F_N8_ADripIsGivenUp) {
  RawServer server([](int fd, int) {
    ReadRequest(fd);
    SendAll(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    char byte = 0;
    do {
      SendAll(fd, " ");
      usleep(50'000);
    } while (recv(fd, &byte, 1, MSG_DONTWAIT) < 0);
  });
  CurlOptions options = ForLoopback();
  options.low_speed_time = std::chrono::seconds{1};
  CurlTransport transport(options);
  EXPECT_THAT(FailureOf(transport, server.Url()), HasSubstr("too slow"));
}

// Sets a variable of the environment for the life of the object.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) { setenv(name, value.c_str(), 1); }
  ~Variable() { unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

TEST(FaultNetwork, F_N12_AProxyThatRefusesIsNamedWithoutItsPassword) {
  std::string asked;
  RawServer proxy([&](int fd, int) {
    asked = ReadRequest(fd);
    SendAll(fd, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  });
  const std::string address = "127.0.0.1:" + std::to_string(proxy.port());
  const Variable variable("https_proxy", "http://someone:canary@" + address);
  CurlTransport transport(CurlOptions{});
  EXPECT_THAT(FailureOf(transport, "https://api.hubapi.example/crm"),
              AllOf(HasSubstr("407"), HasSubstr("HTTPS_PROXY"), HasSubstr(address)));
  EXPECT_THAT(asked, AllOf(HasSubstr("CONNECT api.hubapi.example:443"), Not(HasSubstr("Bearer"))));
}

TEST(FaultNetwork, F_N12_ADeadProxyIsNamed) {
  const Variable variable("https_proxy", "http://someone:canary@127.0.0.1:1");
  CurlTransport transport(CurlOptions{});
  EXPECT_THAT(FailureOf(transport, "https://api.hubapi.example/crm"),
              AllOf(HasSubstr("127.0.0.1"), HasSubstr("HTTPS_PROXY")));
}

// Plain http carries the token in clear text: it goes to loopback and nowhere else, not to a proxy either.
TEST(FaultNetwork, F_N12_PlainHttpNeverGoesThroughAProxy) {
  RawServer proxy([](int fd, int) {
    ReadRequest(fd);
    SendAll(fd, Ok("proxied"));
  });
  RawServer server([](int fd, int) {
    ReadRequest(fd);
    SendAll(fd, Ok("direct"));
  });
  const Variable http("http_proxy", proxy.Url(""));
  const Variable all("all_proxy", proxy.Url(""));
  CurlTransport transport(ForLoopback());
  EXPECT_EQ(transport.Send(To(server.Url()), {}).body.view(), "direct");
  EXPECT_EQ(proxy.connections(), 0);
}

}  // namespace
}  // namespace hm::http
