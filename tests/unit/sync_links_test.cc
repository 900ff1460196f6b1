// Associations: how many records to ask for at once, and which answer is the newer one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "sync/associations/fresh_links.h"
#include "sync/associations/link_chunk.h"

namespace hm::sync {
namespace {

using testing::IsEmpty;

using LinkIds = std::set<std::uint64_t>;

TEST(FreshLinks, KnowsWhatWasReadSinceAndOfWhichPair) {
  const ObjectType deals{};
  const ObjectType companies{};
  FreshLinks fresh;
  FreshLinks::Watch watch(fresh);
  const std::int64_t first = fresh.now();
  fresh.Note(deals, {1, 2});
  const std::int64_t second = fresh.now();
  fresh.Note(companies, {3});
  fresh.Note(deals, {4});
  EXPECT_EQ(watch.Since(first, deals), (LinkIds{1, 2, 4}));
  EXPECT_EQ(watch.Since(second, deals), (LinkIds{4}));
  EXPECT_EQ(watch.Since(second, companies), (LinkIds{3}));
  EXPECT_THAT(watch.Since(fresh.now(), deals), IsEmpty());
}

TEST(FreshLinks, KeepsNothingForWhoDidNotWatch) {
  const ObjectType deals{};
  FreshLinks fresh;
  fresh.Note(deals, {1});
  FreshLinks::Watch watch(fresh);
  EXPECT_THAT(watch.Since(0, deals), IsEmpty());
}

TEST(FreshLinks, EachThatWatchesLearnsOfIt) {
  const ObjectType deals{};
  FreshLinks fresh;
  FreshLinks::Watch sweep(fresh);
  {
    FreshLinks::Watch comparison(fresh);
    fresh.Note(deals, {1});
    EXPECT_EQ(comparison.Since(0, deals), (LinkIds{1}));
  }
  fresh.Note(deals, {2});
  EXPECT_EQ(sweep.Since(0, deals), (LinkIds{1, 2}));
}

TEST(LinkAnswer, LeavesRecordsOut) {
  LinkAnswer answer;
  answer.links = {{1, 10, 0}, {2, 20, 0}, {2, 21, 0}, {3, 30, 0}};
  answer.LeaveOut({2});
  EXPECT_EQ(answer.links, (std::vector<Link>{{1, 10, 0}, {3, 30, 0}}));
  EXPECT_EQ(answer.unread, (LinkIds{2}));
}

TEST(ChunkSize, FollowsHowManyAssociationsARecordHas) {
  ChunkSize size;
  EXPECT_FALSE(size.known());
  size.Learn(200, 0);
  EXPECT_TRUE(size.known());
  EXPECT_EQ(size.records(), 1000U);
  size.Learn(1000, 100'000);
  EXPECT_EQ(size.records(), 100U);
  size.Learn(100, 100'000);
  EXPECT_EQ(size.records(), 10U);
}

}  // namespace
}  // namespace hm::sync
