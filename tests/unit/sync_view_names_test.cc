#include <gtest/gtest.h>

#include "sync/objects/object_types.h"
#include "sync/views/view_joins.h"
#include "sync/views/view_names.h"

namespace hm::sync {
namespace {

TEST(ViewNames, PlainNamesAreKeptOthersAreMadeOfThem) {
  ViewNames names({"id", "owner_name"});
  EXPECT_EQ(names.For("amount"), "amount");
  EXPECT_EQ(names.For(std::string(64, 'n')), std::string(64, 'n'));
  // printf 'Deal Größe' | sha256sum
  EXPECT_EQ(names.For("Deal Größe"), "deal_gr_e__1c618014");
  for (const char* name : {"id", "owner_name", "1st", "", "_", "😀", "`"}) {
    EXPECT_LE(names.For(name).size(), kLongestColumnName) << name;
  }
}

TEST(ViewNames, DoNotDependOnTheOthersAndNeverMeet) {
  ViewNames one({});
  ViewNames other({});
  other.For("something");
  const std::string first = one.For("A B");
  EXPECT_EQ(first, other.For("A B"));
  EXPECT_NE(one.For("A-B"), one.For("A_B"));
  EXPECT_NE(one.For(std::string(65, 'x')), one.For(std::string(66, 'x')));
  // The same again, as when the table lost a row: still another name.
  EXPECT_NE(one.For("A B"), first);
  EXPECT_EQ(one.For("stage_label"), "stage_label");
  EXPECT_NE(one.ForLabel("stage", "stage"), "stage_label");
}

TEST(ViewJoins, EachNamesItsColumnsOnceAnObject) {
  for (const ObjectType& type : StandardObjects()) {
    std::set<std::string> names;
    for (const ViewJoin& join : JoinsFor(type)) {
      EXPECT_FALSE(join.tables.empty());
      for (const JoinedColumn& column : join.columns) {
        EXPECT_TRUE(names.insert(column.name).second) << type.name << "." << column.name;
        EXPECT_TRUE(ReservedColumns(type).contains(column.name)) << column.name;
      }
    }
  }
}

}  // namespace
}  // namespace hm::sync
