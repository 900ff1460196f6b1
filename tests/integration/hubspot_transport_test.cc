// The network side against a raw socket that misbehaves on purpose.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "http/curl_transport.h"
#include "hubspot/record_page.h"
#include "support/raw_server.h"

namespace hm::http {
namespace {

using test::Ok;
using test::RawServer;
using test::ReadRequest;
using test::Reset;
using test::SendAll;
using testing::HasSubstr;
using testing::Not;

CurlOptions Loopback() {
  CurlOptions options;
  options.allow_plain_http = true;
  return options;
}

Request Get(const std::string& url) {
  Request request;
  request.url = url;
  request.bearer = Secret("pat-na1-secret");
  return request;
}

std::string ErrorOf(Transport& transport, const Request& request, ErrorKind kind = ErrorKind::kRetry) {
  try {
    transport.Send(request, {});
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_THAT(error.what(), Not(HasSubstr("secret")));
    return error.what();
  }
  ADD_FAILURE() << "no error";
  return {};
}

TEST(CurlTransport, SendsAndReusesOneConnection) {
  std::mutex mutex;
  std::vector<std::string> seen;
  RawServer server([&](int fd, int) {
    for (std::string text = ReadRequest(fd); !text.empty(); text = ReadRequest(fd)) {
      {
        const std::lock_guard lock(mutex);
        seen.push_back(text);
      }
      SendAll(fd, Ok("{}"));
    }
  });
  CurlTransport transport(Loopback());
  const Response first = transport.Send(Get(server.Url()), {});
  Request post = Get(server.Url("/q"));
  post.method = Method::kPost;
  post.body = R"({"a":1})";
  post.content_type = "application/json";
  Response second = transport.Send(post, {});
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.headers.Find("content-TYPE"), "application/json");
  EXPECT_EQ(second.body.view(), "{}");
  EXPECT_EQ(server.connections(), 1);
  const std::lock_guard lock(mutex);
  EXPECT_THAT(seen[0], HasSubstr("GET /p?secret=1 HTTP/1.1\r\n"));
  EXPECT_THAT(seen[0], HasSubstr("Authorization: Bearer pat-na1-secret\r\n"));
  EXPECT_THAT(seen[0], HasSubstr("Accept-Encoding: gzip\r\n"));
  EXPECT_THAT(seen[1], HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(seen[1], testing::EndsWith("\r\n\r\n{\"a\":1}"));
  EXPECT_THAT(seen[1], Not(HasSubstr("Expect:")));
}

TEST(CurlTransport, F_N10_StaleConnectionIsRetriedOnce) {
  RawServer server([](int fd, int connection) {
    ReadRequest(fd);
    SendAll(fd, Ok("{}"));
    if (connection == 0) {
      ReadRequest(fd);  // swallows the second request and hangs up: the race with a closing server
      Reset(fd);
    }
  });
  CurlTransport transport(Loopback());
  transport.Send(Get(server.Url()), {});
  EXPECT_EQ(transport.Send(Get(server.Url()), {}).status, 200);
  EXPECT_EQ(server.connections(), 2);
}

TEST(CurlTransport, FreshConnectionIsNotRetried) {
  RawServer server([](int fd, int) {
    ReadRequest(fd);
    Reset(fd);
  });
  CurlTransport transport(Loopback());
  EXPECT_THAT(ErrorOf(transport, Get(server.Url())), HasSubstr("GET 127.0.0.1"));
  EXPECT_EQ(server.connections(), 1);
}

TEST(CurlTransport, F_N6_F_N7_CutBodiesAreErrors) {
  RawServer server([](int fd, int connection) {
    ReadRequest(fd);
    if (connection == 0) {
      SendAll(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"results\":[]}");
    } else if (connection == 1) {
      SendAll(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":");
    } else {
      SendAll(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
      Reset(fd);
    }
  });
  CurlTransport transport(Loopback());
  for (int i = 0; i < 3; ++i) {
    ErrorOf(transport, Get(server.Url()));
  }
}

TEST(CurlTransport, F_N9_StopEndsAHangingRequest) {
  std::stop_source stop;
  RawServer server([&](int fd, int) {
    ReadRequest(fd);
    SendAll(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    stop.request_stop();
    ReadRequest(fd);
  });
  const CurlOptions options = Loopback();
  CurlTransport transport(options);
  const auto start = std::chrono::steady_clock::now();
  try {
    transport.Send(Get(server.Url()), stop.get_token());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kCancelled);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, options.total_timeout);
}

TEST(CurlTransport, SlowAnswersTimeOut) {
  RawServer server([](int fd, int) {
    ReadRequest(fd);
    ReadRequest(fd);
  });
  CurlOptions options = Loopback();
  options.total_timeout = Millis(100);
  CurlTransport transport(options);
  EXPECT_THAT(ErrorOf(transport, Get(server.Url())), HasSubstr("timed out"));
}

TEST(CurlTransport, F_H17_LimitsBodyAndHeaders) {
  RawServer server([](int fd, int connection) {
    ReadRequest(fd);
    SendAll(fd, connection == 0
                    ? Ok(std::string(5000, 'x'))
                    : "HTTP/1.1 200 OK\r\nX: " + std::string(5000, 'y') + "\r\nContent-Length: 0\r\n\r\n");
  });
  CurlOptions options = Loopback();
  options.max_body = 4000;
  options.max_headers = 4000;
  CurlTransport transport(options);
  EXPECT_THAT(ErrorOf(transport, Get(server.Url())), HasSubstr("larger than allowed"));
  EXPECT_THAT(ErrorOf(transport, Get(server.Url())), HasSubstr("headers"));
}

// gzip of {"results":[]} and of 10,000 times "x".
constexpr char kGzip[] =
    "\037\213\010\000\000\000\000\000\002\003\253\126\052\112\055\056\315\051\051\126\262\212\216\255\005\000"
    "\012\047\174\236\016\000\000\000";
constexpr char kBomb[] =
    "\037\213\010\000\000\000\000\000\002\003\355\301\001\015\000\000\000\302\240\332\217\157\016\067\240\000"
    "\000\000\000\000\000\000\000\000\340\337\000\243\244\125\015\020\047\000\000";

std::string OkGzip(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

TEST(CurlTransport, F_H16_UnpacksGzipAndCountsWhatComesOut) {
  RawServer server([](int fd, int connection) {
    ReadRequest(fd);
    const std::string_view bomb(kBomb, sizeof kBomb - 1);
    SendAll(fd, OkGzip(connection == 0 ? std::string_view(kGzip, sizeof kGzip - 1) : bomb));
  });
  CurlOptions options = Loopback();
  options.max_body = 4000;
  CurlTransport transport(options);
  EXPECT_EQ(transport.Send(Get(server.Url()), {}).body.view(), R"({"results":[]})");
  EXPECT_THAT(ErrorOf(transport, Get(server.Url())), HasSubstr("larger than allowed"));
}

// libcurl 7.88 takes a gzip stream that ends early for a whole answer: only the page reader notices.
TEST(CurlTransport, CutGzipNeverBecomesAShortPage) {
  RawServer server([](int fd, int) {
    ReadRequest(fd);
    SendAll(fd, OkGzip({kGzip, 20}));
  });
  CurlTransport transport(Loopback());
  hubspot::RecordPage page;
  try {
    page.Parse(transport.Send(Get(server.Url()), {}).body);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kRetry);
  }
}

TEST(CurlTransport, F_H15_RedirectsAreNotFollowed) {
  RawServer server([](int fd, int) {
    ReadRequest(fd);
    SendAll(fd, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
  });
  CurlTransport transport(Loopback());
  EXPECT_EQ(transport.Send(Get(server.Url()), {}).status, 302);
  EXPECT_EQ(server.connections(), 1);
}

TEST(CurlTransport, PlainHttpOnlyToLoopback) {
  CurlTransport strict{CurlOptions{}};
  CurlTransport loose(Loopback());
  ErrorOf(strict, Get("http://127.0.0.1:1/"), ErrorKind::kConfig);
  for (const char* url : {"http://api.hubapi.com/", "http://127.0.0.1.evil.com/",
                          "http://localhost:1@evil.com/", "ftp://localhost/", "file:///etc/passwd"}) {
    ErrorOf(loose, Get(url), ErrorKind::kConfig);
  }
}

TEST(CurlTransport, RefusesHeaderInjection) {
  CurlTransport transport(Loopback());
  Request request = Get("http://127.0.0.1:1/");
  request.bearer = Secret("a\r\nX: secret");
  ErrorOf(transport, request, ErrorKind::kConfig);
}

TEST(CurlTransport, F_N2_RefusedConnectionNamesTheHost) {
  CurlTransport transport(Loopback());
  EXPECT_THAT(ErrorOf(transport, Get("http://127.0.0.1:1/x?secret=2")), HasSubstr("127.0.0.1:1/x"));
}

TEST(CurlTransport, ManyThreadsShareIt) {
  RawServer server([](int fd, int) {
    for (std::string text = ReadRequest(fd); !text.empty(); text = ReadRequest(fd)) {
      SendAll(fd, Ok(text.substr(5, text.find(' ', 5) - 5)));
    }
  });
  CurlTransport transport(Loopback());
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string name = std::to_string(t * 1000 + i);
        Response answer = transport.Send(Get(server.Url("/" + name)), {});
        EXPECT_EQ(answer.body.view(), name);
        transport.Recycle(std::move(answer.body));
      }
    });
  }
  threads.clear();
  EXPECT_LE(server.connections(), 40);
}

}  // namespace
}  // namespace hm::http
