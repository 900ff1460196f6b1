// HTTPS as HubSpot speaks it: who cannot prove who they are never sees the token.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "http/curl_transport.h"
#include "support/await.h"
#include "support/process.h"

namespace hm::http {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class HttpsServer : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/hm-https-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = name;
  }
  void TearDown() override { fs::remove_all(dir_); }

  // A certificate that is its own CA and names `subject`.
  void MakeCertificate(const std::string& subject) {
    ASSERT_EQ(test::Run({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                         "/CN=x", "-addext", "subjectAltName=" + subject, "-keyout", File("key.pem"), "-out",
                         File("cert.pem")})
                  .exit_code,
              0);
  }

  void Serve(const std::vector<std::string>& flags = {"-tls1_3"}) {
    std::vector<std::string> argv{"openssl",        "s_server", "-accept",       "127.0.0.1:0", "-cert",
                                  File("cert.pem"), "-key",     File("key.pem"), "-www"};
    argv.insert(argv.end(), flags.begin(), flags.end());
    server_ = std::make_unique<test::Process>(argv);
    const std::string announced = "ACCEPT 127.0.0.1:";
    std::string out;
    ASSERT_TRUE(test::Await([&] {
      out = server_->Out();
      return out.find(announced) != std::string::npos && out.ends_with('\n');
    })) << server_->Err();
    const auto start = out.find(announced) + announced.size();
    port_ = out.substr(start, out.find('\n', start) - start);
  }

  // The answer's status, or the error's text.
  std::string Ask(const std::string& ca) {
    CurlTransport transport({.ca_file = ca});
    Request request;
    request.url = "https://127.0.0.1:" + port_ + "/crm?token=no";
    request.bearer = Secret("pat-na1-canary");
    try {
      return std::to_string(transport.Send(request, {}).status);
    } catch (const Error& e) {
      return e.Coded() + " " + e.hint();
    }
  }

  std::string File(const std::string& name) const { return (dir_ / name).string(); }

  fs::path dir_;
  std::unique_ptr<test::Process> server_;
  std::string port_;
};

TEST_F(HttpsServer, IsTrustedWhenItsAuthorityAndNameAreRight) {
  MakeCertificate("IP:127.0.0.1");
  Serve();
  EXPECT_EQ(Ask(File("cert.pem")), "200");
}

TEST_F(HttpsServer, F_N5_OfAnUnknownAuthorityIsRefused) {
  MakeCertificate("IP:127.0.0.1");
  Serve();
  EXPECT_THAT(Ask(""), AllOf(HasSubstr("127.0.0.1"), HasSubstr("certificate"), HasSubstr("[HM2011]"),
                             Not(HasSubstr("canary"))));
}

TEST_F(HttpsServer, F_N5_OfAnotherNameIsRefused) {
  MakeCertificate("DNS:api.hubapi.example");
  Serve();
  EXPECT_THAT(Ask(File("cert.pem")), AllOf(HasSubstr("127.0.0.1"), Not(HasSubstr("canary"))));
}

TEST_F(HttpsServer, F_N5_WithAnExpiredCertificateIsRefused) {
  MakeCertificate("IP:127.0.0.1");
  ASSERT_EQ(test::Run({"openssl", "x509", "-in", File("cert.pem"), "-signkey", File("key.pem"), "-days", "-1",
                       "-out", File("cert.pem")})
                .exit_code,
            0);
  Serve();
  EXPECT_THAT(Ask(File("cert.pem")),
              AllOf(HasSubstr("127.0.0.1"), HasSubstr("expired"), HasSubstr(File("cert.pem"))));
}

TEST_F(HttpsServer, F_N5_WithOldTlsAloneIsRefused) {
  MakeCertificate("IP:127.0.0.1");
  Serve({"-tls1_1", "-cipher", "ALL:@SECLEVEL=0"});
  EXPECT_THAT(Ask(File("cert.pem")), AllOf(HasSubstr("127.0.0.1"), HasSubstr("protocol version")));
}

}  // namespace
}  // namespace hm::http
