#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/error.h"
#include "mariadb/connection.h"
#include "support/connector.h"
#include "support/mariadb_server.h"
#include "support/process.h"

namespace hm::mariadb {
namespace {

namespace fs = std::filesystem;

// Certificates that are their own CA: "right" for 127.0.0.1, "name" for a host we do not connect to.
class Tls : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/hm-tls-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = name;
    if (!MakeCertificate("right", "IP:127.0.0.1") || !MakeCertificate("name", "DNS:db.test")) {
      GTEST_SKIP() << "no openssl program";
    }
  }
  void TearDown() override { fs::remove_all(dir_); }

  bool MakeCertificate(const std::string& name, const std::string& subject) {
    return test::Run({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                      "/CN=x", "-addext", "subjectAltName=" + subject, "-keyout", File(name + ".key"), "-out",
                      File(name + ".pem")})
               .exit_code == 0;
  }
  std::string File(const std::string& name) const { return (dir_ / name).string(); }

  test::MariadbServer& Serve(const std::string& certificate) {
    server_ = std::make_unique<test::MariadbServer>(std::vector<std::string>{
        "--ssl-cert=" + File(certificate + ".pem"), "--ssl-key=" + File(certificate + ".key"),
        "--bind-address=127.0.0.1,127.0.0.2"});
    return *server_;
  }

  ConnectionOptions Options(TlsMode mode, const std::string& ca = {}) const {
    ConnectionOptions options = server_->OptionsFor("");
    options.socket = "";
    options.hosts = {{"127.0.0.1", server_->port()}};
    options.tls = mode;
    if (!ca.empty()) options.tls_ca = File(ca + ".pem");
    return options;
  }

  bool Refused(const ConnectionOptions& options) {
    try {
      Connection{options};
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::kConnection) << error.what();
      return true;
    }
    return false;
  }

  fs::path dir_;
  std::unique_ptr<test::MariadbServer> server_;
};

TEST_F(Tls, ModesAgainstAServerWithTls) {
  Serve("right");
  EXPECT_EQ(Connection(Options(TlsMode::kOff)).server().tls_cipher, "");
  EXPECT_NE(Connection(Options(TlsMode::kPreferred)).server().tls_cipher, "");
  EXPECT_NE(Connection(Options(TlsMode::kRequired)).server().tls_cipher, "");
  EXPECT_NE(Connection(Options(TlsMode::kVerify, "right")).server().tls_cipher, "");
  EXPECT_TRUE(Refused(Options(TlsMode::kVerify, "name"))) << "another CA";
  EXPECT_TRUE(Refused(Options(TlsMode::kRequired, "name"))) << "another CA";
  EXPECT_TRUE(Refused(Options(TlsMode::kVerify))) << "not among the system's CAs";
}

TEST_F(Tls, VerifyRefusesAnotherName) {
  Serve("name");
  EXPECT_TRUE(Refused(Options(TlsMode::kVerify, "name")));
  EXPECT_NE(Connection(Options(TlsMode::kRequired, "name")).server().tls_cipher, "");
}

// To `check` 127.0.0.2 is a host elsewhere.
TEST_F(Tls, CheckTellsHowTheConnectionIsEncrypted) {
  using testing::AllOf;
  using testing::HasSubstr;
  using testing::Not;
  test::MariadbServer& server = Serve("right");
  const test::Simulator hubspot(test::BinaryDir(), {"--profile", "small", "--contacts", "1", "--deals", "1"});
  const test::Connector connector(hubspot, server);
  connector.Execute("CREATE USER elsewhere IDENTIFIED BY 'right'");
  connector.Execute("GRANT ALL ON *.* TO elsewhere");
  const auto tells = [&](const std::string& host, const std::string& mode, const std::string& ca) {
    test::Environment env{{"DB_SOCKET", ""},        {"DB_HOST", host},
                          {"DB_USER", "elsewhere"}, {"DB_PASSWORD", "right"},
                          {"DB_TLS", mode},         {"DB_PORT", std::to_string(server.port())}};
    if (!ca.empty()) env["DB_TLS_CA"] = File(ca + ".pem");
    return connector.Run({"check"}, env).out;
  };
  EXPECT_THAT(tells("127.0.0.1", "verify", "right"),
              AllOf(HasSubstr("ok       encryption: TLSv1.3 with "), HasSubstr(", certificate checked\n")));
  EXPECT_THAT(tells("127.0.0.1", "off", ""), HasSubstr("ok       encryption: none, and none needed"));
  EXPECT_THAT(tells("127.0.0.1", "preferred", ""),
              AllOf(HasSubstr("ok       encryption: TLSv1.3"), Not(HasSubstr("certificate checked"))));
  EXPECT_THAT(
      tells("127.0.0.2", "preferred", ""),
      HasSubstr(", but nobody checks that the certificate is the server's\n         -> set DB_TLS=verify"));
  EXPECT_THAT(tells("127.0.0.2", "off", ""), HasSubstr("warning  encryption: the connection to 127.0.0.2:"));
  for (const char* ca : {"name", "absent", ""}) {
    EXPECT_THAT(tells("127.0.0.1", "verify", ca),
                AllOf(HasSubstr("failure  database: "), HasSubstr("[HM3009]")))
        << ca;
  }
}

}  // namespace
}  // namespace hm::mariadb
