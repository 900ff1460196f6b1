// Requests are counted by what they ask and of which object, in every spelling of the API's versions.
#include <gtest/gtest.h>

#include "hubspot/paths.h"
#include "hubspot/request_kind.h"

namespace hm::hubspot {
namespace {

TEST(RequestKind, IsReadOffTheUrlOfAnyVersion) {
  for (const char* version : {"2026-09", "2027-03-beta", "v3"}) {
    const Paths paths(version);
    struct Case {
      std::string path;
      RequestKind kind;
    };
    const Case cases[] = {
        {paths.Objects("contacts") + "?limit=100&properties=a%2Fb", {"list", "contacts"}},
        {paths.Search("2-123"), {"search", "2-123"}},
        {paths.BatchRead("deals") + "?archived=true", {"batch_read", "deals"}},
        {paths.Properties("line_items"), {"properties", "line_items"}},
        {paths.Pipelines("deals"), {"pipelines", "deals"}},
        {paths.AccountDetails(), {"account-info", ""}},
        {Paths::TokenInfo(), {"oauth", ""}},
    };
    for (const Case& c : cases) {
      EXPECT_EQ(KindOf("https://api.hubapi.com" + c.path), c.kind) << c.path;
    }
  }
  EXPECT_EQ(KindOf("http://127.0.0.1:80"), (RequestKind{"", ""}));
}

}  // namespace
}  // namespace hm::hubspot
