// What must not be in the program that users get.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/connector.h"

namespace hm::test {
namespace {

std::string Read(const std::string& program) {
  std::ifstream file(BinaryDir() + "/" + program, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

TEST(ReleaseBinary, HoldsNoTraceOfTheCrashHarness) {
  const std::string program = Read("hubspot-mariadb");
  const std::string crash = Read("hubspot-mariadb-crash");
  for (const char* name : {"HM_FAILPOINT", "HM_PLANTED_BUG", "checkpoint_apart", "no_guard", "offset_paging",
                           "cut_is_last_page", "no_epoch_check", "fast_search"}) {
    EXPECT_FALSE(program.find(name) != std::string::npos) << name;
    EXPECT_TRUE(crash.find(name) != std::string::npos) << name;
  }
}

}  // namespace
}  // namespace hm::test
