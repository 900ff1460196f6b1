#include <gtest/gtest.h>

#include "cli/table.h"

namespace hm::cli {
namespace {

TEST(FormatTable, AlignsNumbersRightAndTextLeft) {
  EXPECT_EQ(FormatTable({{"object", "rows", "note"}, {"contacts", "12", "ok"}, {"deals", "3456", ""}}),
            "object    rows  note\n"
            "contacts    12  ok\n"
            "deals     3456\n");
}

TEST(FormatTable, TakesAColumnWithOneTextForText) {
  EXPECT_EQ(FormatTable({{"a", "b"}, {"1", "1.5"}, {"-", "10.25"}}),
            "a      b\n"
            "1    1.5\n"
            "-  10.25\n");
}

TEST(FormatTable, WidensToTheHeading) {
  EXPECT_EQ(FormatTable({{"wide heading", "n"}, {"x", "1"}}),
            "wide heading  n\n"
            "x             1\n");
}

}  // namespace
}  // namespace hm::cli
