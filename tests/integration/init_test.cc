// `init` as a person meets it: through a terminal.
#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "support/connector.h"
#include "support/process.h"
#include "support/terminal.h"

namespace hm::test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string TheProgram() { return BinaryDir() + "/hubspot-mariadb"; }

class Init : public testing::Test {
 protected:
  Init() {
    char name[] = "/tmp/hm-init-XXXXXX";
    dir_ = mkdtemp(name);
    mariadb::Connection(SharedServer().OptionsFor(""))
        .Execute(fmt::format("CREATE OR REPLACE USER init_user IDENTIFIED BY 'se\"cret\\\\word'"));
    mariadb::Connection(SharedServer().OptionsFor(""))
        .Execute(fmt::format("GRANT ALL ON {}.* TO init_user", connector_.database()));
  }
  ~Init() override { std::filesystem::remove_all(dir_); }

  Terminal RunInit() const {
    return Terminal({TheProgram(), "init"}, {{"HUBSPOT_BASE_URL", hubspot_.url()}}, dir_);
  }

  const Simulator hubspot_{BinaryDir(), {"--profile", "small", "--contacts", "5", "--deals", "2"}};
  const Connector connector_{hubspot_, SharedServer()};
  std::string dir_;
};

TEST_F(Init, AsksTriesAndWritesAFileThatWorks) {
  Terminal terminal = RunInit();
  EXPECT_TRUE(terminal.AnswerTo("token (not shown): ", "pat-na1-mistyped"));
  EXPECT_TRUE(terminal.Shows("[HM2002]"));
  EXPECT_TRUE(terminal.AnswerTo("token (not shown): ", Simulator::Token()));
  EXPECT_TRUE(terminal.Shows("ok: account"));
  EXPECT_TRUE(terminal.AnswerTo("Database host [localhost]: ", "127.0.0.1"));
  EXPECT_TRUE(terminal.AnswerTo("Port [3306]: ", std::to_string(SharedServer().port())));
  EXPECT_TRUE(terminal.AnswerTo("Database [hubspot]: ", connector_.database()));
  EXPECT_TRUE(terminal.AnswerTo("User [hubspot]: ", "init_user"));
  EXPECT_TRUE(terminal.AnswerTo("Password (not shown): ", "wrong"));
  EXPECT_TRUE(
      terminal.Shows("GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, CREATE VIEW, DROP ON"));
  EXPECT_TRUE(terminal.Shows("[HM3002]"));
  EXPECT_TRUE(terminal.AnswerTo("mend this later? [y/N]: ", ""));
  for (const char* question : {"Database host [127.0.0.1]: ", "Port [", "Database [", "User [init_user]: "}) {
    EXPECT_TRUE(terminal.AnswerTo(question, ""));
  }
  // Typed, taken back and typed again.
  EXPECT_TRUE(terminal.AnswerTo("Password (not shown): ", "x\x7fse\"cret\\word"));
  EXPECT_TRUE(terminal.Shows("hubspot-mariadb sync"));
  EXPECT_EQ(terminal.ExitCode(), 0);
  EXPECT_THAT(terminal.shown(), Not(HasSubstr("cret")));
  EXPECT_THAT(terminal.shown(), Not(HasSubstr(Simulator::Token())));

  struct stat info{};
  ASSERT_EQ(stat((dir_ + "/.env").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  Process check({TheProgram(), "check"}, {{"HUBSPOT_BASE_URL", hubspot_.url()}}, dir_);
  EXPECT_EQ(check.Wait(std::chrono::seconds{60}), 0) << check.Out() << check.Err();
}

TEST_F(Init, AsksAgainForWhatCannotBeAndNotForWhatItKnows) {
  Terminal terminal = RunInit();
  EXPECT_TRUE(terminal.AnswerTo("token (not shown): ", Simulator::Token()));
  EXPECT_TRUE(terminal.AnswerTo("Database host [localhost]: ", "127.0.0.1"));
  EXPECT_TRUE(terminal.AnswerTo("Port [3306]: ", "hubspot"));
  EXPECT_TRUE(terminal.Shows("DB_PORT takes a whole number from 1 to 65535"));
  EXPECT_TRUE(terminal.AnswerTo("Port [3306]: ", "3306"));
  EXPECT_TRUE(terminal.AnswerTo("Database [hubspot]: ", connector_.database()));
  EXPECT_TRUE(terminal.AnswerTo("User [hubspot]: ", "init_user"));
  EXPECT_TRUE(terminal.AnswerTo("Password (not shown): ", "wrong"));
  EXPECT_TRUE(terminal.AnswerTo("mend this later? [y/N]: ", ""));
  EXPECT_TRUE(
      terminal.AnswerTo("Database host [127.0.0.1]: ", fmt::format("127.0.0.1:{}", SharedServer().port())));
  EXPECT_TRUE(terminal.AnswerTo("Database [", ""));
  EXPECT_TRUE(terminal.AnswerTo("User [", ""));
  EXPECT_TRUE(terminal.AnswerTo("Password (not shown): ", "se\"cret\\word"));
  EXPECT_TRUE(terminal.Shows("hubspot-mariadb sync"));
  EXPECT_EQ(terminal.ExitCode(), 0);
}

TEST_F(Init, ReplacesNothingUnasked) {
  const std::string file = dir_ + "/.env";
  close(open(file.c_str(), O_CREAT | O_WRONLY, 0600));
  Terminal terminal = RunInit();
  EXPECT_TRUE(terminal.AnswerTo("exists. Replace it? [y/N]: ", ""));
  EXPECT_TRUE(terminal.Shows("nothing was changed"));
  EXPECT_EQ(terminal.ExitCode(), 0);
  EXPECT_EQ(std::filesystem::file_size(file), 0U);
}

TEST_F(Init, CtrlCLeavesNoFile) {
  Terminal terminal = RunInit();
  EXPECT_TRUE(terminal.Shows("token (not shown): "));
  terminal.Type("\x03");
  EXPECT_EQ(terminal.ExitCode(), 1);
  EXPECT_FALSE(std::filesystem::exists(dir_ + "/.env"));
}

TEST_F(Init, WithoutATerminalItRefusesInWords) {
  const RunResult run = test::Run({TheProgram(), "init"});
  EXPECT_EQ(run.exit_code, 2);
  EXPECT_THAT(run.err, HasSubstr("[HM1011]\n  run it in a terminal"));
}

}  // namespace
}  // namespace hm::test
