#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "config/parse.h"

namespace hm::config {
namespace {

void ExpectBad(const std::string& value, const std::function<void()>& parse) {
  try {
    parse();
    ADD_FAILURE() << "not refused: " << value;
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::kConfig);
    EXPECT_NE(std::string(e.what()).find("NAME is \""), std::string::npos) << e.what();
    EXPECT_NE(std::string(e.what()).find(value), std::string::npos) << e.what();
    EXPECT_EQ(e.hint().rfind("NAME takes ", 0), 0U) << e.hint();
  }
}

TEST(ConfigParse, BaseUrls) {
  const auto parse = [](const std::string& url) { return ParseBaseUrl("NAME", url); };
  EXPECT_EQ(parse("https://api.hubapi.com"), "https://api.hubapi.com");
  EXPECT_EQ(parse("https://proxy.example:8443/hubspot//"), "https://proxy.example:8443/hubspot");
  for (const char* url :
       {"http://127.0.0.1:8080", "http://localhost", "http://localhost:1/x", "http://[::1]:9"}) {
    EXPECT_EQ(parse(url), url);
  }
  for (const char* url : {"", "api.hubapi.com", "http://api.hubapi.com", "http://127.0.0.1.example.com",
                          "http://localhost.example", "http://127.0.0.1@example.com", "http://10.0.0.1",
                          "ftp://127.0.0.1", "https://", "https:///path", "http://[::1", "https://a b",
                          "https://a?x=1", "https://a#b", "https://a\\b", "https://a\nb", "//a"}) {
    ExpectBad(url, [&] { parse(url); });
  }
}

TEST(ConfigParse, Hosts) {
  const auto parse = [](const std::string& text) { return ParseHosts("NAME", text, 3306); };
  using Hosts = std::vector<HostPort>;
  EXPECT_EQ(parse("a"), (Hosts{{"a", 3306}}));
  EXPECT_EQ(parse("a:3307, b ,c:1"), (Hosts{{"a", 3307}, {"b", 3306}, {"c", 1}}));
  EXPECT_EQ(parse("::1"), (Hosts{{"::1", 3306}}));
  EXPECT_EQ(parse("[::1]"), (Hosts{{"::1", 3306}}));
  EXPECT_EQ(parse("[fe80::1]:3307,a:65535"), (Hosts{{"fe80::1", 3307}, {"a", 65535}}));
  for (const char* text : {"a:0", "a:65536", "a:70000", "a:", "a:x", "a:1x", "a:-1", ":3306", "[::1",
                           "[::1]3306", "[]:1", "[::1]:"}) {
    ExpectBad(text, [&] { parse(text); });
  }
  for (const char* text : {"", ",", "a,", "a,,b", " "}) {
    ExpectBad(text, [&] { parse(text); });
  }
}

TEST(ConfigParse, Lists) {
  EXPECT_EQ(ParseList("NAME", " a,b ,\tc"), (std::vector<std::string>{"a", "b", "c"}));
  ExpectBad("a,,b", [] { ParseList("NAME", "a,,b"); });
}

TEST(ConfigParse, PropertiesOfObjects) {
  EXPECT_EQ(ParseProperties("NAME", "deals.region, 2-123.a.b"),
            (std::vector<ObjectProperty>{{"deals", "region"}, {"2-123", "a.b"}}));
  for (const char* text : {"", "deals", "deals.", ".region", "deals.region,"}) {
    ExpectBad(text, [&] { ParseProperties("NAME", text); });
  }
}

TEST(ConfigParse, Numbers) {
  EXPECT_EQ(ParseInteger("NAME", "65535", 1, 65535), 65535);
  EXPECT_EQ(ParseInteger("NAME", "1", 1, 65535), 1);
  for (const char* text : {"", "0", "65536", "-1", "+1", "1.0", "1 ", " 1", "x", "99999999999999999999"}) {
    ExpectBad(text, [&] { ParseInteger("NAME", text, 1, 65535); });
  }
  EXPECT_EQ(ParseDecimal("NAME", "0.25", 0, 10), 0.25);
  EXPECT_EQ(ParseDecimal("NAME", "10", 0, 10), 10);
  for (const char* text : {"", "-0.1", "10.01", "1e1", "nan", "inf", "1,5", "1m", "0x1"}) {
    ExpectBad(text, [&] { ParseDecimal("NAME", text, 0, 10); });
  }
}

TEST(ConfigParse, Choices) {
  EXPECT_EQ(ParseChoice("NAME", "b", {"a", "b"}), 1U);
  try {
    ParseChoice("NAME", "B", {"a", "b"});
    ADD_FAILURE() << "not refused";
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "NAME is \"B\", which is not valid");
    EXPECT_EQ(e.hint(), "NAME takes one of: a, b");
  }
}

}  // namespace
}  // namespace hm::config
