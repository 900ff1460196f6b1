#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/error.h"
#include "mariadb/connection.h"
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
        "--ssl-cert=" + File(certificate + ".pem"), "--ssl-key=" + File(certificate + ".key")});
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

}  // namespace
}  // namespace hm::mariadb
