#include <gtest/gtest.h>

#include "base/digest.h"

namespace hm {
namespace {

// As md5sum and sha256sum give them.
TEST(Digest, GivesWhatTheToolsGive) {
  EXPECT_EQ(Md5Hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(Md5Hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(Sha256Hex("abc", 64), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex("abc", 8), "ba7816bf");
}

}  // namespace
}  // namespace hm
