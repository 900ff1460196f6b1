// What a user may do, and the texts that say what is needed: init's, the documents', the demo's.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "cli/check/rights.h"
#include "cli/grants.h"
#include "mariadb/rights.h"

namespace hm::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Grants, ReadsWhatServersShow) {
  const auto plain = ParseGrant("GRANT SELECT, CREATE VIEW ON `hub\\_spot`.* TO `u`@`localhost`");
  ASSERT_TRUE(plain);
  EXPECT_THAT(plain->rights, ElementsAre("CREATE VIEW", "SELECT"));
  EXPECT_EQ(plain->database, "hub\\_spot");
  EXPECT_TRUE(plain->whole);
  EXPECT_FALSE(plain->may_pass_on);
  const auto all =
      ParseGrant("GRANT ALL PRIVILEGES ON *.* TO 'root'@'localhost' IDENTIFIED VIA x WITH GRANT OPTION");
  ASSERT_TRUE(all);
  EXPECT_TRUE(all->everywhere() && all->whole && all->may_pass_on);
  const auto columns = ParseGrant("GRANT SELECT (`a ON b`, id), INSERT ON `d`.`t` TO `u`@`%`");
  ASSERT_TRUE(columns);
  EXPECT_THAT(columns->rights, ElementsAre("INSERT", "SELECT"));
  EXPECT_FALSE(columns->whole);
  const auto procedure = ParseGrant("GRANT EXECUTE ON PROCEDURE `d`.`p` TO `u`@`%`");
  ASSERT_TRUE(procedure);
  EXPECT_FALSE(procedure->whole);
  for (const char* other : {"GRANT `role` TO `u`@`%`", "GRANT PROXY ON ''@'%' TO 'root'@'localhost'",
                            "SET DEFAULT ROLE `r` FOR `u`@`%`", "REVOKE SELECT ON `d`.* FROM `u`@`%`", ""}) {
    EXPECT_FALSE(ParseGrant(other)) << other;
  }
}

TEST(Grants, PatternsAreTheServers) {
  EXPECT_TRUE(MatchesPattern("hub\\_spot", "hub_spot"));
  EXPECT_FALSE(MatchesPattern("hub\\_spot", "hubXspot"));
  EXPECT_TRUE(MatchesPattern("hub_spot", "hubXspot"));
  EXPECT_TRUE(MatchesPattern("hub%", "hub"));
  EXPECT_TRUE(MatchesPattern("%s_", "hubs1"));
  EXPECT_FALSE(MatchesPattern("hub", "hubs"));
}

TEST(Grants, TellsMissingPartsAndBeyond) {
  const Rights rights(
      {*ParseGrant("GRANT USAGE ON *.* TO `u`@`%`"), *ParseGrant("GRANT SELECT ON `a%`.* TO `u`@`%`"),
       *ParseGrant("GRANT INSERT ON `ab`.`t` TO `u`@`%`"), *ParseGrant("GRANT DROP ON `c`.* TO `u`@`%`")});
  EXPECT_THAT(rights.Missing(std::array{"SELECT", "INSERT"}, "ab"), ElementsAre("INSERT"));
  EXPECT_TRUE(rights.HasParts("ab"));
  EXPECT_FALSE(rights.HasParts("ac"));
  EXPECT_THAT(rights.Beyond({"ab"}), ElementsAre("DROP ON `c`"));
  EXPECT_THAT(rights.Beyond({"ab", "c"}), IsEmpty());
}

TEST(Grants, WhatEveryoneMayIsNothingBeyondNeed) {
  const Rights rights({*ParseGrant("GRANT SELECT, DROP ON `test\\_%`.* TO PUBLIC"),
                       *ParseGrant("GRANT DROP ON `c`.* TO `PUBLIC`@`%`")});
  EXPECT_THAT(rights.Beyond({"ab"}), ElementsAre("DROP ON `c`"));
  EXPECT_THAT(rights.Missing(std::array{"SELECT"}, "test_a"), IsEmpty());
}

TEST(Grants, EveryTextNamesTheSameRights) {
  const std::string needed = fmt::format("GRANT {}, {} ON ", fmt::join(mariadb::kNeededRights, ", "),
                                         fmt::join(mariadb::kViewRights, ", "));
  for (const char* path : {"/README.md", "/docs/mariadb.md", "/scripts/demo.sh"}) {
    std::ifstream in(std::string(SOURCE_DIR) + path);
    EXPECT_THAT(std::string(std::istreambuf_iterator<char>(in), {}), HasSubstr(needed)) << path;
  }
  config::Settings settings;
  settings.db_user = "u";
  settings.db_name = "hub_spot";
  settings.db_views_name = "views";
  const std::vector<std::string> statements = SetUpStatements(settings);
  ASSERT_EQ(statements.size(), 5U);
  EXPECT_EQ(statements.at(2), needed + "`hub\\_spot`.* TO 'u'@'localhost';");
  EXPECT_EQ(statements.at(4), "GRANT CREATE VIEW, DROP, SELECT ON `views`.* TO 'u'@'localhost';");
}

}  // namespace
}  // namespace hm::cli
