// Which Host headers the status address answers: none that a web page could have brought about.
#include <gtest/gtest.h>

#include "status/host_guard.h"

namespace hm::status {
namespace {

TEST(HostGuard, TakesAddressesLocalhostAndItsOwnNameOnly) {
  struct Case {
    const char* header;
    bool allowed;
  };
  const Case cases[] = {
      {"", true},
      {"127.0.0.1", true},
      {"127.0.0.1:9464", true},
      {"10.1.2.3:9464", true},
      {"[::1]", true},
      {"[::1]:9464", true},
      {"localhost", true},
      {"LOCALHOST:9464", true},
      {"Monitor.Example:9464", true},
      {"evil.example", false},
      {"evil.example:9464", false},
      {"127.0.0.1.evil.example", false},
      {"localhost.evil.example:9464", false},
      {"localhost:evil", false},
      {"localhost:", false},
      {"localhost.", false},
      {"[::1].evil.example", false},
      {"[::1", false},
      {"::1", false},
      {"2130706433", false},
      {"127.1", false},
      {"0x7f.0.0.1", false},
      {" localhost", false},
      {":9464", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(IsAllowedHost(c.header, "monitor.example"), c.allowed) << c.header;
  }
}

}  // namespace
}  // namespace hm::status
